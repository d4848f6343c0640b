"""Terms of office, the officers in them, and the committees."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from tests.county import County
from tests.unions.services.refusals import refused
from unions.choices import CommitteeKind, Gender, Post
from unions.models import Committee, Officer, Term, UnionOrg
from unions.services import terms
from unions.services.days import year_after

WOMAN = "330182198503150020"


class TestElect:
    def test_the_next_term_ends_three_years_on_or_five(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            second = terms.elect(
                actor=officer, union=county.plant, elected_on=date(2016, 3, 2), approval_doc_no="新总工〔2016〕4号"
            )
            assert (second.number, second.ends_on, second.approval_doc_no) == (2, date(2019, 3, 2), "新总工〔2016〕4号")
            UnionOrg.objects.filter(pk=county.plant.pk).update(term_years=5)
            third = terms.elect(
                actor=officer, union=UnionOrg.objects.get(pk=county.plant.pk), elected_on=date(2019, 3, 2)
            )
            assert (third.number, third.ends_on) == (3, date(2024, 3, 2))

    def test_above_the_base_a_term_is_five_years_whatever_is_said(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            UnionOrg.objects.filter(pk=county.xinanjiang.pk).update(term_years=3)
            town = UnionOrg.objects.get(pk=county.xinanjiang.pk)
            assert terms.elect(actor=officer, union=town, elected_on=date(2014, 1, 1)).ends_on == date(2019, 1, 1)

    def test_a_term_that_begins_on_a_leap_day_ends_on_the_28th(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            assert terms.elect(actor=officer, union=county.plant, elected_on=date(2016, 2, 29)).ends_on == date(
                2019, 2, 28
            )
        assert year_after(date(2012, 2, 29), 4) == date(2016, 2, 29)

    def test_re_election_is_due_on_the_day_it_ends(self, county: County) -> None:
        with everything("test"):
            due = [list(UnionOrg.objects.reelection_due(day)) for day in (date(2016, 2, 29), date(2016, 3, 1))]
            assert due == [[], [county.plant]]
            Term.objects.create(union=county.plant, number=2, elected_on=date(2016, 2, 1), ends_on=date(2019, 2, 1))
            assert list(UnionOrg.objects.reelection_due(date(2016, 3, 1))) == []

    def test_an_election_before_the_last_one_or_the_founding_is_refused(self, county: County) -> None:
        officer = county["base_officer"]
        for day, said in (
            (date(2013, 3, 1), "选举日期要晚于第1届的选举日期（2013-03-01）。"),
            (date(2013, 2, 1), "日期不能早于“建德市白沙化工有限公司工会”的成立日期（2013年3月1日）。"),
        ):
            with acting_as(officer), pytest.raises(ValidationError) as error:
                terms.elect(actor=officer, union=county.plant, elected_on=day)
            assert refused(error) == {"elected_on": [said]}

    def test_the_right_is_asked_for(self, county: County) -> None:
        for name in ("other_base_officer", "county_leader", "stranger", "security_admin"):
            with acting_as(county[name]), pytest.raises(PermissionDenied):
                terms.elect(actor=county[name], union=county.plant, elected_on=date(2016, 3, 2))


class TestOfficers:
    def appoint(self, county: County, **given: Any) -> Officer:
        officer = county["base_officer"]
        facts = {"name": "钱江", "post": Post.FINANCE, "since": date(2014, 3, 1), **given}
        with acting_as(officer):
            return terms.appoint_officer(actor=officer, union=county.plant, **facts)

    def test_the_gender_is_read_from_the_identity_number(self, county: County) -> None:
        assert self.appoint(county, id_number=WOMAN).gender == Gender.FEMALE
        assert (
            self.appoint(county, name="俞敏", id_number=WOMAN, gender=Gender.MALE, post=Post.ORGANISER).gender
            == Gender.MALE
        )
        assert self.appoint(county, name="单春香").gender == Gender.UNKNOWN

    def test_a_surname_is_found_by_its_reading_as_a_surname(self, county: County) -> None:
        assert {"shanchunxiang", "scx"} < set(self.appoint(county, name="单春香").search.splitlines())

    def test_there_is_one_chair_at_a_time(self, county: County) -> None:
        with pytest.raises(ValidationError) as error:
            self.appoint(county, post=Post.CHAIR)
        assert refused(error) == {"__all__": ["该工会这段时间已有主席，请先填写原主席的离任日期。"]}
        officer = county["base_officer"]
        with acting_as(officer):
            first = Officer.objects.get(union=county.plant, post=Post.CHAIR)
            terms.end_officer(actor=officer, obj=first, day=date(2014, 2, 28))
        self.appoint(county, post=Post.CHAIR)
        with acting_as(officer):
            held = Officer.objects.filter(post=Post.CHAIR).order_by("held")
            assert [(o.name, o.first_day, o.last_day) for o in held] == [
                ("徐芳", date(2013, 3, 1), date(2014, 2, 28)),
                ("钱江", date(2014, 3, 1), None),
            ]

    def test_the_same_person_in_the_same_post_is_told_at_the_number(self, county: County) -> None:
        self.appoint(county, id_number=WOMAN)
        with pytest.raises(ValidationError) as error:
            self.appoint(county, id_number=WOMAN)
        assert "此人在该工会的同一职务已登记。" in str(refused(error))

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"until": date(2014, 2, 28)}, {"until": ["离任日期不能早于任职日期。"]}),
            (
                {"since": date(2013, 2, 28)},
                {"since": ["日期不能早于“建德市白沙化工有限公司工会”的成立日期（2013年3月1日）。"]},
            ),
            ({"id_number": "330182198503150027"}, {"id_number": ["身份证号校验位不符，请核对是否抄错。"]}),
            ({"phone": "12345678901"}, {"phone": ["手机号应为 11 位数字，以 1 开头。"]}),
            ({"held": None}, {"__all__": ["这里不能填写或修改：有效期间。"]}),
        ],
    )
    def test_wrong_facts_are_refused(self, county: County, given: dict[str, Any], said: dict[str, list[str]]) -> None:
        with pytest.raises(ValidationError) as error:
            self.appoint(county, **given)
        assert refused(error) == said

    def test_a_term_of_another_union_is_refused(self, county: County) -> None:
        with everything("test"):
            foreign = Term.objects.create(
                union=county.mill, number=1, elected_on=date(2014, 1, 1), ends_on=date(2017, 1, 1)
            )
        with pytest.raises(ValidationError) as error:
            self.appoint(county, term=foreign)
        assert refused(error) == {"term": ["所选届次不属于这家工会。"]}

    def test_days_and_facts_are_changed_together(self, county: County) -> None:
        officer = county["base_officer"]
        made = self.appoint(county, id_number=WOMAN)
        with acting_as(officer):
            made.gender = Gender.MALE  # as a form leaves the object
            saved = terms.change_officer(
                actor=officer, obj=made, version=1, since=date(2014, 4, 1), until=date(2015, 4, 1), phone="13900000009"
            )
            assert (saved.first_day, saved.last_day, saved.phone) == (date(2014, 4, 1), date(2015, 4, 1), "13900000009")
            assert (saved.gender, saved.id_number, saved.version) == (Gender.FEMALE, WOMAN, 2)
            with pytest.raises(Conflict):
                terms.change_officer(actor=officer, obj=made, version=1, name="别人")

    def test_nobody_leaves_before_coming_or_twice(self, county: County) -> None:
        officer = county["base_officer"]
        made = self.appoint(county)
        with acting_as(officer):
            with pytest.raises(ValidationError) as error:
                terms.end_officer(actor=officer, obj=made, day=date(2014, 2, 28))
            assert refused(error) == {"day": ["结束日期不能早于开始日期。"]}
            assert terms.end_officer(actor=officer, obj=made, day=date(2014, 3, 1)).last_day == date(2014, 3, 1)
            with pytest.raises(ValidationError) as error:
                terms.end_officer(actor=officer, obj=made, day=date(2014, 5, 1))
            assert refused(error) == {"day": ["已于 2014-03-01 结束。"]}


class TestCommittees:
    def test_one_of_a_kind_at_a_time(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            audit = terms.set_up_committee(
                actor=officer, union=county.plant, kind=CommitteeKind.AUDIT, since=date(2014, 1, 1), members=3
            )
            with pytest.raises(ValidationError) as error:
                terms.set_up_committee(
                    actor=officer, union=county.plant, kind=CommitteeKind.AUDIT, since=date(2014, 6, 1)
                )
            assert refused(error) == {"__all__": ["该工会这段时间已有同类委员会。"]}
            assert terms.change_committee(actor=officer, obj=audit, version=1, members=5).members == 5
            terms.end_committee(actor=officer, obj=audit, day=date(2014, 5, 31))
            terms.set_up_committee(actor=officer, union=county.plant, kind=CommitteeKind.AUDIT, since=date(2014, 6, 1))
            assert [c.last_day for c in Committee.objects.order_by("held")] == [date(2014, 5, 31), None]
