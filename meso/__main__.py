"""`python -m meso` is the `meso` command."""

from meso.cli import main

main()
