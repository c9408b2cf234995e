"""Uploads one file after another to the real app, and prints what it holds on the way.

python -m tests.soak [--uploads 500] [--minutes 60]
"""

from __future__ import annotations

import argparse
import sys

from scripts.server import serving
from tests.soak.soak import Look, soak

WARM = 50  # uploads, after which the app should hold no more


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--uploads", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=60)
    wanted = parser.parse_args()
    with serving() as server:
        looks = []
        for look in soak(server, wanted.uploads, every=WARM, seconds=60 * wanted.minutes):
            looks.append(look)
            sys.stdout.write(line(look) + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"growth of RSS after the first {WARM}: {growth(looks):+.0f} MB\n")
    return 0


def line(look: Look) -> str:
    parts = ", ".join(f"{part} {megabytes:.0f}" for part, megabytes in look.held.by_part.items())
    return (
        f"{look.uploads:5} uploads, {look.seconds:6.0f} s: RSS {look.held.rss:.0f} MB ({parts}), "
        f"PSS {look.held.pss:.0f} MB; temporary files: {look.files}"
    )


def growth(looks: list[Look]) -> float:
    """MB, from the first look to the last."""
    return looks[-1].held.rss - looks[0].held.rss


if __name__ == "__main__":
    sys.exit(main())
