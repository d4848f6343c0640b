"""What the environment says about notices, and what is refused before anything starts."""

import runpy
from typing import Any

import pgtrigger
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils.module_loading import import_string

from jianzhi import settings as in_force

BACK_ENDS = "desk.notices.backends."


@pytest.fixture
def settings_with(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`settings_with(NOTICE_SMS="http", …)` reads the settings anew in such an environment."""
    for name in ("NOTICE_MAIL", "NOTICE_SMS", "NOTICE_SMS_URL", "NOTICE_SMS_TOKEN", "EMAIL_URL", "MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)

    def read(**environment: str) -> dict[str, Any]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(in_force.__file__))

    return read


@pytest.mark.parametrize(("mode", "back_end"), [("production", "NoGateway"), ("demo", "Console"), ("test", "Console")])
def test_nothing_pretends_in_production_to_have_been_sent(settings_with: Any, mode: str, back_end: str) -> None:
    found = settings_with(JIANZHI_MODE=mode)
    assert found["NOTICES"] == {"mail": BACK_ENDS + back_end, "sms": BACK_ENDS + back_end}


def test_gateways_are_named_in_the_environment(settings_with: Any) -> None:
    found = settings_with(
        NOTICE_MAIL="smtp",
        EMAIL_URL="smtp+tls://portal:secret@mail.example.cn:587",
        MAIL_FROM="portal@example.cn",
        NOTICE_SMS="http",
        NOTICE_SMS_URL="https://sms.example.cn/v1",
    )
    assert found["NOTICES"] == {"mail": f"{BACK_ENDS}DjangoMail", "sms": f"{BACK_ENDS}HttpSms"}
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example.cn", 587, True)
    assert found["DEFAULT_FROM_EMAIL"] == "portal@example.cn"
    assert found["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(("channel", "choices"), [("MAIL", "none console smtp"), ("SMS", "none console http")])
def test_every_choice_names_a_back_end_that_is_there(settings_with: Any, channel: str, choices: str) -> None:
    for choice in choices.split():
        found = settings_with(**{f"NOTICE_{channel}": choice, "NOTICE_SMS_URL": "https://sms.example.cn/v1"})
        assert callable(import_string(found["NOTICES"][channel.lower()]).send)


@pytest.mark.parametrize(
    "wrong",
    [
        {"NOTICE_SMS": "pigeon"},
        {"NOTICE_MAIL": "http"},
        {"NOTICE_SMS": "http"},
        {"NOTICE_SMS": "http", "NOTICE_SMS_URL": "file:///etc/passwd"},
    ],
)
def test_what_cannot_work_is_refused_at_the_start(settings_with: Any, wrong: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="NOTICE_"):
        settings_with(**wrong)


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("alias", ["default", "owner"])
def test_every_connection_says_that_no_trigger_is_ignored_also_after_one_was(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        with pgtrigger.ignore("unions.UnionOrg:path_follows_parent"):
            cursor.execute("SELECT 1")
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)


def test_options_of_an_address_are_kept(settings_with: Any) -> None:
    found = settings_with(DATABASE_URL="postgres://app:x@db/portal?sslmode=require&options=-c%20jit%3Doff")
    assert found["DATABASES"]["default"]["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c jit=off -c pgtrigger.ignore={}",
        "prepare_threshold": 5,
    }
