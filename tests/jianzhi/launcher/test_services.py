"""Which services the launcher runs itself, and what it tells Django."""

import base64

import pytest

from jianzhi.launcher import services


def test_every_instance_gets_keys_of_its_own() -> None:
    first, second = services.new_secrets(), services.new_secrets()

    assert set(first) == {
        "portal",
        "jianzhi_owner",
        "jianzhi_app",
        "valkey",
        "SECRET_KEY",
        "VAULT_KEYS",
        "VAULT_INDEX_KEY",
    }
    assert all(first[name] != second[name] for name in first)
    assert len(base64.b64decode(first["VAULT_KEYS"].removeprefix("k1:"))) == 32
    assert len(base64.b64decode(first["VAULT_INDEX_KEY"])) == 32


def test_one_role_for_everything_is_allowed_with_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://one@db/jianzhi")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)

    given = services.given_addresses()

    assert given == {"DATABASE_URL": "postgres://one@db/jianzhi", "DATABASE_OWNER_URL": "postgres://one@db/jianzhi"}
    assert "审计记录只由触发器保护" in capsys.readouterr().err


def test_two_roles_pass_without_a_warning(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://app@db/jianzhi")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner@db/jianzhi")
    monkeypatch.setenv("REDIS_URL", "redis://broker")

    given = services.given_addresses()

    assert given == {
        "DATABASE_URL": "postgres://app@db/jianzhi",
        "DATABASE_OWNER_URL": "postgres://owner@db/jianzhi",
        "REDIS_URL": "redis://broker",
    }
    assert capsys.readouterr().err == ""
