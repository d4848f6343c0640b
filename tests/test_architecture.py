"""What the import contracts cannot see, and that the contracts themselves break when they should."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parent.parent
FLOORS = ("desk", "unions", "members", "competitions", "jianzhi")  # from the ground up
PYTHON_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 40, 80
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "README.md",
    "competitions",
    "desk",
    "docker-compose.yml",
    "docs",
    "jianzhi",
    "manage.py",
    "members",
    "portal",
    "pyproject.toml",
    "static",
    "templates",
    "tests",
    "unions",
}


def sources() -> Iterator[Path]:
    """Every module of the portal; migrations are what Django writes."""
    for floor in FLOORS:
        yield from (path for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts)


def test_nothing_else_grows_at_the_top_level() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    names = {line.split("/")[0] for line in tracked.splitlines()}
    assert names - TOP_LEVEL == set()


def test_no_module_is_longer_than_a_reader_holds_in_mind() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > PYTHON_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_no_template_is_longer_than_a_page() -> None:
    lengths = {p.name: len(p.read_text().splitlines()) for p in (ROOT / "templates").rglob("*.html")}
    assert {name: length for name, length in lengths.items() if length > TEMPLATE_LINES} == {}


def test_no_file_bears_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "constants", "signals", "core", "misc"}
    assert [str(path.relative_to(ROOT)) for path in sources() if path.stem in vague] == []


def test_no_foreign_key_points_up_to_a_floor_above() -> None:
    """A key written as a string is no import, so no contract sees it. The user model is Django's own exception."""
    floor_of = {name: place for place, name in enumerate(FLOORS)}
    upward = []
    for model in apps.get_models():
        here = floor_of.get(model.__module__.split(".")[0])
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if here is None or not isinstance(target, type) or target._meta.label == settings.AUTH_USER_MODEL:
                continue
            there = floor_of.get(target.__module__.split(".")[0], -1)
            if there > here:
                upward.append(f"{model._meta.label}.{field.name}")
    assert upward == []


@pytest.mark.parametrize(
    ("file", "text", "contract"),
    [
        ("desk/vault/stray.py", "import unions.models\n", "the floors"),
        ("desk/vault/stray.py", "import desk.registers.parts\n", "the rooms of the ground floor"),
        ("unions/choices_too.py", "", "inside an app"),
        ("unions/access.py", "import unions.services\n", "inside an app"),
    ],
    ids=["desk imports unions", "vault imports registers", "a stray file name", "access imports services"],
)
def test_an_import_contract_breaks_when_it_is_broken(tmp_path: Path, file: str, text: str, contract: str) -> None:
    for name in (*FLOORS, "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "fonts", "*.txt"))
        else:
            shutil.copy(source, tmp_path / name)
    with (tmp_path / file).open("a") as broken:
        broken.write(text)
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [linter, "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "COLUMNS": "200"},
    )
    verdicts = [line for line in told.stdout.splitlines() if line.startswith(contract)]
    assert told.returncode == 1
    assert "BROKEN" in verdicts[0]
