"""A folder in; the nasty files, and as many damaged ones as are wanted, in it, out.

python -m tests.hostile.make FOLDER [--mutations N]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.hostile.files import nasty
from tests.hostile.mutate import changed, random_changes
from tests.hostile.seeds import SEEDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mutations", type=int, default=0)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for one in nasty():
        (wanted.folder / one.name).write_bytes(one.make())
    seeds = {name: make() for name, make in SEEDS.items()}
    for number in range(wanted.mutations):
        name = [*seeds][number % len(seeds)]
        damaged = changed(seeds[name], random_changes(number))
        (wanted.folder / f"{number:06}_{name}").write_bytes(damaged)


if __name__ == "__main__":
    main()
