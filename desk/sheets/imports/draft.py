"""The plan as it is kept between preview and writing: the cleaned cells, and what the preview shows of each row.

Blocks of rows, column by column, one line of JSON each: what is wanted of a page is one or two lines. The first line
says what is in the others. The whole is sealed (desk.sheets.imports.files).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.sheets.choices import Outcome
from desk.sheets.imports.cells import Cells
from desk.sheets.imports.plan import Plan
from desk.sheets.resource import Complaint, SheetField, SheetResource
from desk.sheets.widgets import Lookup

BLOCK = 1_000  # rows
_CODES: dict[Outcome, str] = dict(zip(Outcome, "cuxrs", strict=True))
_OUTCOMES = {code: outcome for outcome, code in _CODES.items()}


@dataclass
class Block:
    """Some rows as they were read back; `first` is the place of the first one, rows count from 0."""

    first: int
    outcomes: list[Outcome]
    cells: dict[str, list[Any]]
    derived: dict[str, list[str | None]]
    changes: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)
    faults: dict[int, list[Complaint]] = field(default_factory=dict)
    problems: dict[int, list[Complaint]] = field(default_factory=dict)


def packed(resource: SheetResource, cells: Cells, plan: Plan) -> Iterator[bytes]:
    """The plan in the form in which it is kept, line by line."""
    total = len(cells.numbers)
    spans = [range(first, min(first + BLOCK, total)) for first in range(0, total, BLOCK)]
    outcomes = ["".join(_CODES[plan.outcomes[i]] for i in span) for span in spans]
    counts = [{code: each.count(code) for code in _OUTCOMES} for each in outcomes]
    yield _line({"first_row": cells.numbers[0] if total else 0, "rows": total, "counts": counts})
    for span, each in zip(spans, outcomes, strict=True):
        yield _line(_block(resource, cells, plan, span, each))


def cells_in(resource: SheetResource, lines: Iterator[bytes]) -> Cells:
    """The cleaned cells in a kept plan: what another plan can be made of."""
    head = json.loads(next(lines))
    cells = Cells(range(head["first_row"], head["first_row"] + head["rows"]))
    known: dict[str, dict[Any, Any]] = {}  # one object for what is said again and again
    for number, line in enumerate(lines):
        block = _read(resource, line, number * BLOCK)
        for name, values in block.cells.items():
            same = known.setdefault(name, {})
            cells.columns.setdefault(name, []).extend([same.setdefault(value, value) for value in values])
        cells.faults |= block.faults
        cells.blank |= {block.first + i for i, each in enumerate(block.outcomes) if each is Outcome.SKIPPED}
    return cells


def blocks(
    resource: SheetResource, lines: Iterator[bytes], *, only: Outcome | None = None, after: int = 0
) -> Iterator[tuple[int, Block]]:
    """The blocks that hold rows with this outcome beyond row `after` of the file, each with the number of its first row."""
    head = json.loads(next(lines))
    for number, line in enumerate(lines):
        first_row = head["first_row"] + number * BLOCK
        if first_row + BLOCK <= after or (only and not head["counts"][number][_CODES[only]]):
            continue
        yield first_row, _read(resource, line, number * BLOCK)


def _block(resource: SheetResource, cells: Cells, plan: Plan, span: range, outcomes: str) -> dict[str, Any]:
    columns = {column.attribute: column for column in resource.columns()}
    part = slice(span.start, span.stop)
    return {
        "outcomes": outcomes,
        "cells": {name: values[part] for name, values in cells.columns.items()},
        "derived": _derived(columns, cells, plan, span),
        "changes": {i: _changes(columns, cells, plan, i) for i in span if plan.changes.get(i)},
        "faults": _within(cells.faults, span),
        "problems": _within(plan.problems, span),
    }


def _derived(columns: Mapping[str, SheetField], cells: Cells, plan: Plan, span: range) -> dict[str, list[str | None]]:
    """What new rows get that their cells do not say. (Other rows that are looked up are no value of a cell.)"""
    found, nothing = {}, [None] * len(cells.numbers)
    for place, name in enumerate(plan.attributes):
        given = cells.columns.get(name, nothing)[span.start : span.stop]
        if isinstance(columns[name].widget, Lookup) or None not in given:
            continue
        texts = [
            _text(columns[name], (plan.records[i] or ())[place])
            if plan.outcomes[i] is Outcome.CREATED and given[i - span.start] is None
            else None
            for i in span
        ]
        if any(texts):
            found[name] = texts
    return found


def _changes(columns: Mapping[str, SheetField], cells: Cells, plan: Plan, i: int) -> list[tuple[str, str, str]]:
    """Attribute, before and after of each change, as text."""
    told = []
    before = plan.stands[i].values()
    for name, value in plan.changes[i].items():
        column = columns[name]
        if isinstance(column.widget, Lookup):
            told.append((name, "" if before.get(name) is None else "（原有）", str(cells.columns[name][i] or "")))
        else:
            told.append((name, _text(column, before.get(name)) or "", _text(column, value) or ""))
    return told


def _text(column: SheetField, value: Any) -> str | None:
    return None if value is None else column.widget.render(value)


def _within(found: Mapping[int, list[Complaint]], span: range) -> dict[int, list[Complaint]]:
    return {i: found[i] for i in span if i in found}


def _read(resource: SheetResource, line: bytes, first: int) -> Block:
    told = json.loads(line)
    for column in resource.columns():
        name, widget = column.attribute, column.widget
        if not widget.is_json and name in told["cells"]:
            told["cells"][name] = [text and widget.from_text(text) for text in told["cells"][name]]
    return Block(
        first,
        [_OUTCOMES[code] for code in told["outcomes"]],
        told["cells"],
        told["derived"],
        {int(i): [(name, before, after) for name, before, after in found] for i, found in told["changes"].items()},
        {int(i): [(name, message) for name, message in found] for i, found in told["faults"].items()},
        {int(i): [(name, message) for name, message in found] for i, found in told["problems"].items()},
    )


def _line(value: Any) -> bytes:
    # What JSON does not know is kept as text; the widget makes a value of it again.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode() + b"\n"
