"""A cube as canonical JSON and back, exactly: what was sealed can be compared byte for byte."""

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from jianzhi.year_end.report import Cell, Cube, Definition, Node, Photo, Term


def as_json(cube: Cube) -> str:
    """`cube` as canonical JSON: the same cube always gives the same text."""
    data: dict[str, Any] = {
        "term": asdict(cube.term),
        "nodes": [asdict(node) for node in cube.nodes],
        "definitions": [asdict(definition) for definition in cube.definitions],
        "cells": {str(pk): {c: _lean(asdict(cell)) for c, cell in row.items()} for pk, row in cube.cells.items()},
        "texts": dict(cube.texts),
    }
    if cube.photos:  # an edition that was sealed before there were any stays what it is
        data["photos"] = {chapter: [asdict(photo) for photo in row] for chapter, row in cube.photos.items()}
    # str: of Decimal and date, both exactly
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _lean(cell: dict[str, Any]) -> dict[str, Any]:
    # Not `in (None, "", False)`: nought equals False.
    return {name: value for name, value in cell.items() if value is not None and value is not False and value != ""}


def from_json(text: str) -> Cube:
    """The cube that `as_json` wrote."""
    data = json.loads(text)
    term = data["term"]
    days = {name: date.fromisoformat(term[name]) for name in ("first", "last", "cut_off")}
    return Cube(
        term=Term(**{**term, **days}),
        nodes=[Node(**node) for node in data["nodes"]],
        definitions=[Definition(**definition) for definition in data["definitions"]],
        cells={int(pk): {code: _cell(cell) for code, cell in row.items()} for pk, row in data["cells"].items()},
        texts=data["texts"],
        photos={chapter: [Photo(**photo) for photo in row] for chapter, row in data.get("photos", {}).items()},
    )


def _cell(data: dict[str, Any]) -> Cell:
    numbers = {n: Decimal(data[n]) if n in data else None for n in ("value", "before", "target")}
    return Cell(**{**data, **numbers})
