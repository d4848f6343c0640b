"""The verbs of the security administration around sign-in."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from tests.county import County
from unions.choices import LoginEventKind, Proof
from unions.models import LoginAttempt, LoginEvent, User
from unions.services import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "Tea-Harvest-1962"


def fail(user: User, times: int, *, proof: Proof = Proof.PASSWORD, lane: str = "") -> None:
    for _ in range(times):
        attempt = sign_in.begin_attempt(proof=proof, name=user.username, address=None, lane=lane)
        sign_in.failed(attempt, name=user.username, address=None)


@pytest.mark.parametrize("verb", ["unlock", "reset_factor", "reset_password"])
@pytest.mark.parametrize(
    "person", ["county_officer", "county_leader", "town_officer", "base_officer", "auditor", "system_admin", "stranger"]
)
def test_only_the_security_administration_may(county: County, town_officer: User, verb: str, person: str) -> None:
    given = {"password": PASSWORD} if verb == "reset_password" else {}
    with pytest.raises(PermissionDenied):
        getattr(sign_in, verb)(actor=county[person], obj=town_officer, **given)
    assert LoginEvent.objects.count() == 0


@pytest.mark.parametrize("verb", ["reset_factor", "reset_password"])
def test_nobody_resets_the_own_account(security_admin: User, verb: str) -> None:
    given = {"password": PASSWORD} if verb == "reset_password" else {}
    with pytest.raises(ValidationError, match="不能对自己的账号进行此操作"):
        getattr(sign_in, verb)(actor=security_admin, obj=security_admin, **given)


@pytest.mark.parametrize(("proof", "lane"), [(Proof.PASSWORD, ""), (Proof.PASSWORD, "a1b2"), (Proof.CODE, "")])
def test_unlocking_clears_every_count_of_the_account(
    security_admin: User, town_officer: User, base_officer: User, proof: Proof, lane: str
) -> None:
    fail(town_officer, 5, proof=proof, lane=lane)
    fail(base_officer, 4)
    assert sign_in.is_locked(town_officer)
    sign_in.unlock(actor=security_admin, obj=town_officer)
    assert not sign_in.is_locked(town_officer)
    assert LoginAttempt.objects.count() == 4


def test_an_account_with_four_failures_is_not_locked(town_officer: User) -> None:
    fail(town_officer, 4)
    assert not sign_in.is_locked(town_officer)


def test_counts_older_than_half_an_hour_are_swept_away(town_officer: User, base_officer: User) -> None:
    fail(town_officer, 3)
    LoginAttempt.objects.update(at=sign_in.timezone.now() - timedelta(minutes=31))
    fail(base_officer, 1)
    assert LoginAttempt.objects.count() == 1


def test_a_given_password_must_be_changed_and_lifts_the_lock(security_admin: User, town_officer: User) -> None:
    fail(town_officer, 5)
    sign_in.reset_password(actor=security_admin, obj=town_officer, password=PASSWORD)
    town_officer.refresh_from_db()
    assert town_officer.check_password(PASSWORD)
    assert town_officer.must_change_password
    assert not sign_in.is_locked(town_officer)


def test_a_given_password_keeps_the_rules(security_admin: User, town_officer: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        sign_in.reset_password(actor=security_admin, obj=town_officer, password="gonghui")
    assert list(refusal.value.message_dict) == ["password"]
    town_officer.refresh_from_db()
    assert (town_officer.check_password("gonghui"), town_officer.must_change_password) == (False, False)


def test_resetting_the_factor_takes_off_phone_and_recovery_codes(security_admin: User, town_officer: User) -> None:
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=town_officer, type=kind, data={})
    sign_in.reset_factor(actor=security_admin, obj=town_officer)
    assert Authenticator.objects.count() == 0
    assert list(LoginEvent.objects.values_list("kind", "user", "actor")) == [
        (LoginEventKind.FACTOR_RESET, town_officer.pk, security_admin.pk)
    ]


@pytest.mark.parametrize("change", [lambda rows: rows.update(kind="failed"), lambda rows: rows.delete()])
def test_the_log_cannot_be_changed(town_officer: User, change: Any) -> None:
    sign_in.log(LoginEventKind.SIGNED_IN, user=town_officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(LoginEvent.objects.all())
