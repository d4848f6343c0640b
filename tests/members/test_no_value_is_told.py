"""What the database refuses is said without the values that were refused (promises.md F11)."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from desk.registers import integrity
from desk.vault.scope import everything
from members.models import Member, Membership
from tests.county import County

OURS = ("desk", "unions", "members", "jianzhi")
ID_NUMBER, CARD = "330182198001010044", "33018220140000017"


def refusals() -> Iterator[tuple[str, str, str]]:
    """Every constraint of every table of ours that a value can break: table, constraint, and the words declared for it."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS:
            for constraint in model._meta.constraints:
                yield model._meta.db_table, constraint.name, str(constraint.get_violation_error_message())


@pytest.mark.parametrize(("table", "constraint", "words"), list(refusals()), ids=lambda value: None)
def test_every_constraint_has_words_of_its_own(table: str, constraint: str, words: str) -> None:
    cause = SimpleNamespace(diag=SimpleNamespace(table_name=table, constraint_name=constraint, sqlstate="23505"))

    assert integrity._words(cause) == words
    assert words.endswith("。")


@pytest.mark.parametrize("field", ["id_number", "card_no"])
def test_a_number_that_is_taken_is_not_repeated(county: County, field: str, caplog: Any) -> None:
    facts: dict[str, Any] = {"union": county.plant, "name": "甲", "joined_on": date(2014, 5, 4)}
    with everything("test"):
        Member.objects.create(**facts, id_number=ID_NUMBER, card_no=CARD)
        again = (
            {"id_number": ID_NUMBER} if field == "id_number" else {"id_number": "33018219900307001X", "card_no": CARD}
        )
        with pytest.raises(ValidationError) as refused, integrity.told():
            Member.objects.create(**facts, **again)
        with pytest.raises(ValidationError) as told_before:
            Member(**facts, **again).full_clean()

    said = f"{refused.value.messages} {told_before.value.message_dict} {refused.value.__cause__} {caplog.text}"
    assert not any(part in said for part in (ID_NUMBER, CARD, "330182"))
    assert refused.value.messages[0].endswith("。")


def test_a_second_membership_at_the_same_time_is_refused_in_words(county: County) -> None:
    with everything("test"):
        member = Member.objects.create(union=county.plant, name="甲", id_number=ID_NUMBER, joined_on=date(2014, 5, 4))
        Membership.objects.create(union=county.plant, member=member, held="[2014-05-04,)")
        with pytest.raises(ValidationError) as refused, integrity.told():
            Membership.objects.create(union=county.plant, member=member, held="[2014-05-05,)")
    assert refused.value.messages == ["此人这段时间已有会籍，一人同一时间只能有一段会籍。"]
