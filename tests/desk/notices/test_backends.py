"""The ways out of the house, each of which may be asked twice for the same notice."""

import json
import smtplib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from desk.notices import backends
from desk.notices.backends import Console, DjangoMail, HttpSms, NotSent
from tests.desk.notices.rows import PHONE, taken_by_console

ONE, TWO = UUID(int=1), UUID(int=2)
REPLY = {"subject": "您的建议有了答复", "text": "请凭查询码查看。"}


# --- the console ------------------------------------------------------------------------------------------------------
def test_the_console_tells_each_notice_once_with_the_address_masked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for number in (ONE, ONE, TWO):
        Console().send(notice_id=number, address=PHONE, **REPLY)
    Console().send(notice_id=UUID(int=3), address="zhang@example.cn", **REPLY)
    told = [record.message for record in caplog.records if record.name == "desk.notices.backends"]
    assert told == [
        "短信 → 139****0017 您的建议有了答复 请凭查询码查看。",
        "短信 → 139****0017 您的建议有了答复 请凭查询码查看。",
        "邮件 → z***@example.cn 您的建议有了答复 请凭查询码查看。",
    ]
    assert taken_by_console() == told


# --- mail -------------------------------------------------------------------------------------------------------------
def test_a_mail_has_the_number_of_its_notice(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "建职 <portal@union.example.cn>"
    DjangoMail().send(notice_id=ONE, address="zhang@example.cn", **REPLY)
    (sent,) = mail.outbox
    assert sent.message()["Message-ID"] == "<00000000-0000-0000-0000-000000000001@union.example.cn>"
    assert (sent.to, sent.subject, sent.body) == (["zhang@example.cn"], "您的建议有了答复", "请凭查询码查看。")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (smtplib.SMTPRecipientsRefused({"zhang@example.cn": (550, b"no")}), "邮件服务器不接受这个收件地址。"),
        (smtplib.SMTPServerDisconnected("gone"), "邮件服务器没有应答，或没有接收。"),
        (TimeoutError("timed out"), "邮件服务器没有应答，或没有接收。"),
    ],
)
def test_a_mail_server_that_refuses_is_told_without_the_address(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def refuse(_: EmailMessage) -> None:
        raise error

    monkeypatch.setattr(EmailMessage, "send", refuse)
    with pytest.raises(NotSent) as refusal:
        DjangoMail().send(notice_id=ONE, address="zhang@example.cn", **REPLY)
    assert str(refusal.value) == told


# --- the gateway for short messages -----------------------------------------------------------------------------------
class Server:
    """A gateway on this machine that answers `status` and remembers what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.asked: list[tuple[str, str, str, Any]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.asked.append((self.path, self.headers["Authorization"], self.headers["Idempotency-Key"], body))
                self.send_response(gateway.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1/send"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    server = Server()
    settings.NOTICE_SMS_URL, settings.NOTICE_SMS_TOKEN = server.url, "a-token"
    thread = Thread(target=server.http.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.http.shutdown()
    server.http.server_close()
    thread.join()


def test_the_gateway_is_asked_as_agreed(server: Server) -> None:
    HttpSms().send(notice_id=ONE, address=PHONE, **REPLY)
    number = "00000000-0000-0000-0000-000000000001"
    assert server.asked == [("/v1/send", "Bearer a-token", number, {"to": PHONE, "text": "请凭查询码查看。"})]


@pytest.mark.parametrize("status", [201, 202, 204])
def test_every_yes_of_the_gateway_is_one(server: Server, status: int) -> None:
    server.status = status
    HttpSms().send(notice_id=ONE, address=PHONE, **REPLY)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [302, 303, 307, 400, 401, 429, 500, 503])
def test_everything_else_is_a_no(server: Server, status: int) -> None:
    server.status = status
    with pytest.raises(NotSent, match=rf"^短信网关答复 {status}，没有接收。$"):
        HttpSms().send(notice_id=ONE, address=PHONE, **REPLY)


def test_a_gateway_that_is_not_there_is_told(settings: Settings) -> None:
    settings.NOTICE_SMS_URL, settings.NOTICE_SMS_TOKEN = "http://127.0.0.1:1/", ""
    with pytest.raises(NotSent, match=r"^短信网关没有应答。$"):
        HttpSms().send(notice_id=ONE, address=PHONE, **REPLY)


def test_a_gateway_that_keeps_silent_is_left(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.http.shutdown()  # connections are taken by the system, and nobody reads them
    monkeypatch.setattr(backends, "TIMEOUT", 0.2)
    with pytest.raises(NotSent, match=r"^短信网关没有应答。$"):
        HttpSms().send(notice_id=ONE, address=PHONE, **REPLY)
