"""Seeing what is masked: one field, a right, a reason, a line in the log, fifty a day."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection, connections, transaction
from django.utils import timezone

from desk.vault import history, scope
from desk.vault.choices import AccessKind
from desk.vault.keys import keyring
from desk.vault.models import AccessEntry
from desk.vault.services import RevealRefused, record_access, reveal
from tests.county import County, build_county
from unions.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(county: County) -> Officer:
    with scope.everything("the row itself"):
        return Officer.objects.get(union=county.plant)


def _reveal(county: County, person: str, officer: Officer, **given: Any) -> str:
    given = {"field": "id_number", "reason": "核对法人登记材料", **given}
    with scope.acting_as(county[person]):
        return reveal(user=county[person], obj=officer, **given)


def test_the_value_is_shown_and_the_act_is_on_record_without_it(county: County, officer: Officer) -> None:
    with history.telling(address="10.1.2.3", request="r9"):
        assert _reveal(county, "base_officer", officer, reason="  核对法人登记材料 ") == "330182198001010044"
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.kind, entry.subject) == (county["base_officer"], "reveal", "工会干部·身份证号")
    assert (entry.model, entry.object_id, entry.field) == ("unions.officer", str(officer.pk), "id_number")
    assert (entry.reason, entry.address, entry.request_id, entry.rows) == ("核对法人登记材料", "10.1.2.3", "r9", 1)
    assert list(AccessEntry.objects.about(officer)) == [entry]
    assert "330182198001010044" not in str(entry.__dict__)


@pytest.mark.parametrize("person", ["other_base_officer", "auditor_without_branch"])
def test_outside_the_branch_the_row_does_not_exist(county: County, officer: Officer, person: str) -> None:
    county.people["auditor_without_branch"] = county["stranger"]
    with pytest.raises(ObjectDoesNotExist):
        _reveal(county, person, officer)
    assert not AccessEntry.objects.exists()


def test_inside_the_branch_without_the_right_it_is_refused(county: County, officer: Officer) -> None:
    with pytest.raises(RevealRefused, match="您没有查看原文的权限"):
        _reveal(county, "county_leader", officer)


@pytest.mark.parametrize("reason", ["", "    ", "核对", "核 对 "])
def test_a_reason_has_at_least_four_characters(county: County, officer: Officer, reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _reveal(county, "base_officer", officer, reason=reason)
    assert caught.value.message_dict == {"reason": ["请写明查看理由，至少 4 个字。"]}
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("field", ["name", "post", "union", "nothing"])
def test_what_is_not_masked_cannot_be_revealed(county: County, officer: Officer, field: str) -> None:
    with pytest.raises(ObjectDoesNotExist):
        _reveal(county, "base_officer", officer, field=field)


def test_fifty_a_day_for_each_person(county: County, officer: Officer, settings: Any) -> None:
    assert settings.VAULT_REVEALS_PER_DAY == 50
    settings.VAULT_REVEALS_PER_DAY = 2
    for _ in range(2):
        _reveal(county, "base_officer", officer)
    with pytest.raises(RevealRefused, match="今天查看原文已达 2 次"):
        _reveal(county, "base_officer", officer)
    assert _reveal(county, "town_officer", officer) == "330182198001010044"
    assert AccessEntry.objects.count() == 3


def test_yesterday_and_other_kinds_do_not_count(county: County, officer: Officer, settings: Any) -> None:
    settings.VAULT_REVEALS_PER_DAY = 1
    person = county["base_officer"]
    AccessEntry.objects.create(
        user=person, kind="reveal", model="unions.officer", reason="昨天", at=timezone.now() - timedelta(days=1)
    )
    record_access(user=person, kind=AccessKind.SEARCH, model=Officer)
    assert _reveal(county, "base_officer", officer) == "330182198001010044"


def test_what_is_rolled_back_was_not_shown_and_is_not_on_record(county: County, officer: Officer) -> None:
    with transaction.atomic():
        _reveal(county, "base_officer", officer)
        transaction.set_rollback(True)
    assert not AccessEntry.objects.exists()


def test_if_the_record_cannot_be_written_nothing_is_shown(county: County, officer: Officer, monkeypatch: Any) -> None:
    def fail(**kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr("desk.vault.services.record_access", fail)
    with pytest.raises(OSError):
        _reveal(county, "base_officer", officer)


def test_a_value_that_does_not_open_is_refused_in_words(county: County, officer: Officer) -> None:
    with scope.everything("tampering"), connection.cursor() as cursor:
        token = keyring().seal("330182198001010044", "elsewhere:1")
        cursor.execute("UPDATE unions_officer SET id_number = %s WHERE id = %s", [token, officer.pk])
        officer = Officer.objects.get(pk=officer.pk)
    with pytest.raises(RevealRefused, match="无法解密"):
        _reveal(county, "base_officer", officer)


def test_the_database_keeps_no_reveal_without_a_reason(county: County) -> None:
    with pytest.raises(Exception, match="access_entry_reveal_has_reason"), transaction.atomic():
        record_access(user=county["auditor"], kind=AccessKind.REVEAL, model=Officer)


@pytest.mark.django_db(transaction=True)
def test_ten_requests_at_once_do_not_pass_the_limit(settings: Any) -> None:
    settings.VAULT_REVEALS_PER_DAY = 3
    with scope.everything("the test county"):
        county = build_county()
        officer = Officer.objects.get(union=county.plant)
    outcomes: list[str] = []

    def ask() -> None:
        try:
            outcomes.append(_reveal(county, "base_officer", officer))
        except RevealRefused:
            outcomes.append("refused")
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["330182198001010044"] * 3 + ["refused"] * 7
    assert AccessEntry.objects.count() == 3
