"""Sealed fields and blind indexes: bound to their place, never plain in SQL, found only exactly."""

import hashlib
import itertools
import uuid
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.forms import modelform_factory
from django.test.utils import CaptureQueriesContext, isolate_apps

from desk.vault.ciphers import SealBroken
from desk.vault.fields import BlindIndexField, EncryptedTextField, Sealed
from desk.vault.keys import keyring
from desk.vault.sealed import uuid7

NUMBER = "330182198001010044"
OTHER = "33018219800101005X"

pytestmark = pytest.mark.django_db


def _stored(card: models.Model, column: str = "number") -> Any:
    """The column as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, number_index, note FROM vault_card WHERE id = %s", [card.pk])
        return dict(zip(("number", "number_index", "note"), cursor.fetchone(), strict=True))[column]


def _store(card: models.Model, column: str, token: str) -> None:
    statement = {
        "number": "UPDATE vault_card SET number = %s WHERE id = %s",
        "note": "UPDATE vault_card SET note = %s WHERE id = %s",
    }[column]
    with connection.cursor() as cursor:
        cursor.execute(statement, [token, card.pk])


# --- bound to its place (F3) ----------------------------------------------------------------------------------------------
def test_no_token_of_a_thousand_pairs_opens_at_another_row_or_column() -> None:
    ring = keyring()
    places = [f"vault_card.{column}:{uuid7()}" for column in ("number", "note") for _ in range(17)]
    tokens = {place: ring.seal(NUMBER, place) for place in places}
    pairs = list(itertools.permutations(places, 2))
    assert len(pairs) == 1122
    for source, target in pairs:
        with pytest.raises(SealBroken):
            ring.open(tokens[source], target)
    assert {ring.open(tokens[place], place) for place in places} == {NUMBER}


def test_a_token_copied_to_another_row_or_column_in_the_database_does_not_open(card_model: Any) -> None:
    first, second = card_model.objects.create(number=NUMBER), card_model.objects.create(number=OTHER)
    token = _stored(first)
    _store(second, "number", token)
    _store(second, "note", token)
    _store(first, "note", token)
    first, second = card_model.objects.get(pk=first.pk), card_model.objects.get(pk=second.pk)
    assert first.number == NUMBER
    for card, column in [(first, "note"), (second, "number"), (second, "note")]:
        with pytest.raises(SealBroken):
            getattr(card, column)


def test_a_row_saved_as_another_row_is_sealed_for_its_new_place(card_model: Any) -> None:
    card = card_model.objects.create(note="复印件在案")
    before = _stored(card, "note")
    copy = card_model.objects.get(pk=card.pk)
    copy.pk = uuid7()
    copy.save(force_insert=True)
    assert _stored(copy, "note") != before
    assert card_model.objects.get(pk=copy.pk).note == "复印件在案"


# --- never plain ----------------------------------------------------------------------------------------------------------
def test_no_statement_carries_the_plain_value(card_model: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        card = card_model.objects.create(number=NUMBER, note="低保户")
        card.number = OTHER
        card.save()
        list(card_model.objects.filter(number_index=NUMBER))
        card.full_clean()
        card_model.objects.bulk_create([card_model(number=NUMBER)])
    said = " ".join(query["sql"] for query in queries)
    assert len(queries) >= 5
    assert [value for value in (NUMBER, OTHER, "低保户") if value in said] == []
    assert _stored(card).startswith(keyring().header)


def test_nothing_is_null_in_the_database_and_empty_here(card_model: Any) -> None:
    card = card_model.objects.create(number="", note=None)
    assert (_stored(card, "number"), _stored(card, "number_index"), _stored(card, "note")) == (None, None, None)
    card = card_model.objects.get(pk=card.pk)
    assert (card.number, card.note) == ("", "")
    assert list(card_model.objects.filter(number__isnull=True)) == [card]


@pytest.mark.parametrize(
    "lookup", ["number", "number__exact", "number__contains", "number__startswith", "number__in", "number__length"]
)
def test_a_sealed_field_cannot_be_searched(card_model: Any, lookup: str) -> None:
    with pytest.raises(FieldError, match="is sealed and cannot be searched by"):
        card_model.objects.filter(**{lookup: NUMBER})


def test_a_plain_value_cannot_be_written_past_the_instance(card_model: Any) -> None:
    card = card_model.objects.create(number=NUMBER)
    with pytest.raises(FieldError, match="a plain value never goes to SQL"), transaction.atomic():
        card_model.objects.update(number=OTHER)
    with pytest.raises(FieldError, match="a plain value never goes to SQL"), transaction.atomic():
        card_model.objects.bulk_update([card], ["number"])
    assert card_model.objects.get().number == NUMBER


def test_values_gives_a_sealed_object_that_shows_nothing(card_model: Any) -> None:
    card = card_model.objects.create(number=NUMBER)
    sealed = card_model.objects.values_list("number", flat=True).get()
    assert type(sealed) is Sealed
    assert (str(sealed), repr(sealed), f"{sealed}") == ("******", "<Sealed number>", "******")
    assert sealed.open(card.pk) == NUMBER
    with pytest.raises(SealBroken):
        sealed.open(uuid7())


# --- saving again ---------------------------------------------------------------------------------------------------------
def test_saving_an_unchanged_row_leaves_its_token_alone(card_model: Any) -> None:
    card = card_model.objects.create(number=NUMBER)
    token = _stored(card)
    card.save()
    loaded = card_model.objects.get()
    loaded.number = NUMBER
    loaded.save()
    deferred = card_model.objects.defer("number").get()
    deferred.save()
    assert _stored(card) == token
    loaded.number = OTHER
    loaded.save()
    assert _stored(card) != token


def test_a_row_loaded_before_a_change_of_keys_is_saved_under_the_new_one(card_model: Any, settings: Any) -> None:
    card_model.objects.create(number=NUMBER)
    card = card_model.objects.get()
    settings.VAULT_KEYS = f"newest:{'A' * 43}=,{settings.VAULT_KEYS}"
    settings.VAULT_CIPHER = "SM4-GCM"
    card.save()
    assert _stored(card).startswith("v1s:newest:")
    assert card_model.objects.get().number == NUMBER


def test_a_deferred_value_opens_when_it_is_read(card_model: Any) -> None:
    card_model.objects.create(number=NUMBER)
    assert card_model.objects.only("id").get().number == NUMBER


def test_a_broken_value_can_be_replaced(card_model: Any) -> None:
    card = card_model.objects.create(note="旧")
    _store(card, "note", keyring().seal("旧", "elsewhere.note:1"))
    card = card_model.objects.get()
    card.note = "新"
    card.save()
    assert card_model.objects.get().note == "新"


# --- forms ----------------------------------------------------------------------------------------------------------------
def test_a_form_shows_the_mask_and_keeps_the_value_while_the_mask_is_unchanged(card_model: Any) -> None:
    card = card_model.objects.create(number=NUMBER)
    form_class = modelform_factory(card_model, fields=["number", "note"])
    form = form_class(instance=card)
    assert form.initial["number"] == "330182********0044"
    assert NUMBER not in form.as_p()
    assert "data-sensitive" in form.as_p()

    form = form_class({"number": "330182********0044", "note": "新备注"}, instance=card)
    assert form.is_valid(), form.errors
    form.save()
    assert [card_model.objects.get().number, card_model.objects.get().note] == [NUMBER, "新备注"]


def test_a_form_refuses_a_half_edited_mask(card_model: Any) -> None:
    card = card_model.objects.create(number=NUMBER)
    form = modelform_factory(card_model, fields=["number"])({"number": "330182********0042"}, instance=card)
    assert form.errors == {"number": ["内容中含有掩码“**”。请重新填写完整内容，或保持原样不动。"]}


def test_a_value_that_is_too_long_is_refused(card_model: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        card_model(number="1" * 21).full_clean()
    assert set(caught.value.message_dict) == {"number"}


# --- the blind index (F5) -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "asked", [OTHER, " 330182 19800101 005x", "\uff13\uff13\uff10182\u30001980-01-01\u200b005\uff58"]
)
def test_an_exact_value_is_found_however_it_is_typed(card_model: Any, asked: str) -> None:
    card_model.objects.create(number=NUMBER)
    card = card_model.objects.create(number=OTHER)
    assert list(card_model.objects.filter(number_index=asked)) == [card]
    assert list(card_model.objects.filter(number_index__in=[asked, "330182"])) == [card]


@pytest.mark.parametrize("asked", ["33018219800101", "", " ", "330182198001010042"])
def test_nothing_else_is_found(card_model: Any, asked: str) -> None:
    card_model.objects.create(number=NUMBER)
    card_model.objects.create(number="")
    assert list(card_model.objects.filter(number_index=asked)) == []


@pytest.mark.parametrize("lookup", ["contains", "startswith", "gt", "iexact"])
def test_the_index_answers_no_other_question(card_model: Any, lookup: str) -> None:
    with pytest.raises(FieldError, match="finds exact values only"):
        card_model.objects.filter(**{f"number_index__{lookup}": NUMBER})


def test_the_index_is_no_plain_hash_and_differs_between_columns_and_keys(card_model: Any, settings: Any) -> None:
    card = card_model.objects.create(number=NUMBER)
    stored = _stored(card, "number_index")
    unkeyed = {
        hashlib.new(name, NUMBER.encode()).digest()
        for name in ("sha256", "sm3")
        if name in hashlib.algorithms_available
    }
    assert stored == keyring().digest(NUMBER, "vault_card.number")
    assert stored not in unkeyed
    assert stored != keyring().digest(NUMBER, "unions_officer.id_number")
    settings.VAULT_INDEX_KEY = "A" * 43 + "="
    assert stored != keyring().digest(NUMBER, "vault_card.number")


def test_the_database_refuses_a_second_row_with_the_same_value_without_telling_it(card_model: Any) -> None:
    card_model.objects.create(number=OTHER)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        card_model.objects.create(number=OTHER.lower())
    assert OTHER not in str(caught.value).upper()
    card_model.objects.create(number="")
    card_model.objects.create(number="")


def test_a_duplicate_is_told_at_the_field_that_was_filled_in(card_model: Any) -> None:
    card_model.objects.create(number=NUMBER)
    form = modelform_factory(card_model, fields=["number"])({"number": f" {NUMBER}"})
    assert form.errors == {"number": ["此卡号已登记。"]}
    form = modelform_factory(card_model, fields=["note"])({"note": "x"})
    assert form.is_valid()


def test_the_index_follows_when_only_its_source_is_saved(card_model: Any) -> None:
    card = card_model.objects.create(number=NUMBER)
    card.number = OTHER
    card.save(update_fields=["number"])
    assert list(card_model.objects.filter(number_index=OTHER)) == [card]
    assert list(card_model.objects.filter(number_index=NUMBER)) == []


def test_the_index_is_an_index_of_the_database(card_model: Any) -> None:
    assert BlindIndexField(source="number").db_index
    assert BlindIndexField(source="number").deconstruct()[3] == {"source": "number"}
    assert not card_model._meta.get_field("number_index").db_index  # unique already is one
    card_model.objects.bulk_create([card_model(number=str(n)) for n in range(500)])
    plan = card_model.objects.filter(number_index="77").explain()
    assert "Index Scan" in plan


# --- declarations ---------------------------------------------------------------------------------------------------------
@isolate_apps("desk.vault")
def test_a_wrong_declaration_is_found_by_the_checks() -> None:
    class Wrong(models.Model):
        number = EncryptedTextField("卡号", unique=True)
        index = BlindIndexField("索引", source="nubmer")

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return "wrong"

    assert sorted(error.id for error in Wrong.check() if error.id.startswith("vault.")) == [
        "vault.E001",
        "vault.E002",
        "vault.E003",
    ]


def test_keys_of_rows_sort_by_the_time_they_were_made_in() -> None:
    made = [uuid7() for _ in range(3)]
    assert {(u.version, u.variant) for u in made} == {(7, uuid.RFC_4122)}
    milliseconds = [u.int >> 80 for u in made]
    assert milliseconds == sorted(milliseconds)
    assert len(set(made)) == 3
