"""Which columns of an idea each person of the cast gets, and what of them is masked: of one that is signed, and of one
without a name (promises.md D8).

As for members (tests/members/test_fields_by_role.py): the answer is the readable file beside this one. When a change of
it is meant, look at the difference and write it anew:

    GOLDEN=write .venv/bin/python -m pytest tests/competitions/test_fields_by_role.py
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from competitions.models import Proposal
from desk.vault.scope import everything
from tests.competitions.ideas import add_proposal
from tests.county import CAST, County
from tests.members.test_fields_by_role import SignIn, told_to

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("fields_by_role.txt")
WHOSE = {
    "signed": {"name": "陈晓燕", "co_proposers": "何平", "phone": "13900000006", "email": "chen@example.cn"},
    "anonymous": {"is_anonymous": True, "phone": "13900000007", "email": "nobody@example.cn"},
}


def an_idea(county: County, number: int, **whose: object) -> Proposal:
    """An idea of the plant that the township reviews, with all that may be left with it; always the same."""
    with everything("tests"):
        Proposal.objects.filter(title="余热回收").delete()
        return add_proposal(
            county.plant,
            county.record("campaigns"),
            "assigned",
            handler=county.xinanjiang,
            id=UUID(int=number),
            employer=county.chemical_works,
            employer_name=county.chemical_works.name,
            department="技术科",
            expected_benefit="每年节约六万元。",
            submitted_at=datetime(2014, 5, 12, 2, 30, tzinfo=UTC),
            code_digest=f"the digest of code {number}",
            **whose,  # type: ignore[arg-type]  # fields of any kind
        )


def test_each_person_gets_these_columns_and_masks_and_no_others(county: County, sign_in: SignIn) -> None:
    lines: list[str] = []
    for number, (title, whose) in enumerate(WHOSE.items(), 1):
        county.records["proposals"] = an_idea(county, number, **whose)
        lines += [line for name in CAST for line in (f"# {title}", *told_to(county, sign_in, "proposals", name))]
    found = "\n".join(lines) + "\n"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_who_left_no_name_has_none_anywhere_and_no_telephone_to_be_known_by() -> None:
    """Of the golden file itself, so that nobody writes one through: colleagues know the last digits of a telephone."""
    anonymous = GOLDEN.read_text(encoding="utf-8").partition("# anonymous")[2]
    assert [value for value in ("陈晓燕", "何平", "139****", "****0007", "@example") if value in anonymous] == []
    told = [line.strip() for line in anonymous.splitlines() if "13900000007" in line]
    assert told == ["手机 | ****** | = | = | 13900000007 | ****** [may reveal]"]
