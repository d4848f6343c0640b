"""The icons of the pages: `{% load icons %}{% icon "plus" %}`."""

from functools import cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The icon called `name`, beside a text that says the same; drawn once in a process, for a page has fifty of them."""
    return SafeString(get_template("desk/parts/icon.html").render({"name": name}))  # nosec B703  # a template escapes
