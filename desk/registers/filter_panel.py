"""The panel of filters, field by field.

A list has a score of filters, of which a request uses one or two. The others look the same on every page and to
everybody, unless they list records; so each is drawn once, for drawing them is a third of the work of a page.
"""

from django.forms import BoundField, ModelChoiceField
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django_filters import FilterSet

from desk.registers.fields import SearchSelect
from desk.registers.listing import Listing

_drawn: dict[tuple[type[FilterSet], str, bool], SafeString] = {}


def filter_fields(listing: Listing) -> list[SafeString]:
    """The fields of the filters of a list as HTML, in their order."""
    used = set(listing.filter_names())
    return [_draw(field) if field.name in used else _unused(listing, field) for field in listing.filterset.form]


def _unused(listing: Listing, field: BoundField) -> SafeString:
    """A filter that is not in use. Which records it lists is different for everybody; whatever else it offers is not."""
    is_searched = isinstance(field.field.widget, SearchSelect)  # it lists none until somebody types
    lists_records = isinstance(field.field, ModelChoiceField) and not is_searched
    if lists_records or _is_made_anew(listing.filterset, field.name):
        return _draw(field)
    key = listing.register.filters, field.name, is_searched
    if key not in _drawn:
        _drawn[key] = _draw(field)
    return _drawn[key]


def _is_made_anew(filterset: FilterSet, name: str) -> bool:
    """Whether the choices of a filter are worked out for each form. Choices in a class are not, though it is callable."""
    found = filterset.filters[name].extra.get("choices")
    return callable(found) and not isinstance(found, type)


def _draw(field: BoundField) -> SafeString:
    return SafeString(get_template("desk/parts/field.html").render({"field": field}))  # nosec B703  # a template escapes
