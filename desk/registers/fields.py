"""Making any Django form ready for the person who fills it in.

A form declares its fields; what holds for every form of the portal is done here: choices of records are limited to
those the person may see, long ones become search-as-you-type, digits may be full-width, personal values stay masked.
"""

import copy
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django_filters.widgets import DateRangeWidget

from desk.registers.checks import half_width
from desk.registers.parts import Person
from desk.registers.remembering import Memory
from desk.registers.searching import found_by, search_field
from desk.vault import masks

LISTED_AT_MOST = 200  # a select with more is searched as one types
SEARCHED_FROM = 15
OFFERED = 20
UNCHOSEN, ANY = "请选择", "全部"  # what stands in a select of a form and of a filter, where Django draws dashes
SPACED_AT_MOST = 30  # a field this short may hold a number, which is pasted with spaces and loses them here
FIND = "_find"  # the button of a person without JavaScript, and the text beside each searched select
_lengths: Memory[int] = Memory()  # of choices of records, by list, filter and person

NUMBERS = (
    forms.IntegerField,
    forms.FloatField,
    forms.DateField,
    forms.DateTimeField,
)  # DecimalField is an IntegerField
WIDE = {code: code - 0xFEE0 for span in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for code in range(*span)}


class SearchSelect(forms.Select):
    """A select that is searched as one types; `{"results": […]}` comes from the page's own `?options=`.

    `find`: the name of a text field beside it, for people without JavaScript; "" for none.
    """

    template_name = "desk/registers/search_select.html"

    def __init__(self, attrs: dict[str, Any], *, find: str) -> None:
        super().__init__(attrs)
        self.find = find

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["find"] = self.find
        return context


def bind(
    form_class: Any,
    user: Person,
    *,
    data: QueryDict | None = None,
    files: Any = None,
    obj: models.Model | None = None,
    known: Mapping[str, Any] | None = None,
) -> Any:
    """The form, filled in with `data` and `files` or about to be. A ModelForm of the model of `obj` works on a copy of it.

    known: what its fields begin with.
    """
    kwargs: dict[str, Any] = {}
    if obj is not None and issubclass(form_class, forms.ModelForm) and isinstance(obj, form_class._meta.model):
        kwargs["instance"] = copy.copy(obj)
    finding = data is not None and data.get(FIND)
    if data is not None and finding:  # searched without JavaScript: nothing is judged yet, and nothing is lost
        form = form_class(initial=_retyped(form_class.base_fields, data), **kwargs)
    else:
        form = form_class(_normalised(form_class.base_fields, data), files, initial=known, **kwargs)
    prepare(form, user)
    if finding and data is not None:
        _offer(form, finding, data.get(f"{finding}-find", ""))
    elif obj is not None and "instance" in kwargs:
        _mask(form, obj)
    return form


def prepare(form: forms.BaseForm, user: Person, *, above: str = "") -> None:
    """Limit the choices of records in `form` to what `user` may see.

    above: the list whose filters the form holds. They are drawn with each of its pages, so that a choice that has just
    become a long one may be known a little late; and they offer no search without JavaScript.
    """
    for name, field in form.fields.items():
        _dress(field, unchosen=ANY if above else UNCHOSEN)
        if not isinstance(field, forms.ModelChoiceField):
            continue
        field.queryset = _visible(field, user)
        count = field.queryset.order_by()[: LISTED_AT_MOST + 1].count  # in order, all would be sorted
        offered = _lengths.answer((above, name, user.pk), count) if above else count()
        if offered == 1 and field.required:
            field.empty_label = None  # nothing to choose
        if offered > LISTED_AT_MOST:
            _make_remote(form, name, field, find=not above)
        elif offered > SEARCHED_FROM:
            field.widget.attrs["data-search"] = ""


def options(form: forms.BaseForm, name: str, text: str) -> list[dict[str, str]] | None:
    """What the choice of records `name` offers for `text`; None when the form has no such choice."""
    field = form.fields.get(name)
    if not isinstance(field, forms.ModelChoiceField):
        return None
    rows = _found(field, text)[:OFFERED]
    return [{"value": str(field.prepare_value(row)), "text": field.label_from_instance(row)} for row in rows]


def changed(form: Any) -> dict[str, Any]:
    """The cleaned values of the fields that were changed."""
    return {name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data}


