"""The bell in the bar at the top: `{% load bell %}{% bell %}`."""

from typing import Any

from django import template
from django.template.context import Context

from desk.notices.models import Notice
from desk.notices.querysets import BELL_ENDS_AT

register = template.Library()


@register.inclusion_tag("desk/parts/bell.html", takes_context=True)
def bell(context: Context) -> dict[str, Any]:
    """How many notices the person who looks has not read: one small query of the pages that have a bar, of no others."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"is_shown": False}
    unread = Notice.objects.unread_by(user)
    return {"is_shown": True, "unread": f"{BELL_ENDS_AT - 1}+" if unread == BELL_ENDS_AT else unread}
