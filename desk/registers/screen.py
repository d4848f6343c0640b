"""A list as the page draws it: heads, rows, the way to the neighbouring pages, the views one can turn to."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString

from desk.registers import address as a
from desk.registers.address import Address, link
from desk.registers.columns import Column, draw
from desk.registers.listing import EXACT, Listing
from desk.registers.models import SavedView
from desk.registers.paging import SIZES, Cursor, Page

NOTHING = SafeString('<span class="quiet">—</span>')
BOX = '<td class="pick"><input type="checkbox" name="pk" value="{}" aria-label="选中 {}"{}></td>'
CHECKED = " checked"
UNNAMED = "（未命名）"
ANY = "any-key"  # stands in an address for the key of a row


@dataclass(frozen=True)
class Header:
    """The head of a column; `url` sorts by it, where that can be done."""

    label: str
    is_number: bool
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class ViewLink:
    """A way to another list: a preset, or a saved view."""

    name: str
    url: str
    active: bool
    view: SavedView | None = None


def headers(listing: Listing) -> list[Header]:
    """The heads of the columns."""
    return [_header(listing, column) for column in listing.columns]


def rows(listing: Listing, page: Page, picked: Iterable[str], *, can_pick: bool) -> list[SafeString]:
    """The cells of each row of a page as HTML; `can_pick`: with a box, ticked for the keys `picked`.

    A page has hundreds of cells, and a template takes ten times as long for each as Python does.
    """
    register, ticked = listing.register, set(picked)
    drawn = draw(register.table, listing.columns, page.rows)
    full = [_cell(listing, column) for column in listing.columns]
    empty = [_cell(listing, column, "empty") for column in listing.columns]
    title = next(i for i, column in enumerate(listing.columns) if column.name == register.default_columns[0])
    address = register.url("detail", ANY)  # one look-up for all rows: each takes a tenth of a millisecond
    made = []
    for obj, values in zip(page.rows, drawn, strict=True):
        key = str(obj.pk)
        link_there = f'<a href="{address.replace(ANY, key)}">{_escaped(values[title] or UNNAMED)}</a>'
        values[title] = SafeString(link_there)  # nosec B703  # a key of ours, and a name that is escaped
        box = BOX.format(key, _escaped(register.heading(obj)), CHECKED if key in ticked else "") if can_pick else ""
        cells = [
            f"{full[i]}{_escaped(value)}</td>" if value != "" else f"{empty[i]}{NOTHING}</td>"
            for i, value in enumerate(values)
        ]
        made.append(SafeString("".join([box, *cells])))  # nosec B703  # everything in it is escaped
    return made


def _escaped(value: Any) -> str:
    """As Django's conditional_escape, which takes five times as long to look whether the text is a lazy one."""
    return value if isinstance(value, SafeString) else escape(str(value))


def pager(listing: Listing, page: Page) -> dict[str, Any]:
    """What templates/desk/parts/pager.html needs."""
    return {
        "prev_url": _beside(listing, a.BEFORE, page.before),
        "next_url": _beside(listing, a.AFTER, page.after),
        "sizes": [
            {"label": size, "url": here(listing, listing.address.put(size=str(size))), "active": size == listing.size}
            for size in SIZES
        ],
        "exact_url": "" if listing.total.is_exact else here(listing, listing.address.put(count=EXACT)),
        "pager_text": f"本页 {len(page.rows)} 条，{listing.total.in_words}" if page.rows else "",
    }


def presets(listing: Listing) -> list[ViewLink]:
    """The ready-made views of the register."""
    return [_view_link(listing, preset.title, Address.parse(preset.query)) for preset in listing.register.presets]


def saved_views(listing: Listing) -> tuple[list[ViewLink], list[ViewLink]]:
    """The person's own views, and those shared by others."""
    found = list(SavedView.objects.visible_to(listing.user).of(listing.register.slug))
    prefetch_related_objects([view for view in found if view.owner_id != listing.user.pk], "owner")
    own: list[ViewLink] = []
    shared: list[ViewLink] = []
    for view in found:
        side = own if view.owner_id == listing.user.pk else shared
        side.append(_view_link(listing, view.name, Address.parse(view.query), view))
    return own, shared


def here(listing: Listing, address: Address) -> str:
    """The list at another address."""
    return link(listing.url, address)


def _cell(listing: Listing, column: Column, *classes: str) -> SafeString:
    """The beginning of the cells of a column; on a phone, `data-label` stands before the value."""
    own = ["primary"] if column.name == listing.register.default_columns[0] else []
    own += ["num"] if column.is_number else []
    own += ["nowrap"] if column.is_short else []
    return format_html('<td data-label="{}" class="{}">', column.label, " ".join([*own, *classes]))


def _header(listing: Listing, column: Column) -> Header:
    if column.name not in listing.register.sortings:
        return Header(column.label, column.is_number)
    now = listing.sorting
    is_now = now.column == column.name
    turned = f"-{column.name}" if is_now and not now.descending else column.name
    way = ("descending" if now.descending else "ascending") if is_now else "none"
    return Header(column.label, column.is_number, here(listing, listing.address.put(sort=turned)), way)


def _beside(listing: Listing, name: str, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    token = cursor.seal(f"{listing.register.slug}:{listing.sorting.name}")
    return here(listing, Address((*listing.address.asked().pairs, (name, token))))


def _view_link(listing: Listing, name: str, address: Address, view: SavedView | None = None) -> ViewLink:
    is_here = listing.address.drop(a.COUNT).is_same_question(address)
    return ViewLink(name, here(listing, address), is_here, view)
