from __future__ import annotations

import os

import pytest

from meso.service.quiet import STDERR, quiet_start


class TestQuietStart:
    def test_drops_what_c_writes_to_stderr_and_nothing_after_it(self, capfd):
        with quiet_start():
            os.write(STDERR, b"Could not find cuda drivers\n")
        os.write(STDERR, b"an error that matters\n")
        assert capfd.readouterr().err == "an error that matters\n"

    def test_lets_an_exception_through_and_gives_stderr_back(self, capfd):
        with pytest.raises(ValueError, match="no such network"), quiet_start():
            raise ValueError("no such network")
        os.write(STDERR, b"heard again\n")
        assert capfd.readouterr().err == "heard again\n"

    def test_leaves_no_file_open(self):
        def next_free() -> int:
            probe = os.open(os.devnull, os.O_RDONLY)
            os.close(probe)
            return probe

        before = next_free()
        with quiet_start():
            pass
        assert next_free() == before
