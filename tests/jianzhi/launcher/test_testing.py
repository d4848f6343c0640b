"""The suite in two halves side by side."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from jianzhi.launcher import libraries, services, testing
from tests.conftest import weight_of

ROOT = Path(__file__).parents[3]


# One process for all: to start is nearly all the time it takes.
COLLECT = """
import os, sys, pytest
for half in sys.argv[1].split():
    print("half", half)
    os.environ["TEST_HALF"] = half
    pytest.main(["--collect-only", "-q", *sys.argv[2:]])
"""


def collected(halves: str, *asked: str) -> list[Counter[str]]:
    """How many tests of each module of what is asked for are left for each of these halves."""
    command = [sys.executable, "-c", COLLECT, halves, *asked]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    parts = told.split("half ")[1:]
    return [Counter(line.split("::")[0] for line in part.splitlines() if "::" in line) for part in parts]


def cost(modules: Counter[str]) -> float:
    """What the tests of these modules cost together."""
    return sum(number * weight_of(Path(name)) for name, number in modules.items())


def test_every_test_is_in_one_half_and_modules_are_not_torn() -> None:
    first, second, whole = collected("1/2 2/2 1/1", "tests/desk/papers", "tests/desk/vault")

    assert first + second == whole
    assert first.keys() & second.keys() == set()
    assert abs(cost(first) - cost(second)) < cost(whole) / 5


def test_tests_that_are_not_asked_for_weigh_nothing() -> None:
    asked = ("-m", "not nightly", "tests/desk/sheets/imports")  # among them 200 that only run at night
    first, second = collected("1/2 2/2", *asked)

    assert abs(cost(first) - cost(second)) < (cost(first) + cost(second)) / 5


@pytest.mark.parametrize(("codes", "status"), [((0, 0), 0), ((0, 1), 1), ((1, 0), 1)])
def test_both_halves_are_run_shown_and_added_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any, codes: tuple[int, int], status: int
) -> None:
    folders = iter([tmp_path / "1", tmp_path / "2"])

    @contextmanager
    def temporary() -> Iterator[tuple[None, dict[str, str], Path]]:
        folder = next(folders)
        folder.mkdir()
        yield None, {"CODES": " ".join(map(str, codes))}, folder

    monkeypatch.setattr(services, "temporary", temporary)
    script = 'set -- $CODES; n=${TEST_HALF%/2}; echo half $n; echo "1 failed, $n passed in 3s"; eval exit \\${$n}'

    assert testing._side_by_side(["/bin/sh", "-c", script], "") == status
    shown = capsys.readouterr().out
    assert shown.index("half 1") < shown.index("half 2")
    assert shown.endswith("\n3 passed, 2 failed\n")


def test_a_part_of_the_suite_is_run_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "ensure_browser", lambda: "")
    monkeypatch.setattr(testing, "call", lambda command, env: 7)
    monkeypatch.setattr(testing, "_side_by_side", lambda command, browser: 8)

    @contextmanager
    def temporary() -> Iterator[tuple[None, dict[str, str], Path]]:
        yield None, {}, Path()

    monkeypatch.setattr(services, "temporary", temporary)
    assert testing.run(["tests/desk"], nightly=False) == 7
    assert testing.run([], nightly=True) == 7
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert testing.run([], nightly=False) == 7
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert testing.run([], nightly=False) == 8
