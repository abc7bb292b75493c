"""`python -m tests.longday`: a day at one till, and what it came to, part by part."""

import argparse
import os
import tempfile
from pathlib import Path
from statistics import median

from tests.longday.books import events_of
from tests.longday.day import Noted, Shop, lived


def main() -> int:
    """Live it, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.longday", description=__doc__)
    parser.add_argument("--sales", type=int, default=5_000, help="in eight hours (%(default)s)")
    parser.add_argument("--parts", type=int, default=10, help="told apart (%(default)s)")
    asked = parser.parse_args()
    every = max(1, asked.sales // asked.parts)
    with tempfile.TemporaryDirectory() as folder:
        noted, till = lived(
            asked.sales,
            shop=Shop(members=2_000, products=5_000),
            note_every=every,
            scratch=Path(folder),
            kept=Path(folder),
        )
        tell(noted, every)
        print(dict(sorted(events_of(till).items())))
    return 0


def tell(noted: Noted, every: int) -> None:
    """A line for each part of the day."""
    print("  sales  processor  wall clock   resident    Python       Qt   load")
    for held in noted.held:
        part = slice(held.sales - every, held.sales)
        processor, wall = (median(each[part]) * 1_000 for each in (noted.processor_s, noted.wall_s))
        print(
            f"{held.sales:7,} {processor:7.1f} ms {wall:8.1f} ms {held.resident_mb:7.1f} MB"
            f" {held.python_objects:9,} {held.qt_objects:8,} {held.load:6.1f}"
        )
    print(f"a sale at the end takes {noted.slower(every):.2f} times one at the beginning")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    raise SystemExit(main())
