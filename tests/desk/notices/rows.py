"""Notices as tests want them, and gateways that tests look into."""

import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from desk.notices import services
from desk.notices.backends import Console, NotSent
from desk.notices.delivery import deliver_due
from desk.notices.models import Notice
from unions.models import User

PHONE = "13900000017"


def a_message(key: str = "reply:1", **fields: object) -> Notice:
    """A short message that waits in the outbox."""
    fields = {
        "topic": "ideas.reply",
        "subject": "您的建议有了答复",
        "text": "请凭查询码查看。",
        "channel": "sms",
        "address": PHONE,
        **fields,
    }
    services.post(key=key, **fields)  # type: ignore[arg-type]  # the fields of the test
    return Notice.objects.get(key=key)


def a_notice(person: User, key: str = "told:1", **fields: object) -> Notice:
    """An in-site notice of `person`."""
    fields = {"topic": "tests.told", "subject": "有一件事", "text": "", "to": person, **fields}
    services.post(key=key, **fields)  # type: ignore[arg-type]  # the fields of the test
    return Notice.objects.get(key=key)


class Gateway:
    """Takes everything, and remembers each call; what it is told to refuse it refuses."""

    calls: list[tuple[UUID, str, str]] = []
    refusals: Iterator[Exception | None] = iter(())
    _lock = Lock()

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        with self._lock:
            self.calls.append((notice_id, address, text))
            refusal = next(self.refusals, None)
        if refusal is not None:
            raise refusal


class Down:
    """Does not answer."""

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        raise NotSent("短信网关没有应答。")


class Spilling:
    """Fails with the address in the text of its error, as mail libraries do."""

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        raise RuntimeError(f"cannot send to {address}")


class DiesAfterSending(Console):
    """The process is killed when the gateway has the message and nobody has noted it."""

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        super().send(notice_id=notice_id, address=address, subject=subject, text=text)
        os.kill(os.getpid(), signal.SIGKILL)


def deliver_and_die() -> None:
    """What the process does that a test starts to have it killed."""
    settings.NOTICES = {"sms": "tests.desk.notices.rows.DiesAfterSending"}
    deliver_due()


def taken_by_console() -> list[str]:
    """What the console's gateway has, one line for each notice it took."""
    folder = settings.DATA_DIR / "notices"
    return sorted(path.read_text(encoding="utf-8") for path in folder.iterdir()) if folder.is_dir() else []


def later(**span: float) -> datetime:
    """So much after now."""
    return timezone.now() + timedelta(**span)
