"""Employers: register, keep, cover by a union, uncover, deregister."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from tests.county import County, add_base
from tests.unions.services.refusals import refused
from unions.demo.codes import credit_code
from unions.models import Coverage, Employer
from unions.services import employers

FIRM: dict[str, Any] = {
    "name": "建德市江畔机械有限公司",
    "uscc": credit_code("91", 77_777),
    "unit_class": "170",
    "industry": "C",
}


def coverages(employer: Employer) -> list[tuple[str, date, date | None]]:
    """Which union covered the employer from which day to which, the earliest first."""
    rows = Coverage.objects.filter(employer=employer).select_related("union").order_by("held")
    return [(row.union.name, row.first_day, row.last_day) for row in rows]


class TestRegister:
    def test_an_employer_waits_at_the_desk_of_the_federation_that_shall_organise_it(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            employer = employers.register_employer(
                actor=officer, union=county.xinanjiang, **FIRM, headcount=90, is_above_scale=True
            )
            assert Employer.objects.above_scale().uncovered().filter(pk=employer.pk).exists()
            assert coverages(employer) == []
            assert "jdsjpjxyxgs" in employer.search.splitlines()

    def test_a_grassroots_union_covers_it_from_the_later_founding_on(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            employer = employers.register_employer(
                actor=officer, union=county.plant, **FIRM, registered_on=date(2014, 4, 1)
            )
            assert coverages(employer) == [("建德市白沙化工有限公司工会", date(2014, 4, 1), None)]

    def test_an_employer_that_is_gone_was_covered_until_it_went(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            employer = employers.register_employer(
                actor=officer, union=county.plant, **FIRM, deregistered_on=date(2014, 9, 1)
            )
            assert coverages(employer) == [("建德市白沙化工有限公司工会", date(2013, 3, 1), date(2014, 8, 31))]

    def test_a_code_that_another_union_has_registered_is_refused_in_words(self, county: County) -> None:
        officer = county["town_officer"]  # who cannot see the quarry
        with acting_as(officer), pytest.raises(ValidationError) as error:
            employers.register_employer(
                actor=officer, union=county.xinanjiang, **{**FIRM, "uscc": county.quarry_company.uscc}
            )
        assert "这个统一社会信用代码的单位已登记。" in str(refused(error))

    def test_wrong_numbers_are_refused(self, county: County) -> None:
        officer = county["town_officer"]
        tomorrow = timezone.localdate() + timedelta(days=1)
        cases: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
            ({"uscc": "91330182MA2AAAA01A"}, {"uscc": ["统一社会信用代码校验位不符，请核对是否抄错。"]}),
            ({"headcount": 5, "female_headcount": 6}, {"__all__": ["女职工、农民工都不能多于职工人数。"]}),
            (
                {"registered_on": tomorrow},
                {"registered_on": [f"日期不能晚于今天（{_chinese(timezone.localdate())}）。"]},
            ),
            (
                {"registered_on": date(2014, 2, 1), "deregistered_on": date(2014, 1, 31)},
                {"__all__": ["注销日期不能早于设立日期。"]},
            ),
            ({"version": 7}, {"__all__": ["这里不能填写或修改：版本。"]}),
        ]
        for given, said in cases:
            with acting_as(officer), pytest.raises(ValidationError) as error:
                employers.register_employer(actor=officer, union=county.xinanjiang, **{**FIRM, **given})
            assert refused(error) == said

    def test_only_who_keeps_the_branch_registers(self, county: County) -> None:
        for name, union in (
            ("base_officer", county.plant),
            ("town_officer", county.meicheng),
            ("county_leader", county.meicheng),
        ):
            with acting_as(county[name]), pytest.raises(PermissionDenied):
                employers.register_employer(actor=county[name], union=union, **FIRM)


class TestChange:
    def test_a_stale_version_changes_nothing(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            read = Employer.objects.get(pk=county.chemical_works.pk)
            saved = employers.change_employer(actor=officer, obj=read, version=1, headcount=330)
            assert (saved.headcount, saved.version) == (330, 2)
            with pytest.raises(Conflict) as conflict:
                employers.change_employer(actor=officer, obj=read, version=1, headcount=340)
            assert conflict.value.current.pk == read.pk
            assert Employer.objects.get(pk=read.pk).headcount == 330

    def test_the_union_is_changed_by_cover_alone(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer), pytest.raises(ValidationError) as error:
            employers.change_employer(actor=officer, obj=county.chemical_works, version=1, union=county.mill)
        assert refused(error) == {"__all__": ["这里不能填写或修改：责任工会。"]}

    def test_deregistration_ends_the_coverage_on_the_eve(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            # A form has typed into the object before the service is asked.
            county.chemical_works.deregistered_on = date(2014, 10, 1)
            employers.change_employer(
                actor=officer, obj=county.chemical_works, version=1, deregistered_on=date(2014, 10, 1)
            )
            assert coverages(county.chemical_works) == [
                ("建德市白沙化工有限公司工会", date(2013, 3, 1), date(2014, 9, 30))
            ]


class TestCover:
    def test_one_union_after_the_other(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            employers.cover(actor=officer, obj=county.chemical_works, union=county.mill, day=date(2014, 7, 1))
            assert coverages(county.chemical_works) == [
                ("建德市白沙化工有限公司工会", date(2013, 3, 1), date(2014, 6, 30)),
                ("建德市新安江纺织有限公司工会", date(2014, 7, 1), None),
            ]
            assert Employer.objects.get(pk=county.chemical_works.pk).union == county.mill
            on = Coverage.objects.filter(employer=county.chemical_works)
            assert [on.on(day).get().union for day in (date(2014, 6, 30), date(2014, 7, 1))] == [
                county.plant,
                county.mill,
            ]

    def test_an_employer_without_a_union_gets_one(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            assert list(Employer.objects.above_scale().uncovered()) == [county.uncovered_company]
            employers.cover(actor=officer, obj=county.uncovered_company, union=county.mill, day=date(2014, 7, 1))
            assert list(Employer.objects.above_scale().uncovered()) == []

    def test_what_cannot_be_covered_is_refused(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            young = add_base(county.xinanjiang, "新工会", founded_on=date(2015, 1, 1))
            gone = Employer.objects.get(pk=county.mill_company.pk)
            gone.deregistered_on = date(2014, 1, 1)
            gone.save()
        cases: list[tuple[Employer, Any, date, dict[str, list[str]]]] = [
            (
                county.chemical_works,
                county.plant,
                date(2014, 7, 1),
                {"union": ["“建德市白沙化工有限公司”已由“建德市白沙化工有限公司工会”覆盖。"]},
            ),
            (
                county.chemical_works,
                county.meicheng,
                date(2014, 7, 1),
                {"union": ["覆盖用人单位的是基层工会，请选基层工会或村（社区）工会。"]},
            ),
            (
                county.chemical_works,
                young,
                date(2014, 7, 1),
                {"day": ["日期不能早于“新工会”的成立日期（2015年1月1日）。"]},
            ),
            (
                county.chemical_works,
                county.mill,
                date(2013, 3, 1),
                {"day": ["该单位的覆盖有自2013年3月1日起的记录，日期须晚于这一天。"]},
            ),
            (
                gone,
                county.plant,
                date(2014, 7, 1),
                {"__all__": ["“建德市新安江纺织有限公司”已于2014年1月1日注销，不能再办理。"]},
            ),
        ]
        for employer, union, day, said in cases:
            with acting_as(officer), pytest.raises(ValidationError) as error:
                employers.cover(actor=officer, obj=employer, union=union, day=day)
            assert refused(error) == said

    def test_the_right_is_needed_for_both(self, county: County) -> None:
        officer = county["town_officer"]
        for employer, union in ((county.quarry_company, county.plant), (county.chemical_works, county.quarry)):
            with acting_as(officer), pytest.raises(PermissionDenied):
                employers.cover(actor=officer, obj=employer, union=union, day=date(2014, 7, 1))


class TestUncover:
    def test_the_employer_goes_back_to_the_nearest_federation(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            employer = employers.uncover(actor=officer, obj=county.chemical_works, day=date(2014, 7, 1))
            assert employer.union == county.xinanjiang
            assert coverages(employer) == [("建德市白沙化工有限公司工会", date(2013, 3, 1), date(2014, 6, 30))]
            with pytest.raises(ValidationError) as error:
                employers.uncover(actor=officer, obj=employer, day=date(2014, 8, 1))
        assert refused(error) == {"__all__": ["“建德市白沙化工有限公司”现在没有工会覆盖。"]}


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