def add_errors(form: Any, error: ValidationError) -> None:
    """Put what a service refuses beside its fields; what belongs to no field of the form, above them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _dress(field: forms.Field, *, unchosen: str) -> None:
    """Widgets as officers need them, whatever the form declared."""
    widget: Any = field.widget
    if isinstance(widget, forms.NumberInput):
        # A browser lets no full-width digit and no thousands separator into an input for numbers.
        widget.input_type = "text"
        widget.attrs = {"inputmode": "decimal" if isinstance(field, forms.DecimalField) else "numeric"}
    elif isinstance(field, forms.CharField) and (field.max_length or SPACED_AT_MOST) < SPACED_AT_MOST:
        # A browser cuts what is pasted without a word: 139 5710 0012 would lose its last two digits.
        widget.attrs.pop("maxlength", None)
    elif isinstance(widget, DateRangeWidget):
        for end in widget.widgets:
            end.input_type = "date"
    elif isinstance(widget, forms.SelectMultiple):
        widget.attrs |= {"data-search": "", "data-placeholder": "可选多项"}
    elif isinstance(widget, forms.Select):
        _name_nothing(field, unchosen)


def _name_nothing(field: Any, word: str) -> None:
    """Say in a word what stands in a select before something is chosen."""
    dashes = BLANK_CHOICE_DASH[0]
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = word if field.empty_label == dashes[1] else field.empty_label
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        field.choices = [("", word) if choice == dashes else choice for choice in choices]


# --- choices of records -------------------------------------------------------------------------------------------------
def _visible(field: Any, user: Person) -> models.QuerySet[Any]:
    if hasattr(field, "visible"):
        found: models.QuerySet[Any] = field.visible(user)
        return found
    if not hasattr(field.queryset, "visible_to"):
        raise ImproperlyConfigured(f"{field.label}: a choice among records must say who may see which (visible_to)")
    limited: models.QuerySet[Any] = field.queryset.visible_to(user)
    return limited


def _found(field: Any, text: str) -> models.QuerySet[Any]:
    by = search_field(field.queryset.model)
    rows: models.QuerySet[Any] = found_by(field.queryset, by, text[:60].replace("\x00", "")) if by else field.queryset
    return rows


def _make_remote(form: forms.BaseForm, name: str, field: Any, *, find: bool) -> None:
    attrs = {**field.widget.attrs, "data-search": "", "data-url": f"?options={name}"}
    widget = SearchSelect(attrs, find=f"{name}-find" if find else "")
    widget.is_required = field.required
    field.widget = widget
    widget.choices = [("", ""), *_chosen(field, form[name].value())]


def _chosen(field: Any, value: Any) -> list[tuple[Any, str]]:
    """The choice that is already made, as the only option."""
    try:
        row = field.to_python(value)
    except ValidationError:
        return []
    return [(field.prepare_value(row), field.label_from_instance(row))] if row else []


def _offer(form: forms.BaseForm, name: str, text: str) -> None:
    """Put what was found for `text` into the select `name`."""
    field: Any = form.fields.get(name)
    if isinstance(field, forms.ModelChoiceField) and text.strip():
        found = [
            (field.prepare_value(row), field.label_from_instance(row)) for row in _found(field, text)[:LISTED_AT_MOST]
        ]
        field.widget.choices = [("", f"找到 {len(found)} 条，请选择"), *found]
        field.widget.attrs.pop("data-url", None)


def _retyped(fields: Mapping[str, forms.Field], data: QueryDict) -> dict[str, Any]:
    return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}


# --- what is typed ------------------------------------------------------------------------------------------------------
def _normalised(fields: Mapping[str, forms.Field], data: QueryDict | None) -> QueryDict | None:
    """`data` with digits and letters half-width; in numbers and dates without spaces and thousands separators."""
    if data is None:
        return None
    clean = data.copy()
    for name, field in fields.items():
        if name in clean and not isinstance(field.widget, forms.PasswordInput):
            plain = _number if isinstance(field, NUMBERS) else _text
            clean.setlist(name, [plain(value) for value in clean.getlist(name)])
    return clean


def _number(value: str) -> str:
    return re.sub(r"[\s,]", "", half_width(value))


def _text(value: str) -> str:
    """Letters and digits half-width; Chinese punctuation stays. Digits with spaces between are one number."""
    half = value.translate(WIDE)
    return re.sub(r"\s", "", half) if re.fullmatch(r"[\d\s]+[xX]?\s*", half) else half


# --- what is masked -----------------------------------------------------------------------------------------------------
def _mask(form: Any, obj: models.Model) -> None:
    """Show personal values masked; a mask that is sent back untouched keeps the value it stands for."""
    privacy = getattr(obj, "privacy", None)
    for name, field in form.fields.items():
        mask = privacy.mask(name) if privacy else None
        if mask is None:
            continue
        field.widget.attrs["data-sensitive"] = ""
        stored = getattr(obj, name)
        if mask == masks.SHOWN or not stored:
            continue
        form.initial[name] = masked = masks.mask(mask, stored)
        if form.is_bound and form.data.get(form.add_prefix(name)) == masked:
            field.clean = lambda _, stored=stored: stored
        else:
            field.validators = [*field.validators, _refuse_mask]


def _refuse_mask(value: object) -> None:
    """A mask that was touched up is no value: saved, it would take the place of what it hides."""
    if masks.STAR * 2 in str(value):
        raise ValidationError("这里含有遮盖用的“**”。要修改，请重新填写完整内容；不修改，请保持原样。", code="masked")
