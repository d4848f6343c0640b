"""Drawing what a register is declared of: `{% load registers %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import get_template

from desk.registers.parts import Panel
from desk.sheets.workbook import letters

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Context, panel: Panel, panel_context: Mapping[str, Any]) -> str:
    """A panel's own template, with its context and the page's `record` and `request`."""
    known = {"record": context.get("record"), "request": context.get("request")}
    return get_template(panel.template).render({**known, **panel_context}, request=context.get("request"))


@register.filter
def column_letter(index: int) -> str:
    """The name a spreadsheet program gives the column, counted from 0: 0 is A, 27 is AB."""
    return letters(index + 1)
