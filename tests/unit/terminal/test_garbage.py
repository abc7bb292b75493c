"""How often Python looks for garbage: not before a till's first picture, and seldom behind it."""

import subprocess
import sys

import pytest

PROGRAM = """
import gc
from terminal import garbage
before = gc.get_stats()[0]["collections"]
garbage.{look}()
kept = [[] for _ in range({objects})]
print(gc.get_stats()[0]["collections"] - before)
"""


@pytest.mark.parametrize(
    ("look", "objects", "looks"),
    [("look_for_none_yet", 150_000, 0), ("look_less_often", 150_000, 7), ("look_less_often", 15_000, 0)],
)
def test_so_often_garbage_is_looked_for(look: str, objects: int, looks: int) -> None:
    program = PROGRAM.format(look=look, objects=objects)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) == looks
