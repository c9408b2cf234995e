"""Streamlit's command line, in a process that asks nobody outside about itself.

    python -m meso.ui.serve run app.py

When a page of another site knocks, Streamlit asks a web service for the address that this machine
has in the internet, and looks for its way there, to compare. Here it is told that there is none.
"""

from __future__ import annotations

from streamlit import net_util
from streamlit.web.cli import main

from meso.ui import pages  # noqa: F401 - now, so that the first visitor does not wait for it


def ask_nobody() -> None:
    """From now on this process looks for nothing outside."""
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


if __name__ == "__main__":
    ask_nobody()
    main(prog_name="streamlit")
