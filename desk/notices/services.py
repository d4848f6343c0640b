"""What can be done to notices. They are written in the caller's transaction: what is rolled back is told to nobody."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from desk.notices.choices import CODE, KEPT, NUMBER_OF_A_PERSON, WITHIN_THE_PORTAL, Channel, State
from desk.notices.models import Notice

_BATCH = 1_000


# --- telling ----------------------------------------------------------------------------------------------------------
def post(
    *,
    key: str,
    topic: str,
    subject: str,
    text: str,
    to: Any = None,
    channel: str = Channel.IN_SITE,
    address: str = "",
    url: str = "",
    send_after: datetime | None = None,
) -> None:
    """Tell somebody something, once: a notice with the same `key` is this one, and nothing happens.

    In-site (the default) it is for the account `to`. By mail or short message it goes to `address`, not before
    `send_after`; `url`, a path within the portal, is added to a mail. `topic` is a short code of what it is about.
    Raises ValueError for a text that holds an identity, card or mobile number (promises.md F7), and for what the portal
    itself cannot have meant: no addressee, a subject of two lines, an address of another site.
    """
    notice = Notice(to=to, channel=channel, address=address, topic=topic, subject=subject, text=text, url=url, key=key)
    if send_after is not None:
        notice.send_after = send_after
    _insert([notice])


@transaction.atomic
def digest(
    *, to: Iterable[Any], topic: str, slot: str, subject: str, count: int = 1, text: str = "", url: str = ""
) -> None:
    """Count `count` more events in the one in-site notice that each of `to` has about `topic` in this `slot`.

    `slot` is what is gathered in one notice: a day ("2014-05-12"), a campaign's code. It is shown as `subject` and the
    number not read yet, 新到金点子 12 条; one that was read becomes unread again and counts anew. The rows are locked
    until the caller's transaction ends: a form that many send at the same moment does not call this itself, a chore
    counts its rows instead.
    """
    people = {person.pk: person for person in to}
    keys = [f"digest:{topic}:{slot}:{pk}" for pk in sorted(people)]
    _insert(
        [
            Notice(to=people[pk], key=key, topic=topic, subject=subject, text=text, url=url)
            for pk, key in zip(sorted(people), keys, strict=True)
        ]
    )
    rows = Notice.objects.filter(key__in=keys)
    list(rows.order_by("key").select_for_update())  # in one order, or two of these could wait for each other
    unread = When(read_at__isnull=True, then=F("count") + count)
    rows.update(
        count=Case(unread, default=Value(count)), read_at=None, created_at=Now(), subject=subject, text=text, url=url
    )


def _insert(notices: Sequence[Notice]) -> None:
    """Write those whose key is not there yet. A writer of the same key at the same moment is waited for."""
    for notice in notices:
        check_wording(notice.subject, notice.text, notice.url, notice.key)
        _check_shape(notice)
        if notice.channel == Channel.IN_SITE:
            notice.state, notice.sent_at = State.SENT, timezone.now()
    Notice.objects.bulk_create(notices, _BATCH, ignore_conflicts=True)


def check_wording(*texts: str) -> None:
    """Raises ValueError when one of `texts` holds an identity, card or mobile number; the text itself stays out of it."""
    if any(re.search(NUMBER_OF_A_PERSON, text) for text in texts):
        raise ValueError("a notice holds the number of a person")


def _check_shape(notice: Notice) -> None:
    is_in_site = notice.channel == Channel.IN_SITE
    if is_in_site != (not notice.address) or (is_in_site and notice.to is None):
        raise ValueError(f"{notice.key}: an in-site notice has a person, a mail or short message an address")
    if not notice.subject or "\n" in notice.subject or "\r" in notice.subject:
        raise ValueError(f"{notice.key}: the subject is one line")  # two would forge a mail's header
    if not re.search(CODE, notice.topic) or (notice.url and not re.search(WITHIN_THE_PORTAL, notice.url)):
        raise ValueError(f"{notice.key}: a topic is a code, and an address a path within the portal")


# --- a person's verbs -------------------------------------------------------------------------------------------------
def read(*, actor: Any, notice: Notice) -> None:
    """Note that `actor` has opened the notice; when first, is kept. Raises PermissionDenied for another's."""
    if notice.to_id != actor.pk or notice.channel != Channel.IN_SITE:
        raise PermissionDenied("not one's own notice")
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=Now())


def read_all(*, actor: Any, until: datetime) -> int:
    """Note that `actor` has seen all notices up to `until`, when the page was made; gives how many were unread.

    What came later was not on the page, so it stays unread.
    """
    return Notice.objects.visible_to(actor).unread().filter(created_at__lte=until).update(read_at=Now())


@transaction.atomic
def resend(*, actor: Any, notice: Notice) -> None:
    """Put a notice that was given up into the outbox again, with fresh attempts.

    It keeps its number, so a gateway that has taken it after all drops it. Raises PermissionDenied without
    `notices.change_notice`, ValidationError for one that was not given up.
    """
    if not actor.has_perm("notices.change_notice"):
        raise PermissionDenied("needs notices.change_notice")
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.state != State.FAILED:
        raise ValidationError(f"这条通知的状态是“{notice.get_state_display()}”，不需要再次发送。")
    Notice.objects.filter(pk=notice.pk).update(state=State.WAITING, attempts=0, send_after=Now())


def forget(*, keys: Iterable[str]) -> int:
    """Delete the notices with these keys, whatever became of them: their person is to be forgotten. Gives the number."""
    return Notice.objects.filter(key__in=list(keys)).delete()[0]


# --- a chore ----------------------------------------------------------------------------------------------------------
def forget_old(*, now: datetime | None = None) -> int:
    """Delete what was read or sent more than half a year ago; gives the number. What was not read, or failed, stays."""
    return Notice.objects.over_since((now or timezone.now()) - KEPT).delete()[0]
