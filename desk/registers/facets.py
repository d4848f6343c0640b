"""What stands above a list: the conditions in use, each removable, and the choices that narrow it, each with its count."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django_filters.filters import ChoiceFilter, Filter, MultipleChoiceFilter, QuerySetRequestMixin

from desk.registers.address import QUERY, Address, link
from desk.registers.display import shown
from desk.registers.listing import COUNTED_UP_TO, Listing

SHOWN_AT_ONCE = 4

# Filters that ask for one column only; any other is asked for its rows.
PLAIN = (Filter.filter, ChoiceFilter.filter, MultipleChoiceFilter.filter)


@dataclass(frozen=True)
class Pill:
    """A condition in use, and the address without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True)
class Facet:
    """A choice, how many rows it would leave within the other conditions, and the address with it or without it."""

    label: str
    url: str
    count: int | None
    active: bool


@dataclass(frozen=True)
class FacetGroup:
    """The choices of one filter: those in use and the most frequent ones first, the rest behind a click."""

    label: str
    facets: list[Facet]

    @cached_property
    def first(self) -> list[Facet]:
        """The choices shown at once, in the order they are declared in."""
        if len(self.facets) <= SHOWN_AT_ONCE + 1:
            return self.facets
        by_weight = sorted(self.facets, key=lambda facet: (not facet.active, -(facet.count or 0)))
        shown_at_once = by_weight[:SHOWN_AT_ONCE]
        return [facet for facet in self.facets if facet in shown_at_once or facet.active]

    @cached_property
    def rest(self) -> list[Facet]:
        """The others."""
        first = self.first
        return [facet for facet in self.facets if facet not in first]


def pills(listing: Listing) -> list[Pill]:
    """The conditions in use, in the order of the filters; the search first."""
    found = []
    if typed := listing.address.get(QUERY):
        found.append(Pill("搜索", typed, _url(listing, listing.address.put(**{QUERY: ""}))))
    for name in listing.filter_names():
        params = listing.filter_params[name]
        without = listing.address.drop(*params).asked()
        found.append(Pill(_label(listing, name), _in_words(listing, name), _url(listing, without)))
    return found


def facet_groups(listing: Listing) -> list[FacetGroup]:
    """The facets of the register; choices that would leave nothing are left out, except the one in use."""
    groups = []
    known = _counts_together(listing)
    for name in listing.register.facets:
        chosen = set(listing.address.values(name))
        counts = known[name] if name in known else _counts(listing, name)
        single = not isinstance(listing.filterset.form.fields[name], forms.MultipleChoiceField)
        facets = [
            Facet(
                label=label,
                url=_url(listing, listing.address.toggle(name, value, single=single)),
                count=counts[value],
                active=value in chosen,
            )
            for value, label in choices(listing, name)
            if value in chosen or counts[value] != 0
        ]
        groups.append(FacetGroup(_label(listing, name), facets))
    return groups


def choices(listing: Listing, name: str) -> list[tuple[str, str]]:
    """The fixed choices of a filter, the empty one left out."""
    found: Any = listing.filterset.form.fields[name].choices
    return [(str(value), str(label)) for value, label in found if str(value)]


def _counts_together(listing: Listing) -> dict[str, dict[str, int | None]]:
    """The counts of all facets that are not in use: to them the other conditions are the same, so one statement does."""
    used = set(listing.filter_names())
    names = [name for name in listing.register.facets if name not in used and _is_plain(listing, name)]
    if not names:
        return {}
    # Rows that were asked for have to be read to be counted, so the choices are counted with them.
    with_total = listing.is_narrowed
    if with_total or listing.total.is_exact:
        counts = _counted(listing, names, listing.matching(), with_total=with_total)
    return counts if listing.total.is_exact else {name: _unknown(listing, name) for name in names}


def _counts(listing: Listing, name: str) -> dict[str, int | None]:
    """The rows behind each choice within the other conditions; None where more match than are counted."""
    rows = listing.matching(without=name).order_by()
    if not _are_countable(listing, name, rows):
        return _unknown(listing, name)
    if _is_plain(listing, name):
        return _counted(listing, [name], rows)[name]
    found = listing.filterset.filters[name]
    return {value: found.filter(rows, _clean(listing, name, value)).count() for value, _ in choices(listing, name)}


def _counted(
    listing: Listing, names: list[str], rows: QuerySet[Any], *, with_total: bool = False
) -> dict[str, dict[str, int | None]]:
    """The rows behind each choice of plain facets, in one statement; with the total of the list, as far as it is counted."""
    asked = [(name, value) for name in names for value, _ in choices(listing, name)]
    wanted = {f"n{i}": Count("pk", filter=_condition(listing, *choice)) for i, choice in enumerate(asked)}
    if with_total:
        found = rows.order_by()[: listing.counted_up_to].aggregate(number=Count("pk"), **wanted)
        listing.total = listing.total_of(found["number"])
    else:
        found = rows.order_by().aggregate(**wanted)
    counts: dict[str, dict[str, int | None]] = {name: {} for name in names}
    for i, (name, value) in enumerate(asked):
        counts[name][value] = found[f"n{i}"]
    return counts


def _unknown(listing: Listing, name: str) -> dict[str, int | None]:
    return {value: None for value, _ in choices(listing, name)}


def _is_plain(listing: Listing, name: str) -> bool:
    """Whether a filter asks for one column only."""
    found = listing.filterset.filters[name]
    return not found.method and type(found).filter in PLAIN


def _are_countable(listing: Listing, name: str, rows: QuerySet[Any]) -> bool:
    """Whether there are few enough rows to count them by the way; the total knows it already for an unused filter."""
    if listing.is_exact:
        return True
    if name not in listing.filter_names():
        return listing.total.is_exact
    return rows.values("pk")[: COUNTED_UP_TO + 1].count() <= COUNTED_UP_TO


def _condition(listing: Listing, name: str, value: str) -> Q:
    """The rows that a filter on one column leaves for `value`."""
    found = listing.filterset.filters[name]
    clean = _clean(listing, name, value)
    one = clean[0] if isinstance(clean, list) else clean
    condition = Q(**{f"{found.field_name}__{found.lookup_expr}": one})
    return ~condition if found.exclude else condition


def _clean(listing: Listing, name: str, value: str) -> Any:
    """`value` as the filter takes it."""
    field = listing.filterset.form.fields[name]
    return field.clean([value] if isinstance(field, forms.MultipleChoiceField) else value)


def _label(listing: Listing, name: str) -> str:
    return str(listing.filterset.form.fields[name].label)


def _in_words(listing: Listing, name: str) -> str:
    """The value of a filter as people say it; what cannot be understood, as it was typed."""
    found = listing.filterset.filters[name]
    raw = [v for param in sorted(listing.filter_params[name]) for v in listing.address.values(param)]
    value = listing.filterset.form.cleaned_data.get(name)
    if value is None:
        return "、".join(raw)
    if isinstance(value, slice):
        return _range(value)
    if isinstance(found, QuerySetRequestMixin):
        return shown(list(value) if hasattr(value, "model") else value)
    if hasattr(listing.filterset.form.fields[name], "choices"):
        words = dict(choices(listing, name))
        return "、".join(words.get(v, v) for v in raw)
    return shown(value)


def _range(value: slice) -> str:
    def end(edge: Any) -> str:
        return shown(edge.date() if hasattr(edge, "date") else edge)

    if value.start is None:
        return f"至 {end(value.stop)}"
    return f"{end(value.start)} 起" if value.stop is None else f"{end(value.start)} 至 {end(value.stop)}"


def _url(listing: Listing, address: Address) -> str:
    return link(listing.url, address)
