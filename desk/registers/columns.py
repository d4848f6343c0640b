"""The columns of a register: how each is called, where its value lies, and what of it may be shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django_tables2 import Column as PlainColumn
from django_tables2 import Table

from desk.registers import display
from desk.vault import masks
from desk.vault.fields import EncryptedTextField

NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)
# What PostgreSQL gives for these, a workbook takes.
AS_THEY_ARE = (models.CharField, models.TextField, models.DateField, *NUMBERS)
FEW = 6  # characters that stay on one line in a narrow column


@dataclass(frozen=True)
class Column:
    """One column. `path` is the ORM's way to its value; `mask` is set for personal values."""

    name: str
    label: str
    path: str
    field: "models.Field[Any, Any] | None"
    mask: str = ""

    @property
    def is_masked(self) -> bool:
        """Whether the page shows less than the value."""
        return self.mask not in {"", masks.SHOWN}

    @cached_property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return isinstance(self.field, NUMBERS) and not self.field.choices

    @cached_property
    def is_short(self) -> bool:
        """Whether its values are never broken over two lines: numbers, days, what is masked, choices of a word."""
        if self.field is not None and self.field.choices:
            return all(len(str(word)) <= FEW for _, word in self.field.flatchoices)
        return self.is_masked or isinstance(self.field, (*NUMBERS, models.DateField, models.BooleanField))

    def text(self, value: Any) -> str:
        """The value as the page shows it."""
        return self._as_text(value)

    @cached_property
    def _as_text(self) -> Callable[[Any], str]:
        """What makes a value of this column text: a page asks it hundreds of times."""
        if self.is_masked:
            return partial(masks.mask, self.mask)
        if self.field is not None and self.field.choices:
            words = {None: "", **{code: str(word) for code, word in self.field.flatchoices}}
            return lambda code: words[code] if code in words else str(code)
        return partial(display.shown, field=self.field)

    @cached_property
    def is_sealed(self) -> bool:
        """Whether the value lies encrypted in the database."""
        return isinstance(self.field, EncryptedTextField)

    @property
    def key_path(self) -> str:
        """The way to the key of the row that holds the value, which a sealed value is bound to."""
        return "__".join([*self.path.split("__")[:-1], "pk"])

    def cells(self, values: Iterable[Any], keys: Iterable[Any] = (), *, reveal: bool) -> Iterable[Any]:
        """`values` as a workbook holds them; masked unless they are revealed. `keys` belong to sealed ones."""
        if isinstance(self.field, EncryptedTextField):
            values = self.field.open_all(values, keys)
        if self.is_masked and not reveal:
            hide = masks.MASKS[self.mask]
            return ["" if value is None or value == "" else hide(str(value)) for value in values]
        return values if self._converter is None else map(self._converter, values)

    @cached_property
    def _converter(self) -> Callable[[Any], Any] | None:
        """What makes a value of this column one of a workbook; None when it is one already."""
        field = self.field
        if field is not None and field.choices:
            words: dict[Any, str | None] = {code: str(word) for code, word in field.flatchoices}
            words |= {None: None, "": None}
            return lambda code: words[code] if code in words else str(code)
        if isinstance(field, AS_THEY_ARE) and not isinstance(field, models.DateTimeField):
            return None
        return lambda value: display.in_sheet(value, field)


def column_of(model: type[models.Model], name: str, accessor: str, label: str | None) -> Column:
    """The column called `name` whose value lies at `accessor` of `model`.

    An accessor that leads to no field names an annotation. A value no `privacy` speaks of is hidden, as on every page.
    """
    path = accessor.replace(".", "__")
    owner, *steps = model, *path.split("__")
    field: Any = None
    for step in steps:
        try:
            field = owner._meta.get_field(step)
        except FieldDoesNotExist:
            return Column(name, label or name, path, None)
        owner = field.related_model if field.is_relation else owner
    privacy = getattr(field.model, "privacy", None)
    mask = (privacy.mask(field.name) or "") if privacy and privacy.level(field.name) else "hidden" if privacy else ""
    return Column(name, label or str(field.verbose_name), path, field, mask)


def columns_of(table: type[Table], model: type[models.Model]) -> dict[str, Column]:
    """All columns that `table` declares, in its order."""
    declared = table(data=[]).columns
    columns = {}
    for bound in declared.iterall():
        own = bound.name not in (table._meta.fields or ()) or bound.column._explicit
        label = str(bound.column.verbose_name) if own and bound.column.verbose_name else None
        columns[bound.name] = column_of(model, bound.name, str(bound.accessor), label)
    return columns


def draw(table: type[Table], columns: Sequence[Column], rows: Sequence[Any]) -> list[list[Any]]:
    """The cells of `rows`: what the table declares to draw itself, it draws; the rest is our display.

    django-tables2 takes most of a list's time when it draws every cell; few tables have any to draw.
    """
    own = {column.name for column in columns if not column.is_masked and _is_drawn_by(table, column.name)}
    bound_rows = table(rows, orderable=False, default="").rows if own else rows
    return [
        [bound.get_cell(c.name) if c.name in own else c.text(value_at(row, c.path)) for c in columns]
        for bound, row in zip(bound_rows, rows, strict=True)
    ]


def value_at(row: Any, path: str) -> Any:
    """The value at the end of a lookup path; None when a record on the way is missing."""
    for step in path.split("__"):
        row = getattr(row, step, None) if row is not None else None
    return row


def _is_drawn_by(table: type[Table], name: str) -> bool:
    """Whether the table has a `render_x`, or declares a column of a special kind."""
    column = table.base_columns[name]
    return hasattr(table, f"render_{name}") or (column._explicit and type(column) is not PlainColumn)
