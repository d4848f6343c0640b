"""F4: keys are changed while people work, and a killed rotation harms nothing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as portal
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from desk.registers.dated import span
from desk.vault import canary, rotation, scope
from desk.vault.keys import keyring
from desk.vault.models import KeyCanary
from tests.county import FOUNDED, County, build_county
from unions.choices import Post
from unions.models import Officer

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

NEW = f"k-new:{'N' * 43}="
OLD_ID = keyring().current.id
OFFICERS = "unions_officer.id_number"
EVENTS = "unions_officerevent.id_number"
SEEDS = "mfa_authenticator.data"


@pytest.fixture(autouse=True)
def no_attachments(settings: Any, tmp_path: Path) -> None:
    """What other tests have left in the folder of attachments lies under a key, too."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def committed_county() -> County:
    """The county with thirty more officers, committed, under the old key, which the canary knows."""
    canary.refuse_wrong_keys()
    with scope.everything("the test county"):
        county = build_county()
        Officer.objects.bulk_create(
            Officer(union=county.mill, name="甲", post=Post.COMMITTEE_MEMBER, id_number=_number(n), held=span(FOUNDED))
            for n in range(30)
        )
        Officer.objects.create(union=county.mill, name="乙", post=Post.COMMITTEE_MEMBER, held=span(FOUNDED))
        codes = [keyring().seal(code, SEEDS) for code in ("11111111", "22222222")]
        Authenticator.objects.create(
            user=county["auditor"], type="totp", data={"secret": keyring().seal("SEED", SEEDS), "digits": 6}
        )
        Authenticator.objects.create(user=county["auditor"], type="recovery_codes", data={"migrated_codes": codes})
    return county


def _number(n: int) -> str:
    return f"33018219800102{n:04d}"


def _numbers() -> list[str]:
    with scope.everything("reading back"):
        return sorted(officer.id_number for officer in Officer.objects.all())


def _under() -> dict[str, dict[str, int]]:
    """The keys of the three stores these tests fill; the county's few members lie in others."""
    return {store.label: store.by_key() for store in rotation.stores() if store.label in {OFFICERS, EVENTS, SEEDS}}


def _keys_in_use() -> set[str]:
    return {key for store in rotation.stores() for key in store.by_key()}


ALL = sorted(["330182198001010044", "", *(_number(n) for n in range(30))])


def test_everything_lies_under_the_new_key_and_the_old_one_may_go(
    committed_county: County, settings: Any, capsys: Any
) -> None:
    old_keys = settings.VAULT_KEYS
    assert _under() == {OFFICERS: {OLD_ID: 31}, EVENTS: {OLD_ID: 31}, SEEDS: {OLD_ID: 3}}

    settings.VAULT_KEYS = f"{NEW},{old_keys}"
    call_command("rotate_vault_keys", batch=7)
    said = capsys.readouterr().out
    assert f"{OFFICERS}  7 done, 24 to go" in said
    assert f"{OFFICERS}  31 done, 0 to go" in said
    assert f"{EVENTS}  k-new: 31" in said
    assert f"Nothing lies under key {OLD_ID} any more: it may be taken out of VAULT_KEYS." in said
    assert _under() == {OFFICERS: {"k-new": 31}, EVENTS: {"k-new": 31}, SEEDS: {"k-new": 3}}
    assert _keys_in_use() == {"k-new"}

    settings.VAULT_KEYS = NEW
    assert canary.fault() == ""
    assert _numbers() == ALL
    with scope.everything("reading back"):
        assert sorted(event.id_number for event in Officer.pgh_event_model.objects.all()) == ALL
    totp, recovery = Authenticator.objects.order_by("pk").values_list("data", flat=True)
    assert (keyring().open(totp["secret"], SEEDS), totp["digits"]) == ("SEED", 6)
    assert [keyring().open(code, SEEDS) for code in recovery["migrated_codes"]] == ["11111111", "22222222"]


def test_rotation_is_no_change_of_any_row_and_history_stays_locked(committed_county: County, settings: Any) -> None:
    settings.VAULT_KEYS = f"{NEW},{settings.VAULT_KEYS}"
    with scope.everything("counting"):
        before = Officer.pgh_event_model.objects.count()
        call_command("rotate_vault_keys", verbosity=0)
        assert Officer.pgh_event_model.objects.count() == before
    with pytest.raises(Exception, match="is append-only"), connections["owner"].cursor() as cursor:
        cursor.execute("SET jianzhi.scope = '*'; UPDATE unions_officerevent SET id_number = ''")


def test_another_algorithm_is_rotated_to_in_the_same_way(committed_county: County, settings: Any) -> None:
    settings.VAULT_CIPHER = "SM4-GCM"
    call_command("rotate_vault_keys", verbosity=0)
    with scope.everything("reading back"), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT split_part(id_number, ':', 1) FROM unions_officer WHERE id_number IS NOT NULL")
        assert cursor.fetchall() == [("v1s",)]
    assert _numbers() == ALL


def test_a_killed_rotation_leaves_every_row_readable_and_is_taken_up_again(
    committed_county: County, settings: Any
) -> None:
    settings.VAULT_KEYS = f"{NEW},{settings.VAULT_KEYS}"
    seen = []
    for lines in (3, 6):
        with _rotation_in_a_process(settings.VAULT_KEYS) as process:
            assert process.stdout is not None
            told = (line for line in process.stdout if line.startswith(OFFICERS))
            for _ in range(lines):
                next(told)
            process.kill()
            process.wait()
        assert _numbers() == ALL
        seen.append(_under()[OFFICERS].get("k-new", 0))
    assert 0 < seen[0] < seen[1] < 31
    call_command("rotate_vault_keys", verbosity=0)
    assert _under() == {OFFICERS: {"k-new": 31}, EVENTS: {"k-new": 31}, SEEDS: {"k-new": 3}}
    assert _numbers() == ALL


def test_a_value_that_does_not_open_is_counted_and_left_and_its_key_is_not_given_up(
    committed_county: County, settings: Any
) -> None:
    old_keys = settings.VAULT_KEYS
    with scope.everything("tampering"), connection.cursor() as cursor:
        cursor.execute("UPDATE unions_officer SET id_number = left(id_number, -8) WHERE name = '徐芳'")
    settings.VAULT_KEYS = f"{NEW},{old_keys}"
    with pytest.raises(CommandError, match=r"^2 values do not open"):  # the row, and the event that tells of it
        call_command("rotate_vault_keys", verbosity=0, batch=3)
    assert _under()[OFFICERS] == {"k-new": 30, OLD_ID: 1}
    assert KeyCanary.objects.filter(key_id=OLD_ID).exists()


def test_only_the_owner_of_the_tables_rotates(committed_county: County, monkeypatch: Any) -> None:
    monkeypatch.setattr(rotation, "OWNER", "default")
    with pytest.raises(CommandError, match="must name the role that owns the tables"):
        call_command("rotate_vault_keys", verbosity=0)


def _rotation_in_a_process(keys: str) -> "subprocess.Popen[str]":
    """The command with a batch of two, on the test database, writing a line per batch."""
    environment = {
        **os.environ,
        "VAULT_KEYS": keys,
        "DATABASE_URL": _url("default"),
        "DATABASE_OWNER_URL": _url("owner"),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "rotate_vault_keys", "--batch", "2"],
        env=environment,
        cwd=portal.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )


def _url(alias: str) -> str:
    kept = connections[alias].settings_dict
    return f"postgres://{kept['USER']}:{kept['PASSWORD']}@{kept['HOST']}:{kept['PORT']}/{kept['NAME']}"
