"""Streamlit's command line, in a process that asks nobody outside about itself.

    python -m meso.ui.serve run app.py

When a page of another site knocks, Streamlit asks a web service for the address that this machine
has in the internet, to compare. Here it is told that there is none.
"""

from __future__ import annotations

from streamlit import net_util
from streamlit.web.cli import main


def ask_nobody() -> None:
    """From now on no such question leaves this process."""
    net_util.get_external_ip = lambda: None


if __name__ == "__main__":
    ask_nobody()
    main(prog_name="streamlit")
