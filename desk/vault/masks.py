"""What is shown of a personal value to somebody who has not revealed it.

A model's `privacy` names a mask for every personal and sensitive field; the masks are here. The stars say how many
characters are hidden only where the length is public anyway.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from desk.vault.ciphers import SealBroken

logger = logging.getLogger(__name__)

HIDDEN = "******"
BROKEN = "（无法解密）"
STAR = "*"
SHOWN = "shown"  # the name of the mask that masks nothing


def _id_number(value: str) -> str:
    """330182********0017: region and sequence stay, the day of birth goes (domain.md §4.7)."""
    return _ends(value, 6, 4)


def _phone(value: str) -> str:
    """138****0017."""
    return _ends(value, 3, 4)


def _bank_card(value: str) -> str:
    """6222***********1234."""
    return _ends(value, 4, 4)


def _name(value: str) -> str:
    """张*, 张*三, 欧**国."""
    if len(value) < 3:
        return value[:1] + STAR
    return value[0] + STAR * (len(value) - 2) + value[-1]


def _address(value: str) -> str:
    """建德市新安江街道******: the first nine characters, at most half of it."""
    return value[: min(9, len(value) // 2)] + HIDDEN


def _email(value: str) -> str:
    """z***@example.cn."""
    user, at, host = value.partition("@")
    return f"{user[:1]}***{at}{host}" if at else HIDDEN


def _year(value: str) -> str:
    """1985-**-**: of a date only the year."""
    return f"{value[:4]}-**-**"


def _hidden(value: str) -> str:
    return HIDDEN


def _shown(value: str) -> str:
    """Personal, but the work cannot be done without it (a colleague's name): on the page, not in logs and exports."""
    return value


MASKS: Mapping[str, Callable[[str], str]] = {
    "id_number": _id_number,
    "phone": _phone,
    "bank_card": _bank_card,
    "name": _name,
    "address": _address,
    "email": _email,
    "year": _year,
    "hidden": _hidden,
    SHOWN: _shown,
}


def mask(name: str, value: object) -> str:
    """`value` under the mask `name`; "" for nothing. Raises KeyError for an unknown mask."""
    text = "" if value is None else str(value)
    return MASKS[name](text) if text else ""


def masked(instance: models.Model, field_name: str) -> Any:
    """The value of a field as it may be shown without revealing it: masked text, or the value itself if it is plain.

    A field no `privacy` speaks of is hidden. A sealed value that does not open says so.
    """
    privacy = getattr(instance, "privacy", None)
    try:
        value = getattr(instance, field_name)
    except SealBroken:
        # One row that was tampered with must not take the whole list with it.
        logger.exception("%s.%s does not open", instance._meta.label, field_name)
        return BROKEN
    if privacy is None or privacy.level(field_name) is None:
        return mask("hidden", value)
    name = privacy.mask(field_name)
    return mask(name, value) if name else value


def _ends(value: str, first: int, last: int) -> str:
    hidden = len(value) - first - last
    return value[:first] + STAR * hidden + value[-last:] if hidden > 0 else HIDDEN
