"""A link that restores the view: what it names is checked, and it never names a file."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from meso.ui.link import View, view_in

NETWORKS = ["meso4", "meso_deep"]
NAUGHTY = "![x](http://evil.example/x.png)<script>"


def seen(**address):
    return view_in(address, NETWORKS, most_frames=128)


class TestAnAddress:
    def test_names_a_view(self):
        address = {"network": "meso4", "frames": "64", "threshold": "0.61", "reduction": "median"}
        assert seen(**address) == View("meso4", 64, 0.61, "median")

    def test_may_name_nothing(self):
        assert seen() == View()

    def test_may_name_a_part(self):
        assert seen(frames="7") == View(frames=7)

    @pytest.mark.parametrize(
        "address",
        [
            {"network": "meso5"},
            {"network": NAUGHTY},
            {"frames": "0"},
            {"frames": "129"},
            {"frames": "7.5"},
            {"frames": "inf"},
            {"frames": "9" * 5000},
            {"frames": NAUGHTY},
            {"threshold": "nan"},
            {"threshold": "-0.1"},
            {"threshold": "1.1"},
            {"threshold": ""},
            {"reduction": "worst"},
            {"file": "/etc/passwd", "upload": "a.mp4"},
        ],
    )
    def test_what_it_names_wrongly_is_ignored(self, address):
        assert seen(**address) == View()

    def test_a_wrong_part_leaves_the_others(self):
        assert seen(network=NAUGHTY, frames="16") == View(frames=16)


def page():
    import streamlit as st

    from meso.ui.link import remember, restore

    view = restore(["meso4"], most_frames=128)
    st.write(str(view))
    if st.button("choose"):
        remember(network="meso4", frames=16, threshold=0.61)
    if st.button("forget"):
        remember(network=None, frames=None, threshold=None)


@pytest.mark.slow  # half a second a page
class TestAPage:
    @pytest.fixture
    def app(self):
        return AppTest.from_function(page, default_timeout=30)

    def test_what_is_remembered_is_in_the_address_and_restored_from_there(self, app):
        app.run().button[0].click().run()
        assert dict(app.query_params) == {"network": "meso4", "frames": "16", "threshold": "0.61"}
        assert app.run().markdown[0].value == str(View())  # the controls keep their defaults
        other = AppTest.from_function(page, default_timeout=30)
        other.query_params.update(app.query_params)
        assert other.run().markdown[0].value == str(View("meso4", 16, 0.61))

    def test_what_is_forgotten_leaves_the_address_as_it_was(self, app):
        app.query_params["embed_options"] = "show_toolbar"
        app.run().button[0].click().run()
        app.button[1].click().run()
        assert dict(app.query_params) == {"embed_options": "show_toolbar"}

    def test_a_foreign_address_is_no_error(self, app):
        app.query_params["network"] = NAUGHTY
        app.run()
        assert not app.exception
        assert app.markdown[0].value == str(View())
