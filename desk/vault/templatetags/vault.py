"""Showing personal values: `{% load vault %}`."""

from typing import Any

from django import template
from django.db import models
from django.template.context import RequestContext

from desk.vault import masks
from desk.vault.access import sealed_value

register = template.Library()


@register.filter
def masked(obj: models.Model, field: str) -> Any:
    """`{{ officer|masked:"id_number" }}`: the value as it may be shown without revealing it. For lists."""
    return masks.masked(obj, field)


@register.inclusion_tag("desk/vault/value.html", takes_context=True)
def sealed(context: RequestContext, obj: models.Model, field: str) -> dict[str, Any]:
    """`{% sealed officer "id_number" %}`: the masked value with a button to reveal it, for those who may."""
    return sealed_value(context["request"].user, obj, field)
