"""Sending what waits in the outbox. May run anywhere, any number of times at once, and be killed at any point.

The row is the truth. A deliverer takes one on a lease and commits that, sends it outside of any transaction, and notes
that it went out. Two never hold the same row. One that dies in between loses its lease, and the notice is sent again
under the same number, which the gateway knows already. So nothing is lost, and nobody is told twice.
"""

import logging
import time
import traceback
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from desk.notices.backends import NotSent, back_end
from desk.notices.choices import LEASE, MOST_ATTEMPTS, PAUSES, Channel, State
from desk.notices.models import Notice

ROUND = 45.0  # seconds: it is done by a worker that has other work, and again a minute later

logger = logging.getLogger(__name__)


def deliver_due(now: datetime | None = None) -> int:
    """Send what is due, for at most three quarters of a minute; gives how many went out. `now`: for tests."""
    started = time.monotonic()
    sent = 0
    while time.monotonic() - started < ROUND:
        notice = _take(now or timezone.now())
        if notice is None:
            break
        if notice.state == State.SENDING:
            sent += _send(notice, now or timezone.now())
    return sent


@transaction.atomic(durable=True)
def _take(now: datetime) -> Notice | None:
    """The next notice that is due, on a lease; one whose last attempt was cut off is given up."""
    notice: Notice | None = Notice.objects.due(now).select_for_update(skip_locked=True, of=("self",)).first()
    if notice is None:
        return None
    if notice.attempts < MOST_ATTEMPTS:
        notice.state, notice.leased_until = State.SENDING, now + LEASE
        notice.attempts += 1
    else:
        notice.state, notice.leased_until = State.FAILED, None
        notice.last_error = "发送时程序多次中断，不能确定是否发出。"
    notice.save(update_fields=["state", "leased_until", "attempts", "last_error"])
    return notice


def _send(notice: Notice, now: datetime) -> bool:
    """Send a notice that was taken, and note what came of it. Whether it went out."""
    try:
        back_end(notice.channel).send(
            notice_id=notice.pk, address=notice.address, subject=notice.subject, text=_text(notice)
        )
    except NotSent as refusal:
        logger.warning("notice %s by %s: %s", notice.pk, notice.channel, type(refusal.__cause__ or refusal).__name__)
        return _failed(notice, str(refusal), now)
    except Exception as error:  # whatever a back end does, the other notices go out
        return _failed(notice, _unforeseen(notice, error), now)
    changes = {"state": State.SENT, "sent_at": Now(), "leased_until": None, "last_error": ""}
    return bool(Notice.objects.held(notice).update(**changes))


def _unforeseen(notice: Notice, error: Exception) -> str:
    """What staff are told. Of the error only its place is logged: its text may hold the address."""
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("notice %s by %s: %s\n%s", notice.pk, notice.channel, type(error).__name__, place)
    return "程序出错，没有发出；详情见系统日志。"


def _text(notice: Notice) -> str:
    """What is sent: in a mail the whole address of the page stands below the text."""
    leads_on = notice.channel == Channel.MAIL and notice.url and settings.PORTAL_URL
    return f"{notice.text}\n\n{settings.PORTAL_URL}{notice.url}" if leads_on else notice.text


def _failed(notice: Notice, reason: str, now: datetime) -> bool:
    """Note the failure; it is tried again after a pause, or given up. Never sent, so always False."""
    changes: dict[str, object] = {"state": State.FAILED, "leased_until": None, "last_error": reason[:200]}
    if notice.attempts < MOST_ATTEMPTS:
        changes |= {"state": State.WAITING, "send_after": now + PAUSES[notice.attempts - 1]}
    Notice.objects.held(notice).update(**changes)
    return False
