"""Drawing what a register is declared of: `{% load registers %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import get_template

from desk.registers.parts import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Context, panel: Panel, panel_context: Mapping[str, Any]) -> str:
    """A panel's own template, with its context and the page's `record` and `request`."""
    known = {"record": context.get("record"), "request": context.get("request")}
    return get_template(panel.template).render({**known, **panel_context}, request=context.get("request"))
