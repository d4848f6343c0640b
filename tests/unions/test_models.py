"""What the database holds whatever the code forgets. Each constraint says in Chinese what is wrong."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from desk.registers.dated import span
from desk.vault.scope import everything
from tests.county import County
from unions.choices import CHILDREN, GrassrootsForm, OrgStatus, OrgType
from unions.models import Coverage, Employer, Standing, UnionOrg

OURS = [m for m in apps.get_app_config("unions").get_models() if not hasattr(m, "pgh_tracked_model")]
CONSTRAINTS = [(model, constraint) for model in OURS for constraint in model._meta.constraints]


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=[c.name for _, c in CONSTRAINTS])
def test_every_constraint_speaks_chinese(model: Any, constraint: Any) -> None:
    message = str(constraint.violation_error_message)
    assert message.endswith("。")
    assert not message.isascii()


@pytest.mark.parametrize("model", OURS, ids=[m.__name__ for m in OURS])
def test_every_field_and_model_is_named_in_chinese(model: Any) -> None:
    words = [
        str(model._meta.verbose_name),
        *(str(f.verbose_name) for f in model._meta.local_fields if not f.primary_key),
    ]
    assert [word for word in words if word.isascii()] == []


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("unionorg_path_ends_with_own_id", {"path": "1.999999."}, "工会路径与编号不符。"),
    ("unionorg_only_the_county_has_no_parent", {"parent": None}, "除县（市）总工会外，每个工会都要有上级工会。"),
    ("unionorg_closed_has_a_day", {"status": OrgStatus.DISSOLVED}, "撤并的工会要有撤并日期，且不早于成立日期。"),
    ("unionorg_closed_has_a_day", {"closed_on": date(2014, 1, 1)}, "撤并的工会要有撤并日期，且不早于成立日期。"),
    (
        "unionorg_closed_has_a_day",
        {"status": OrgStatus.DISSOLVED, "closed_on": date(2013, 2, 28)},
        "撤并的工会要有撤并日期，且不早于成立日期。",
    ),
    (
        "unionorg_merged_names_its_successor",
        {"status": OrgStatus.MERGED, "closed_on": date(2014, 1, 1)},
        "并入其他工会时要写明并入哪一家。",
    ),
    ("unionorg_parts_within_workers", {"female_workers": 321}, "女职工、农民工、劳务派遣工都不能多于职工人数。"),
    ("unionorg_parts_within_members", {"migrant_members": 301}, "女会员、农民工会员都不能多于会员人数。"),
]


@pytest.mark.parametrize(("name", "wrong", "said"), WRONG)
def test_a_union_that_cannot_be_is_refused_twice(county: County, name: str, wrong: dict[str, Any], said: str) -> None:
    with everything("test"):
        union = UnionOrg.objects.get(pk=county.plant.pk)
        for field, value in wrong.items():
            setattr(union, field, value)
        with pytest.raises(ValidationError) as error:
            union.full_clean()
        assert said in error.value.messages
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            UnionOrg.objects.filter(pk=union.pk).update(**wrong)


def test_only_a_grassroots_union_has_a_form(county: County) -> None:
    with (
        everything("test"),
        pytest.raises(IntegrityError, match="unionorg_form_of_grassroots_only"),
        transaction.atomic(),
    ):
        UnionOrg.objects.filter(pk=county.meicheng.pk).update(grassroots_form=GrassrootsForm.JOINT)


def test_a_union_stands_at_one_place_at_a_time(county: County) -> None:
    with everything("test"), pytest.raises(IntegrityError, match="standing_one_at_a_time"), transaction.atomic():
        Standing.objects.create(union=county.plant, name="甲", parent=county.meicheng, held=span(date(2014, 1, 1)))


def test_one_union_covers_an_employer_at_a_time(county: County) -> None:
    with (
        everything("test"),
        pytest.raises(IntegrityError, match="coverage_by_one_union_at_a_time"),
        transaction.atomic(),
    ):
        Coverage.objects.create(
            union=county.plant, employer=county.chemical_works, held=span(date(2015, 1, 1), date(2015, 1, 1))
        )


def test_a_coverage_of_the_past_may_be_corrected_after_the_employer_moved_on(county: County) -> None:
    with everything("test"):
        old = Coverage.objects.get(employer=county.chemical_works)
        Coverage.objects.filter(pk=old.pk).update(held=span(date(2013, 3, 1), date(2014, 1, 31)))
        Employer.objects.filter(pk=county.chemical_works.pk).update(union=county.mill)
        assert Coverage.objects.filter(pk=old.pk).update(held=span(date(2013, 3, 1), date(2014, 1, 30))) == 1


def test_every_type_says_what_may_stand_under_it_and_stands_under_something() -> None:
    assert set(CHILDREN) == set(OrgType)
    assert {child for below in CHILDREN.values() for child in below} == set(OrgType) - {OrgType.COUNTY_FEDERATION}


class TestQuestions:
    def test_a_closed_union_existed_up_to_the_eve_of_its_closing(self, county: County) -> None:
        with everything("test"):
            UnionOrg.objects.filter(pk=county.quarry.pk).update(status=OrgStatus.DISSOLVED, closed_on=date(2014, 7, 1))
            existed = [
                county.quarry in UnionOrg.objects.existing_on(day)
                for day in (date(2013, 2, 28), date(2013, 3, 1), date(2014, 6, 30), date(2014, 7, 1))
            ]
            assert existed == [False, True, True, False]
            assert county.quarry not in UnionOrg.objects.standing()

    def test_founded_in_counts_both_ends(self, county: County) -> None:
        with everything("test"):
            UnionOrg.objects.filter(pk=county.plant.pk).update(founded_on=date(2014, 1, 1))
            UnionOrg.objects.filter(pk=county.mill.pk).update(founded_on=date(2014, 12, 31))
            UnionOrg.objects.filter(pk=county.quarry.pk).update(founded_on=date(2015, 1, 1))
            founded = UnionOrg.objects.grassroots().founded_in(date(2014, 1, 1), date(2014, 12, 31))
            assert set(founded) == {county.plant, county.mill}

    def test_an_employer_above_scale_without_a_union_is_found(self, county: County) -> None:
        with everything("test"):
            assert list(Employer.objects.above_scale().uncovered()) == [county.uncovered_company]
            Employer.objects.filter(pk=county.uncovered_company.pk).update(deregistered_on=date(2014, 1, 1))
            assert list(Employer.objects.uncovered()) == []  # nobody has to organise a firm that is gone
            assert set(Employer.objects.covered()) == {
                county.chemical_works,
                county.mill_company,
                county.quarry_company,
            }
