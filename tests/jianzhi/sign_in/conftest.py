"""What the tests of sign-in share: a password, a clock that can be set, a phone with a code generator."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from desk.vault.keys import keyring
from desk.vault.stores import SEED_PLACE
from unions.models import User

PASSWORD = "Tea-Harvest-1962"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Argon2 is slow on purpose, and these tests sign in some hundreds of times."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass
class Clock:
    """The time as the portal sees it."""

    now: datetime

    def move(self, **by: float) -> None:
        """Moves on by so many `minutes=`, `hours=`, `seconds=`."""
        self.now += timedelta(**by)

    def read(self) -> datetime:
        """The time."""
        return self.now

    def read_seconds(self) -> float:
        """The time in seconds since 1970."""
        return self.now.timestamp()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands still until it is moved."""
    clock = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", clock.read)
    monkeypatch.setattr(time, "time", clock.read_seconds)
    return clock


@pytest.fixture
def officer(county_officer: User) -> User:
    """The county officer, with a password that was not given by somebody else."""
    return with_password(county_officer)


def with_password(user: User, password: str = PASSWORD) -> User:
    """`user` with `password`."""
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def log_in(user_or_name: User | str, password: str = PASSWORD, client: Client | None = None, **extra: Any) -> Client:
    """A client after it has sent the sign-in form; `client.answer` is what came back."""
    client = client or Client()
    name = user_or_name if isinstance(user_or_name, str) else user_or_name.username
    client.answer = client.post("/accounts/login/", {"login": name, "password": password}, **extra)  # type: ignore[attr-defined]  # kept there by log_in
    return client


def is_signed_in(client: Client, **extra: Any) -> bool:
    """Whether the next page knows the person."""
    return client.get("/accounts/sessions/", **extra).status_code == 200


def with_phone(user: User) -> User:
    """`user` with a code generator on the phone."""
    data = {"secret": keyring().seal(SEED, SEED_PLACE)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return user


def code(steps_from_now: int = 0) -> str:
    """What the phone shows."""
    return format_hotp_value(hotp_value(SEED, int(time.time()) // 30 + steps_from_now))
