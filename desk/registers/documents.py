"""A list and a record as papers and sheets: the same rows, columns and order as on the screen."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from desk.papers import paper
from desk.registers import facts
from desk.registers.columns import Column, value_at
from desk.registers.facets import pills
from desk.registers.listing import Listing
from desk.registers.parts import Person
from desk.sheets.sheet import Column as SheetColumn
from desk.sheets.sheet import Kind, Sheet

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
    """The rows of a queryset as cells, read from a cursor; personal values masked unless they are revealed.

    They are converted by columns and not by rows: a list of a million is written in seconds that way (speed.md, Export).
    """
    sealed = [column for column in columns if column.is_sealed]
    # Keys as text: that is what a sealed value is bound to, and to make a UUID of each and a text of that costs more.
    keys_asked = (Cast(column.key_path, models.TextField()) for column in sealed)
    found = rows.values_list(*(column.path for column in columns), *keys_asked).iterator(chunk_size=AT_A_TIME)
    while batch := list(islice(found, AT_A_TIME)):
        values = list(zip(*batch, strict=True))
        keys = {column.name: own for column, own in zip(sealed, values[len(columns) :], strict=True)}
        yield from zip(
            *(
                column.cells(own, keys.get(column.name, ()), reveal=reveal)
                for column, own in zip(columns, values, strict=False)
            ),
            strict=True,
        )


def sheet(listing: Listing, rows: Iterable[tuple[Any, ...]], number: int, *, watermark: str = "") -> Sheet:
    """`rows` as a sheet with the head of the screen: its columns, scope, conditions and cut-off time."""
    return Sheet(
        title=listing.register.title,
        columns=tuple(SheetColumn(c.label, _kind(c), WIDE if c is listing.columns[0] else 0) for c in listing.columns),
        rows=rows,
        row_count=number,
        cut_off=timezone.now(),
        scope=listing.register.scope_words(listing.user),
        filters="；".join(f"{pill.label}：{pill.value}" for pill in pills(listing)) or "全部",
        watermark=watermark,
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
