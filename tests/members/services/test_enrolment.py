"""A person becomes a member, and the file is kept up to date."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from members.choices import Began, MemberState
from members.models import Member, Membership
from members.services import enrolment, standing
from tests.county import County
from tests.unions.services.refusals import refused
from unions.choices import Gender
from unions.models import Coverage, Employer

MAN, WOMAN = "330182198808080035", "330182199912310069"
ON_FILE = "该身份证号已有会员档案。如在其他工会，请办理会籍接转。"


class TestEnrol:
    def enrol(self, county: County, who: str = "base_officer", **given: Any) -> Member:
        officer = county[who]
        facts = {"union": county.plant, "name": "曾强", "id_number": MAN, "joined_on": date(2014, 3, 1), **given}
        with acting_as(officer):
            return enrolment.enrol(actor=officer, **facts)

    def test_opens_a_file_and_the_first_membership(self, county: County) -> None:
        member = self.enrol(county, employer=county.chemical_works, phone="13900000009", is_migrant=True)
        with everything("test"):
            held = Membership.objects.get(member=member)
            kept = Member.objects.get(id_index=MAN)
        assert (kept.pk, kept.state, kept.birthday, kept.gender) == (
            member.pk,
            MemberState.ACTIVE,
            date(1988, 8, 8),
            Gender.MALE,
        )
        assert (held.union_id, held.first_day, held.last_day, held.began, held.ended) == (
            county.plant.pk,
            date(2014, 3, 1),
            None,
            Began.JOINED,
            "",
        )

    def test_a_number_on_file_is_refused_in_the_same_words_wherever_the_file_lies(self, county: County) -> None:
        for number in ("330182198503150020", "330182197901010133"):  # at the plant; at the quarry, out of sight
            with pytest.raises(ValidationError) as error:
                self.enrol(county, id_number=number)
            assert refused(error) == {"id_number": [ON_FILE]}
            assert number not in str(error.value)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"id_number": "330182198808080037"}, "id_number"),
            ({"gender": Gender.FEMALE}, "gender"),
            ({"birthday": date(1988, 8, 9)}, "birthday"),
            ({"joined_on": date(2099, 1, 1)}, "joined_on"),
            ({"joined_on": date(2013, 2, 28)}, "joined_on"),
            ({"id_number": WOMAN, "joined_on": date(2015, 12, 30)}, "joined_on"),
            ({"phone": "1390000000"}, "phone"),
            ({"state": MemberState.EXPELLED}, "__all__"),
            ({"card_no": "33018220140001"}, "__all__"),
        ],
    )
    def test_wrong_facts_are_refused_at_their_field(self, county: County, given: dict[str, Any], field: str) -> None:
        with everything("test"):
            before = Member.objects.count()
        with pytest.raises(ValidationError) as error:
            self.enrol(county, **given)
        assert list(refused(error)) == [field]
        with everything("test"):
            assert Member.objects.count() == before

    def test_who_turns_sixteen_on_new_years_eve_joins_on_that_day(self, county: County) -> None:
        self.enrol(county, id_number=WOMAN, joined_on=date(2015, 12, 31))

    def test_a_federation_has_no_members_of_its_own(self, county: County) -> None:
        with pytest.raises(ValidationError) as error:
            self.enrol(county, who="town_officer", union=county.xinanjiang)
        assert list(refused(error)) == ["union"]

    def test_an_employer_of_another_union_is_refused(self, county: County) -> None:
        with pytest.raises(ValidationError) as error:
            self.enrol(county, who="town_officer", employer=county.mill_company)
        assert list(refused(error)) == ["employer"]

    def test_the_right_is_asked_for_at_the_union(self, county: County) -> None:
        for who in ("other_base_officer", "county_leader", "auditor", "security_admin", "stranger"):
            with pytest.raises(PermissionDenied):
                self.enrol(county, who=who)
        self.enrol(county, who="town_officer")


class TestChange:
    def change(self, county: County, who: str = "base_officer", **changed: Any) -> Member:
        officer, version = county[who], changed.pop("version", county.member.version)
        with acting_as(officer):
            return enrolment.change_member(actor=officer, obj=county.member, version=version, **changed)

    def test_facts_are_changed_and_counted(self, county: County) -> None:
        saved = self.change(county, phone="13900000010", note="班组长")
        assert (saved.phone, saved.note, saved.version) == ("13900000010", "班组长", 2)

    def test_a_corrected_number_corrects_birthday_and_gender(self, county: County) -> None:
        saved = self.change(county, id_number=MAN)
        assert (saved.birthday, saved.gender) == (date(1988, 8, 8), Gender.MALE)
        with everything("test"):
            assert Member.objects.get(id_index=MAN) == county.member
            assert not Member.objects.filter(id_index="330182198503150020").exists()

    def test_a_number_of_somebody_else_is_refused(self, county: County) -> None:
        with pytest.raises(ValidationError) as error:
            self.change(county, id_number="330182197901010133")
        assert refused(error) == {"id_number": [ON_FILE]}
        self.change(county, id_number="330182198503150020")

    def test_a_later_day_of_joining_moves_the_beginning_of_the_first_membership(self, county: County) -> None:
        self.change(county, joined_on=date(2014, 5, 4))
        with everything("test"):
            assert Membership.objects.get(member=county.member).first_day == date(2014, 5, 4)
        with pytest.raises(ValidationError) as error:
            self.change(county, version=2, joined_on=date(2013, 2, 28))
        assert list(refused(error)) == ["joined_on"]

    @pytest.mark.parametrize("field", ["union", "state", "card_no", "merged_into"])
    def test_what_moves_by_verbs_is_not_changed_here(self, county: County, field: str) -> None:
        with pytest.raises(ValidationError):
            self.change(county, **{field: None})

    def test_what_was_wrong_before_stands_in_nobodys_way(self, county: County) -> None:
        with everything("test"):
            Member.objects.filter(pk=county.member.pk).update(birthday=date(1985, 3, 16))
        assert self.change(county, note="新备注").note == "新备注"

    def test_who_works_at_a_place_that_another_union_covers_by_now_is_kept_all_the_same(self, county: County) -> None:
        with everything("test"):
            Coverage.objects.filter(employer=county.chemical_works).delete()
            Employer.objects.filter(pk=county.chemical_works.pk).update(union=county.mill)
        assert self.change(county, note="新备注").note == "新备注"
        with acting_as(county["base_officer"]):
            officer, member = county["base_officer"], Member.objects.get(pk=county.member.pk)
            left = standing.withdraw(actor=officer, obj=member, day=date(2014, 3, 1), reason="离职")
            assert (left.state, left.employer_id) == (MemberState.WITHDRAWN, county.chemical_works.pk)
        with acting_as(county["base_officer"]), pytest.raises(IntegrityError), transaction.atomic():
            Member.objects.filter(name="王伟").update(employer=county.chemical_works)

    def test_the_second_of_two_is_told(self, county: County) -> None:
        self.change(county, note="先")
        with pytest.raises(Conflict):
            self.change(county, note="后", version=1)

    def test_the_right_is_asked_for(self, county: County) -> None:
        for who in ("other_base_officer", "county_leader", "auditor", "stranger"):
            with pytest.raises(PermissionDenied):
                self.change(county, who=who, note="改")
