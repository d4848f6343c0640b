"""What takes mails and short messages to people: `settings.NOTICES` names one class for each channel.

A back end may be handed the same notice twice: a deliverer that dies between sending and noting it leaves no trace, so
the next one sends again, with the same `notice_id`. Whatever stands behind has to drop the second.
"""

import json
import logging
import os
import secrets
import smtplib
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from desk.vault import masks

TIMEOUT = 10  # seconds for a gateway to answer; far below the lease of a notice

logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The notice did not go out; the text, in Chinese and without the address, tells staff why."""


class BackEnd(Protocol):
    """A way out of the house."""

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        """Hand the notice over; to return is to say that it was taken. Raises NotSent."""


def back_end(channel: str) -> BackEnd:
    """The back end of `channel`, as the settings name it."""
    made: BackEnd = import_string(settings.NOTICES[channel])()
    return made


class NoGateway:
    """The federation has not arranged for this channel: nothing goes out, and what should have waits to be seen."""

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        raise NotSent("没有配置这种渠道的网关，请联系系统管理员。")


class Console:
    """For the demo and the tests: a line in the log, with the address masked: 短信 → 138****0017 您的建议有了答复。

    It stands for a gateway, so it remembers what it took, one small file for each notice, and drops what comes again.
    """

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        kind, mask = ("邮件", "email") if "@" in address else ("短信", "phone")
        line = f"{kind} → {masks.mask(mask, address)} {subject} {text}"
        if _keep(settings.DATA_DIR / "notices" / str(notice_id), line):
            logger.info(line)


def _keep(path: Path, line: str) -> bool:
    """Write the file whole or not at all; whether it is new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_text(line, encoding="utf-8")
    try:
        os.link(draft, path)  # of two at once one is first, and a reader never sees half a file
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


class DjangoMail:
    """Through the mail server of `EMAIL_URL`. The Message-ID is the notice's own, by which receivers tell a repetition."""

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        message = EmailMessage(subject, text, to=[address], headers={"Message-ID": f"<{notice_id}@{domain}>"})
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:  # its text holds the address
            raise NotSent("邮件服务器不接受这个收件地址。") from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent("邮件服务器没有应答，或没有接收。") from error


class HttpSms:
    """A gateway for short messages that speaks HTTP: `NOTICE_SMS_URL`, with `NOTICE_SMS_TOKEN` as its key.

    POST, JSON {"to": "13800000017", "text": "…"}, `Authorization: Bearer <token>` and `Idempotency-Key: <uuid>`. Any 2xx
    says: taken, or taken before under this key. Everything else, a redirect included, says: not taken, try again later.
    """

    def send(self, *, notice_id: UUID, address: str, subject: str, text: str) -> None:
        request = urllib.request.Request(  # noqa: S310  # the settings refuse an address that is not http
            settings.NOTICE_SMS_URL,
            data=json.dumps({"to": address, "text": text or subject}).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.NOTICE_SMS_TOKEN}",
                "Idempotency-Key": str(notice_id),
            },
        )
        try:
            with _straight.open(request, timeout=TIMEOUT):
                return
        except urllib.error.HTTPError as error:
            raise NotSent(f"短信网关答复 {error.code}，没有接收。") from error
        except OSError as error:
            raise NotSent("短信网关没有应答。") from error


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Followed, a redirected POST becomes a GET, and the page it finds would pass for a gateway's yes."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        raise urllib.error.HTTPError(req.full_url, code or HTTPStatus.FOUND, msg, headers, fp)


_straight = urllib.request.build_opener(_NoRedirects)
