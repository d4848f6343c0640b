"""Telling staff what has come in for them: one notice a day for each person, and none for each case."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from desk.cases import inbox
from desk.cases.models import kinds
from desk.notices.services import digest
from desk.vault.scope import acting_as

TOPIC = "cases.arrived"


def unread_of(user: Any) -> int:
    """How many cases wait here for `user` that nobody there has opened yet."""
    return sum(kind._default_manager.filter(inbox.waits_for(kind, user), is_unread=True).count() for kind in kinds())


@transaction.atomic
def tell() -> int:
    """Tell everybody for whom something new waits at their own place; gives how many people were told.

    All or nobody: begun again after it was cut short, it counts nothing twice.
    """
    told = 0
    today = timezone.localdate()
    for user in get_user_model()._default_manager.filter(is_active=True).order_by("pk"):
        with acting_as(user):
            number = unread_of(user)
        if number:
            digest(
                to=[user], topic=TOPIC, slot=str(today), subject="新到待办", count=number, url=reverse("cases:inbox")
            )
            told += 1
    return told
