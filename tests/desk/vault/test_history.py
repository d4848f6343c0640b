"""What is kept of every change: who, whence, in which request, on which page, why; and never to be changed."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import DataError, connection, transaction
from django.urls import reverse

from desk.vault import history
from desk.vault.ciphers import SealBroken
from desk.vault.fields import BlindIndexField, EncryptedTextField, Sealed
from desk.vault.keys import keyring
from tests.county import County
from unions.models import Officer, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_scope")]

NUMBER, OTHER = "330182198001010044", "33018219800101005X"


@pytest.fixture
def officer(county: County) -> Officer:
    return Officer.objects.get(union=county.plant)


def _labels(obj: Any) -> list[str]:
    return list(obj.history.order_by("pgh_id").values_list("pgh_label", flat=True))


def test_each_kind_of_change_is_kept_also_past_the_instance(officer: Officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(phone="13900000003")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unions_officer SET phone = '13900000004' WHERE id = %s", [officer.pk])
    events = Officer.pgh_event_model.objects.filter(pgh_obj_id=officer.pk).order_by("pgh_id")
    Officer.objects.filter(pk=officer.pk).delete()
    assert list(events.values_list("pgh_label", "phone")) == [
        ("insert", "13900000002"),
        ("update", "13900000003"),
        ("update", "13900000004"),
        ("delete", "13900000004"),
    ]


def test_the_context_says_who_whence_where_and_why_and_ends_with_its_block(officer: Officer) -> None:
    with history.telling(user=7, address="10.0.0.9", request="r1", page="unions:officer_change"):
        with history.because("本人来电更正"):
            officer.phone = "13900000003"
            officer.save()
        officer.phone = "13900000004"
        officer.save()
    officer.phone = "13900000005"
    officer.save()
    assert history.current() == {}
    known = {"user": 7, "address": "10.0.0.9", "request": "r1", "page": "unions:officer_change"}
    assert list(officer.history.order_by("pgh_id").values_list("phone", "pgh_context")) == [
        ("13900000002", None),
        ("13900000003", {**known, "reason": "本人来电更正"}),
        ("13900000004", known),
        ("13900000005", None),
    ]


def test_an_error_inside_the_block_is_told_as_it_is(officer: Officer) -> None:
    with (
        pytest.raises(DataError, match="division by zero"),
        transaction.atomic(),
        history.because("出错"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / 0")
    assert history.current() == {}


def test_a_change_that_is_rolled_back_leaves_no_event(officer: Officer) -> None:
    with transaction.atomic():
        Officer.objects.update(phone="13900000003")
        transaction.set_rollback(True)
    assert _labels(officer) == ["insert"]


def test_saving_without_a_change_leaves_no_event(officer: Officer) -> None:
    officer.id_number = NUMBER
    officer.save()
    officer.refresh_from_db()
    officer.save()
    assert _labels(officer) == ["insert"]


def test_sealed_fields_are_kept_sealed_and_open_where_the_row_was(officer: Officer) -> None:
    officer.id_number = OTHER
    officer.save()
    first, second = officer.history.order_by("pgh_id")
    assert isinstance(first.__dict__["id_number"], Sealed)
    assert first.__dict__["id_number"].token.startswith(keyring().header)
    assert (first.id_number, second.id_number) == (NUMBER, OTHER)

    second.pgh_obj_id = first.pk  # an event told of another row
    with pytest.raises(SealBroken):
        _ = second.id_number


def test_what_is_computed_from_other_fields_stays_out() -> None:
    kept = {f.name for f in Officer.pgh_event_model._meta.fields}
    assert kept & {"id_index", "search", "pinyin", "updated_at"} == set()
    assert {"id_number", "phone", "name", "held", "union"} <= kept
    assert {f.name for f in User.pgh_event_model._meta.fields} & {"password", "last_login"} == set()
    for model in (Officer, User):
        assert not any(isinstance(f, BlindIndexField) for f in model.pgh_event_model._meta.fields)
    assert isinstance(Officer.pgh_event_model._meta.get_field("id_number"), EncryptedTextField)


def test_events_have_chinese_names() -> None:
    assert Officer.pgh_event_model._meta.verbose_name == "工会干部变更记录"
    assert str(Officer.pgh_event_model._meta.get_field("pgh_created_at").verbose_name) == "时间"


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_application_cannot_touch_history_through_django(officer: Officer, verb: str) -> None:
    events = officer.history.all()
    with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():
        events.update(phone="") if verb == "update" else events._raw_delete("default")
    assert officer.history.get().phone == "13900000002"


def test_a_request_leaves_its_person_address_page_and_number(county: County, sign_in: Any, monkeypatch: Any) -> None:
    """Driven through any page of ours: what the middleware tells is what a change inside the view is kept with."""
    seen: list[history.Context] = []

    def look(*args: Any, **kwargs: Any) -> Any:
        seen.append(history.current())
        return get_user_model().objects.none()

    monkeypatch.setattr("desk.vault.views.visible", look)
    address = reverse("vault:masked", args=("unions", "officer", "x", "id_number"))
    response = sign_in(county["base_officer"]).get(f"{address}?q={NUMBER}", REMOTE_ADDR="10.1.2.3")
    assert seen == [
        {
            "user": county["base_officer"].pk,
            "address": "10.1.2.3",
            "request": response["X-Request-ID"],
            "page": "vault:masked",
        }
    ]
    assert history.current() == {}
