"""Questions to the outbox."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from desk.notices.choices import UNSENT, Channel, State

BELL_ENDS_AT = 100  # counting further costs time and tells nothing


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices, and whose they are."""

    def visible_to(self, user: Any) -> Self:
        """The in-site notices of `user`. They are nobody else's business."""
        return self.filter(to=user.pk, channel=Channel.IN_SITE)

    def unread(self) -> Self:
        """In-site notices their person has not opened."""
        return self.filter(channel=Channel.IN_SITE, read_at__isnull=True)

    def unread_by(self, user: Any) -> int:
        """How many notices wait for `user`, counted up to a hundred."""
        return self.unread().filter(to=user.pk).order_by()[:BELL_ENDS_AT].count()

    def unsent(self) -> Self:
        """Mails and messages that have not gone out: to be tried, on their way, or given up."""
        return self.filter(state__in=UNSENT)

    def due(self, now: datetime) -> Self:
        """What is to be sent at `now`, the longest due first; with it what a deliverer took and never came back from."""
        waiting = models.Q(state=State.WAITING, send_after__lte=now)
        abandoned = models.Q(state=State.SENDING, leased_until__lt=now)
        return self.filter(waiting | abandoned).order_by("send_after", "pk")

    def held(self, notice: Any) -> Self:
        """The row of `notice`, if the deliverer that took it still holds it: the moment its lease ends is the token."""
        return self.filter(pk=notice.pk, state=State.SENDING, leased_until=notice.leased_until)

    def over_since(self, day: datetime) -> Self:
        """What was read, or has gone out, before `day`."""
        sent = models.Q(state=State.SENT, sent_at__lt=day) & ~models.Q(channel=Channel.IN_SITE)
        return self.filter(models.Q(read_at__lt=day) | sent)
