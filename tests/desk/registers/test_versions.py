"""The optimistic lock."""

import pytest
from django.core.exceptions import ValidationError

from desk.registers.versions import Conflict, claim, save_changes
from tests.county import County
from tests.desk.registers.conftest import stored
from unions.models import Employer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_scope")]


def test_a_saved_change_counts_the_version(county: County) -> None:
    saved = save_changes(county.mill_company, version=1, changed={"headcount": 151})

    assert (saved.headcount, saved.version) == (151, 2)
    assert stored(county.mill_company).headcount == 151


def test_a_version_that_has_passed_is_a_conflict_and_changes_nothing(county: County) -> None:
    save_changes(county.mill_company, version=1, changed={"headcount": 151})

    with pytest.raises(Conflict) as conflict:
        save_changes(county.mill_company, version=1, changed={"headcount": 99})

    assert (conflict.value.current.headcount, conflict.value.current.version) == (151, 2)  # type: ignore[attr-defined]  # an employer
    assert stored(county.mill_company).headcount == 151


def test_what_the_model_refuses_is_not_written(county: County) -> None:
    with pytest.raises(ValidationError, match="都不能多于职工人数"):
        save_changes(county.mill_company, version=1, changed={"female_headcount": 999})

    assert stored(county.mill_company).version == 1


def test_a_claim_reads_the_row_again(county: County) -> None:
    Employer.objects.filter(pk=county.mill_company.pk).update(headcount=77)

    assert claim(county.mill_company).headcount == 77


def test_a_row_that_is_gone_cannot_be_claimed(county: County) -> None:
    gone = Employer(pk=10**9)

    with pytest.raises(Employer.DoesNotExist):
        claim(gone)
