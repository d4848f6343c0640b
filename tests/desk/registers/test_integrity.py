"""What the database refuses, without the values."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from desk.registers.dated import span
from desk.registers.integrity import told
from desk.registers.models import Batch, SavedView
from tests.county import County
from unions.models import Coverage, Employer, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_scope")]


def test_a_broken_constraint_is_told_in_its_own_words_and_without_the_value(county: County) -> None:
    taken = county.mill_company.uscc
    with pytest.raises(ValidationError) as refused, told():
        Employer.objects.filter(pk=county.chemical_works.pk).update(uscc=taken)

    assert refused.value.messages == ["这个统一社会信用代码的单位已登记。"]
    assert taken not in repr(refused.value)
    assert refused.value.__cause__ is None


def test_a_check_constraint_is_told(county: County) -> None:
    with pytest.raises(ValidationError, match="都不能多于职工人数"), told():
        Employer.objects.filter(pk=county.mill_company.pk).update(female_headcount=151)


def test_an_exclusion_constraint_is_told(county: County) -> None:
    with pytest.raises(ValidationError, match="这段时间已由另一家工会覆盖"), told():
        Coverage.objects.create(union=county.plant, employer=county.chemical_works, held=span(date(2014, 1, 1)))


def test_a_unique_field_is_told_in_its_own_words(county: County) -> None:
    with pytest.raises(ValidationError, match="这个登录名已被使用"), told():
        User.objects.create_user("county_officer", full_name="重名")


def test_a_missing_value_is_told_by_the_label_of_its_field(county: County) -> None:
    with pytest.raises(ValidationError) as refused, told():
        SavedView.objects.create(register="trial", name=None, owner=county["county_officer"])  # type: ignore[misc]  # the very fault

    assert refused.value.messages == ["“名称”不能为空。"]


def remove_past_the_models(employer: Employer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DELETE FROM unions_employer WHERE id = %s", [employer.pk])


def test_a_row_that_is_still_needed_is_told_plainly(county: County) -> None:
    with pytest.raises(ValidationError, match="仍被其他记录引用"), told():
        remove_past_the_models(county.mill_company)


def test_the_transaction_goes_on_afterwards(county: County) -> None:
    with pytest.raises(ValidationError), told():
        Batch.objects.create(register="trial", owner=county["county_officer"], purpose="xlsx", reveal=True)

    assert Batch.objects.count() == 0
