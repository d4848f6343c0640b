"""荣誉证书 and 奖励名册: what was awarded, on paper."""

from django.core.exceptions import ValidationError

from competitions.models import Proposal
from unions.models import User

NONE = "还没有奖励，没有证书可打印。"


def why_not(obj: Proposal) -> str:
    """Why there is no certificate of this idea, in a sentence; "" when there is."""
    return "" if hasattr(obj, "award") else NONE


def check(*, actor: User, obj: Proposal) -> Proposal:
    """Whether there is a certificate of this idea. Raises ValidationError."""
    if reason := why_not(obj):
        raise ValidationError(f"“{obj}”{reason}")
    return obj
