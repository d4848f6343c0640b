"""Sums of money as they are read."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def yuan(amount: Decimal) -> str:
    """`12345.60` to `12,345.60`, `12000.00` to `12,000`: Django's Chinese formats group no digits."""
    return f"{amount:,.2f}".removesuffix(".00")
