"""One list as one person asked for it. The page, the count, the facets, the sheet, the print and the bulk action all
start here, so they cannot disagree about which rows are meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django_filters import FilterSet
from django_filters.widgets import SuffixedMultiWidget

from desk.registers import address as a
from desk.registers import fields
from desk.registers.address import Address, BadAddress
from desk.registers.columns import Column
from desk.registers.paging import DEFAULT_SIZE, SIZES, Page, Pager, Sorting
from desk.registers.parts import Person
from desk.registers.searching import character_fields, found_by, is_one_character, lie_together, with_character

if TYPE_CHECKING:
    from desk.registers.register import Register

COUNTED_UP_TO = 2_000
EXACT = "exact"
LONGEST_SEARCH = 60


@dataclass(frozen=True)
class Asking:
    """Stands for the request where a filter wants to know who asks; a job has no request."""

    user: Person


@dataclass(frozen=True)
class Total:
    """How many rows there are; above the cap only that there are more."""

    number: int
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_exact else f"超过 {self.number:,}"

    @property
    def in_words(self) -> str:
        """As it is said below a page: 共 1,234 条, 全部超过 2,000 条."""
        return f"共 {self} 条" if self.is_exact else f"全部{self} 条"


class Listing:
    """The rows of `register` that `user` asked for by `address`. Raises BadAddress for an address of no list."""

    def __init__(self, register: "type[Register]", user: Person, address: Address) -> None:
        self.register, self.user, self.address = register, user, address
        self.filterset = self._filterset()
        self.filter_params = {name: _params_of(self.filterset, name) for name in self.filterset.filters}
        known = a.NAMES.union(*self.filter_params.values())
        if not known.issuperset(address):
            raise BadAddress("网址里有这张台账不认识的条件。")
        self.sorting = self._sorting()
        self.size = a.number(address.get(a.SIZE), SIZES, what="每页条数") if address.get(a.SIZE) else DEFAULT_SIZE
        self.is_exact = bool(address.get(a.COUNT))
        if address.get(a.COUNT) not in {"", EXACT}:
            raise BadAddress("网址里的计数方式不对。")
        if len(address.get(a.QUERY)) > LONGEST_SEARCH:
            raise BadAddress(f"搜索的内容太长，请不超过 {LONGEST_SEARCH} 个字。")
        self._refuse_foreign_choices()

    @cached_property
    def url(self) -> str:
        """The address of the list without a question; dozens of links of the page begin with it."""
        return self.register.url("list")

    @property
    def _typed(self) -> str:
        return self.address.get(a.QUERY)

    # --- which rows ---------------------------------------------------------------------------------------------------
    def matching(self, *, without: str = "") -> QuerySet[Any]:
        """The rows that match, in no order; `without` leaves one filter aside, for the counts beside its choices."""
        rows = self.register.rows(self.user)
        if self.register.search:
            rows = found_by(rows, self.register.search, self._typed)
        return self._filtered(rows, without=without)

    def _filtered(self, rows: QuerySet[Any], *, without: str = "") -> QuerySet[Any]:
        if self.errors:
            return rows.none()
        for name, value in self.filterset.form.cleaned_data.items():
            if name != without:
                rows = self.filterset.filters[name].filter(rows, value)
        return rows

    def rows(self) -> QuerySet[Any]:
        """The rows in the order of the screen, with what its columns need."""
        return self.sorting.apply(self.shown(self.matching()))

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` with what the columns need, and without the sealed values that none of them shows."""
        return self.register.joined(rows).defer(*self._sealed)

    @cached_property
    def _sealed(self) -> list[str]:
        """The sealed fields that no column shows."""
        paths = {column.path for column in self.columns}
        privacy = getattr(self.register.model, "privacy", None)
        return [name for name in privacy.sensitive if name not in paths] if privacy else []

    def page(self) -> Page:
        """The page the address asks for."""
        page = Pager(
            self.matching(),
            self.sorting,
            size=self.size,
            salt=self.register.slug,
            parts=self._parts,
            by_index=len(self._parts) > 1 or not lie_together(self._typed, self.register.model, self.sorting.field),
            draw=self._drawn,
        ).page(self.address)
        if page.is_whole:
            self.total = Total(len(page.rows), is_exact=True)  # they need not be counted again
        return page

    def _drawn(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` to be looked at and not worked on: with no more than the register's lists read, where it says what."""
        register = self.register
        if not register.related_fields:
            return self.shown(rows)
        read = {"pk", self.sorting.field, *(column.path for column in self.columns), *register.related}
        names = {name.split("__")[0] for name in read}
        own = [f.name for f in rows.model._meta.concrete_fields if f.name in names or f.primary_key]
        return register.joined(rows).only(*own, *register.related_fields)

    @cached_property
    def _parts(self) -> list[QuerySet[Any]]:
        """The rows that a search finds, parted where the first of each part are found faster; none without a search."""
        fields = character_fields(self.register.model)
        if fields and is_one_character(self._typed):
            return with_character(self._filtered(self.register.rows(self.user)), fields, self._typed)
        return [self.matching()] if self._typed.strip() else []

    @cached_property
    def total(self) -> Total:
        """How many rows match: exact up to the cap, above it only on request (speed.md, Lists)."""
        first, *others = (part.order_by().values("pk") for part in self._parts or [self.matching()])
        keys = first.union(*others, all=True) if others else first
        return self.total_of(keys[: self.counted_up_to].count())

    @property
    def counted_up_to(self) -> int | None:
        """How many rows are counted at most: one more than the cap; None for all of them."""
        return None if self.is_exact else COUNTED_UP_TO + 1

    def total_of(self, number: int) -> Total:
        """What `number` of rows counted up to there says."""
        is_exact = self.is_exact or number <= COUNTED_UP_TO
        return Total(number if is_exact else COUNTED_UP_TO, is_exact)

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter says which rows are meant, and none of them has been counted yet."""
        asks = self.address.get(a.QUERY) or any(self.filter_names())
        return bool(asks) and len(self._parts) < 2 and "total" not in vars(self)

    # --- which columns ------------------------------------------------------------------------------------------------
    @cached_property
    def columns(self) -> list[Column]:
        """The columns the address asks for, else those the person chose, else the register's own."""
        asked = self.address.get(a.COLUMNS)
        names = asked.split(",") if asked else self.register.columns_chosen_by(self.user)
        columns = self.register.columns()
        if not set(names) <= set(columns):
            raise BadAddress("网址里有这张台账没有的列。")
        wanted = {*names, self.register.default_columns[0]}
        return [column for name, column in columns.items() if name in wanted]

    # --- what is wrong with what was typed ------------------------------------------------------------------------------
    @cached_property
    def errors(self) -> list[str]:
        """What was typed into the filters and cannot be understood, each in a sentence."""
        form = self.filterset.form
        return [f"{form.fields[name].label}：{text}" for name, texts in form.errors.items() for text in texts]

    def filter_names(self) -> Iterable[str]:
        """The filters that are in use."""
        return (name for name, params in self.filter_params.items() if any(self.address.get(p) for p in params))

    # --- reading the address --------------------------------------------------------------------------------------------
    def _filterset(self) -> FilterSet:
        params = self.address.as_params()
        made = self.register.filters(params, queryset=self.register.rows(self.user), request=Asking(self.user))
        made.is_bound = True  # without a single parameter it is still an answered form
        for found in made.filters.values():
            if "__" not in (found.field_name or ""):
                found.distinct = False  # a column of the row itself cannot repeat the row, and DISTINCT sorts them all
        fields.prepare(made.form, self.user, above=self.register.slug)
        return made

    def _sorting(self) -> Sorting:
        asked = self.address.get(a.SORT) or self.register.default_sorting
        column = asked.removeprefix("-")
        if column not in self.register.sortings:
            raise BadAddress("这张台账不能按网址里写的列排序。")
        return Sorting(column, self.register.sortings[column], asked.startswith("-"))

    def _refuse_foreign_choices(self) -> None:
        """A record outside one's branches and one that never was are the same bad address (promises.md D2, D4)."""
        form = self.filterset.form
        for name, error in form.errors.as_data().items():
            if isinstance(form.fields[name], ModelChoiceField) and _is_about_a_choice(error):
                raise BadAddress(f"“{form.fields[name].label}”没有这个选项，或不在您的管辖范围内。")


def _is_about_a_choice(errors: list[ValidationError]) -> bool:
    return any(error.code in {"invalid_choice", "invalid_pk_value"} for error in errors)


def _params_of(filterset: FilterSet, name: str) -> frozenset[str]:
    """The parameters a filter is read from: a range has two."""
    widget = filterset.form.fields[name].widget
    if isinstance(widget, SuffixedMultiWidget):
        return frozenset(widget.suffixed(name, suffix) for suffix in widget.suffixes)
    return frozenset({name})
