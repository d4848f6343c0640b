"""Which column of a file is which field: guessed from the heads, remembered for the branch, corrected by a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from desk.sheets import reader
from desk.sheets.models import ImportRun, MappingMemory
from desk.sheets.reader import Book, Row, Sheet
from desk.sheets.resource import SheetResource

SAMPLES = 3
LONGEST_SAMPLE = 20
_DIGITS = re.compile(r"[\dXx]{7,}")


@dataclass(frozen=True)
class FoundColumn:
    """A column of the file, counted from 0: its head, some of its cells (masked), and the attribute it is taken for."""

    index: int
    label: str
    samples: list[str]
    guess: str


@dataclass(frozen=True)
class Look:
    """What was found in a file before anything was checked. Sheets count from 0, the row of the head from 1."""

    sheets: list[str]
    sheet: int
    head_row: int
    row_count: int
    columns: list[FoundColumn]
    names: list[str]
    notes: list[str]


def look_at(book: Book, sheet: int, head_row: int | None, *, run: ImportRun, resource: type[SheetResource]) -> Look:
    """The columns of one sheet; `head_row` only when a person said where the head stands."""
    found = book.sheets[sheet]
    known = {label for column in resource.columns() for label in (column.column_name, *column.aliases)}
    head = reader.head(found.rows, known, found.merges, None if head_row is None else head_row - 1)
    guesses = _guesses(head.labels, run, resource)
    body = found.rows[head.first_row :]
    columns = [
        FoundColumn(index, label, _samples(body, index), guesses.get(index, ""))
        for index, label in enumerate(head.labels)
        if label or any(_cell(row, index) for row in body[:SAMPLES])
    ]
    return Look(
        sheets=[each.name for each in book.sheets],
        sheet=sheet,
        head_row=head.row + 1,
        row_count=max(found.row_count - head.first_row, 0),
        columns=columns,
        names=_names(body, guesses) if book.kind == "csv" else [],
        notes=list(book.notes),
    )


def check_mapping(resource: type[SheetResource], mapping: Mapping[int, str]) -> None:
    """Raises ValidationError when a required column is missing, one field stands twice, or a field does not exist."""
    labels = {column.attribute: column.column_name for column in resource.columns()}
    given = [attribute for attribute in mapping.values() if attribute]
    if set(given) - labels.keys():
        raise ValidationError("所选的字段不存在，请重新选择。")
    if twice := sorted({labels[name] for name in given if given.count(name) > 1}):
        raise ValidationError(f"“{'、'.join(twice)}”对应了两列，请只保留一列。")
    missing = [c.column_name for c in resource.columns() if c.required and c.attribute not in given]
    if missing:
        raise ValidationError(f"缺少必填的列：{'、'.join(missing)}。请选择它们是文件中的哪一列。")


def labels_of(sheet: Sheet, head_row: int) -> dict[int, str]:
    """The heads of the columns when the head stands in row `head_row`, counted from 1."""
    head = reader.head(sheet.rows, (), sheet.merges, head_row - 1)
    return dict(enumerate(head.labels))


def remember(run: ImportRun, labels: Mapping[int, str]) -> None:
    """Keep what each head was taken for, for the next file of this branch."""
    told = {reader.plain(label): run.mapping.get(str(index), "") for index, label in labels.items() if label}
    known = MappingMemory.objects.remembered(run.register, " ".join(run.scope))
    MappingMemory.objects.update_or_create(
        register=run.register, scope=" ".join(run.scope), defaults={"fields": {**known, **told}}
    )


def _guesses(labels: Sequence[str], run: ImportRun, resource: type[SheetResource]) -> dict[int, str]:
    """Column → attribute. What was said the last time comes first; no field is guessed twice."""
    named = {
        reader.plain(label): column.attribute
        for column in resource.columns()
        for label in (*column.aliases, column.column_name)
    }
    remembered = MappingMemory.objects.remembered(run.register, " ".join(run.scope))
    attributes = set(named.values())
    guesses: dict[int, str] = {}
    for index, label in enumerate(labels):
        head = reader.plain(label)
        # “联系方式/手机” is asked for as a whole, then by the lower head alone.
        guess = remembered.get(head, named.get(head, named.get(head.rpartition("/")[2], "")))
        if guess in attributes and guess not in guesses.values():
            guesses[index] = guess
    return guesses


def _names(body: Sequence[Row], guesses: Mapping[int, str]) -> list[str]:
    """Some texts by which a person sees whether the encoding was read rightly."""
    index = next((index for index, guess in guesses.items() if guess == "name"), 0)
    return [str(cell) for row in body[:20] if (cell := _cell(row, index))]


def _samples(body: Sequence[Row], index: int) -> list[str]:
    found = (_cell(row, index) for row in body[:200])
    return [_masked(str(cell)) for cell in found if cell][:SAMPLES]


def _cell(row: Row, index: int) -> object:
    return row[index] if index < len(row) else None


def _masked(text: str) -> str:
    """`text`, long numbers with only their ends: the field of the column is not known yet."""
    hidden = _DIGITS.sub(lambda found: f"{found[0][:3]}{'*' * (len(found[0]) - 5)}{found[0][-2:]}", text)
    return hidden if len(hidden) <= LONGEST_SAMPLE else hidden[:LONGEST_SAMPLE] + "…"
