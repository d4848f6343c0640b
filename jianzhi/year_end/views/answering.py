"""Forms that are answered once, and say at each field what was refused."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.registers import submitting


def answered(request: HttpRequest, form: forms.Form, answer: Callable[[], str]) -> HttpResponse | None:
    """Where a valid form leads to: the address that `answer` gives. None when it has to be shown (again)."""
    if not form.is_valid():
        return None
    try:
        return redirect(submitting.once(request, answer))
    except ValidationError as refused:
        for field, told in _by_field(refused, form).items():
            form.add_error(field, told)
        return None


def _by_field(refused: ValidationError, form: forms.Form) -> dict[str | None, list[str]]:
    if not hasattr(refused, "error_dict"):
        return {None: refused.messages}
    found: dict[str | None, list[str]] = {}
    for name, told in refused.message_dict.items():
        found.setdefault(name if name in form.fields else None, []).extend(told)
    return found
