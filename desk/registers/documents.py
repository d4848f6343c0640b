"""A list and a record as papers and sheets: the same rows, columns and order as on the screen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from desk.papers import paper
from desk.registers import facts
from desk.registers.columns import Column, value_at
from desk.registers.facets import pills
from desk.registers.listing import Listing
from desk.registers.parts import Person
from desk.sheets.sheet import Column as SheetColumn
from desk.sheets.sheet import Kind, Sheet
from desk.vault.fields import Sealed

if TYPE_CHECKING:
    from desk.registers.register import Register

AT_A_TIME = 2_000
SHORT = 20  # characters; shorter texts are codes and telephone numbers
LIST_SIGNATURES = ("填报单位：", "负责人：", "制表人：", "填报日期：")
WIDE = 40  # characters of the first column, the name


def texts(columns: Sequence[Column], rows: Sequence[Any]) -> list[list[str]]:
    """The rows as text, masked as on the screen."""
    return [[column.text(value_at(row, column.path)) for column in columns] for row in rows]


def cells(columns: Sequence[Column], rows: Any, *, reveal: bool) -> Iterator[tuple[Any, ...]]:
    """The rows of a queryset as cells, read from a cursor; personal values masked unless they are revealed."""
    paths = [column.path for column in columns]
    for pk, *values in rows.values_list("pk", *paths).iterator(chunk_size=AT_A_TIME):
        yield tuple(
            column.cell(value.open(pk) if isinstance(value, Sealed) else value, reveal=reveal)
            for column, value in zip(columns, values, strict=True)
        )


def sheet(listing: Listing, rows: Iterable[tuple[Any, ...]], number: int) -> Sheet:
    """`rows` as a sheet with the head of the screen: its columns, scope, conditions and cut-off time."""
    return Sheet(
        title=listing.register.title,
        columns=tuple(SheetColumn(c.label, _kind(c), WIDE if c is listing.columns[0] else 0) for c in listing.columns),
        rows=rows,
        row_count=number,
        cut_off=timezone.now(),
        scope=listing.register.scope_words(listing.user),
        filters="；".join(f"{pill.label}：{pill.value}" for pill in pills(listing)) or "全部",
    )


def record_sheet(register: "type[Register]", record: Any, user: Person) -> paper.RecordSheet:
    """One record to be printed or filed."""
    sections = [
        paper.Section(card.title, [paper.Fact(f.label, f.value, wide=f.wide) for f in card.facts])
        for card in facts.cards(register.sections, record, user)
    ]
    return paper.RecordSheet(
        title=f"{register.title}登记表",
        sections=sections,
        issuer=settings.FEDERATION_NAME,
        notes=[f"截至：{timezone.localtime():%Y-%m-%d %H:%M}"],
        signatures=("经办人：", "负责人：", "日期："),
    )


def _kind(column: Column) -> Kind:
    """What a column holds: codes are no numbers, and what is masked is a text."""
    if isinstance(column.field, models.DateTimeField):
        return Kind.MOMENT
    if isinstance(column.field, models.DateField):
        return Kind.DAY
    if column.is_number:
        return Kind.COUNT
    is_code = isinstance(column.field, models.CharField) and (column.field.max_length or SHORT) <= SHORT
    return Kind.IDENTIFIER if is_code and not column.field.choices else Kind.TEXT  # type: ignore[union-attr]  # a CharField
