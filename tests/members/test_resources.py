"""The roster as a workbook."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from desk.registers.searching import PinyinField, SearchTextField
from desk.sheets.choices import ImportState
from desk.sheets.imports import services
from desk.vault.scope import acting_as, everything
from members.choices import MemberState
from members.models import Member, Membership
from members.resources import ELSEWHERE, NO_EMPLOYER, NO_UNION, WHICH_UNION, MemberResource
from tests.county import County, add_member, add_person, add_union
from tests.desk.sheets.imports.rosters import HEAD, brought_in, identity, previewed, row, told, uploaded, workbook
from unions.choices import OrgType, Role
from unions.models import User

pytestmark = pytest.mark.django_db


def test_a_new_row_becomes_a_file_and_a_first_membership(county: County, base_officer: User) -> None:
    run = brought_in(base_officer, [row(1, "单雄信", 农民工="是")])
    assert (run.state, run.rows, run.created) == (ImportState.APPLIED, 1, 1)
    with acting_as(base_officer):
        member = Member.objects.get(id_index=identity(1))
        assert (member.name, member.id_number, member.union, member.employer) == (
            "单雄信",
            identity(1),
            county.plant,
            county.chemical_works,
        )
        assert (member.gender, member.birthday, member.is_migrant) == ("1", date(1985, 6, 1), True)
        assert (member.pinyin, member.joined_on, member.nation) == ("shanxiongxin", date(2014, 5, 1), "01")
        membership = Membership.objects.get(member=member)
        assert (membership.member, membership.union) == (member, county.plant)
        assert (membership.held.lower, membership.held.upper, membership.began) == (date(2014, 5, 1), None, "joined")


class TestUnions:
    WITH_UNION = (*HEAD, "所属工会")

    def test_a_town_officer_imports_into_the_grass_roots_unions_of_the_town(
        self, county: County, town_officer: User
    ) -> None:
        rows = [
            [*row(1), "建德市白沙化工有限公司工会"],
            [*row(3, 用人单位="建德市新安江纺织有限公司"), " 建德市新安江纺织有限公司工会"],
        ]
        brought_in(town_officer, rows, self.WITH_UNION)
        with everything("test"):
            found = Member.objects.filter(id_index__in=[identity(1), identity(3)])
            assert {m.id_number: m.union for m in found} == {identity(1): county.plant, identity(3): county.mill}

    def test_an_unknown_a_closed_a_foreign_and_an_upper_union_are_refused_in_the_same_words(
        self, county: County, town_officer: User
    ) -> None:
        with everything("test"):
            closed = add_union(
                county.xinanjiang,
                "建德市江南造纸厂工会",
                OrgType.GRASSROOTS,
                grassroots_form="single",
                status="dissolved",
                closed_on=date(2014, 1, 1),
            )
        names = ["没有的工会", closed.name, county.quarry.name, county.xinanjiang.name, county.federation.name]
        run = previewed(town_officer, [[*row(2 * n + 1), name] for n, name in enumerate(names)], self.WITH_UNION)
        assert (run.rejected, run.created) == (5, 0)
        assert {message for _, label, message in told(run, town_officer) if label == "所属工会"} == {NO_UNION}
        assert len(told(run, town_officer)) == 5

    def test_a_branch_that_is_open_for_reading_alone_is_no_place_to_import_into(self, county: County) -> None:
        with everything("test"):
            reader = add_person("reader", Role.COUNTY_LEADER, county.federation, "只读")
            type(county["base_officer"].appointments.get()).objects.create(
                user=reader,
                union=county.mill,
                role=Role.BASE_OFFICER,
                held=county["base_officer"].appointments.get().held,
            )
        rows = [[*row(1), county.plant.name], [*row(3, 用人单位=None), county.mill.name]]
        run = previewed(reader, rows, self.WITH_UNION)
        assert (run.created, run.rejected) == (1, 1)
        assert told(run, reader) == [(2, "所属工会", NO_UNION)]

    def test_who_works_for_several_unions_has_to_name_one(self, town_officer: User) -> None:
        run = previewed(town_officer, [row(1, 用人单位=None)])
        assert told(run, town_officer) == [(2, "所属工会", WHICH_UNION)]

    def test_an_employer_is_looked_for_among_those_of_the_union(self, county: County, town_officer: User) -> None:
        rows = [
            [*row(1, 用人单位=county.chemical_works.uscc), county.plant.name],
            [*row(3, 用人单位=county.mill_company.name), county.plant.name],
            [*row(5, 用人单位=county.quarry_company.name), county.plant.name],
            [*row(7, 用人单位="没有的单位"), county.plant.name],
        ]
        run = previewed(town_officer, rows, self.WITH_UNION)
        assert told(run, town_officer) == [(n, "用人单位", NO_EMPLOYER) for n in (3, 4, 5)]


class TestWhoIsKnownAlready:
    def test_a_member_of_another_union_is_refused_in_the_same_words_whether_visible_or_not(
        self, county: County, town_officer: User
    ) -> None:
        with everything("test"):
            add_member(county.mill, "张三", identity(1))
            add_member(county.quarry, "李四", identity(3))
        run = previewed(town_officer, [[*row(n), county.plant.name] for n in (1, 3)], TestUnions.WITH_UNION)
        assert told(run, town_officer) == [(2, "身份证号", ELSEWHERE), (3, "身份证号", ELSEWHERE)]

    @pytest.mark.parametrize("state", [MemberState.WITHDRAWN, MemberState.EXPELLED, MemberState.DECEASED])
    def test_who_has_left_is_not_changed(self, county: County, base_officer: User, state: MemberState) -> None:
        with everything("test"):
            add_member(county.plant, "张三", identity(1), state=state)
        run = previewed(base_officer, [row(1)])
        assert (run.rejected, run.updated) == (1, 0)
        assert [(label, state.label in text) for _, label, text in told(run, base_officer)] == [("身份证号", True)]

    def test_the_day_of_joining_is_not_changed_by_a_roster(self, base_officer: User) -> None:
        brought_in(base_officer, [row(1)])
        run = previewed(base_officer, [row(1, 入会日期="2014-06-01")])
        assert told(run, base_officer) == [(2, "入会日期", "入会日期与已有资料不一致，导入不能更改这一项。")]

    def test_an_import_writes_nothing_outside_the_branch(self, county: County, base_officer: User) -> None:
        def others() -> list[Any]:
            with everything("test"):
                rows = Member.objects.exclude(union=county.plant).order_by("pk")
                return list(rows.values_list("pk", "name", "version", "updated_at", "union", "phone"))

        with everything("test"):
            add_member(county.quarry, "别家的人", identity(1))
        before = others()
        brought_in(base_officer, [row(1, "改名"), row(3)], only_good=True)
        assert others() == before


class TestAgreement:
    @pytest.mark.parametrize(
        ("cells", "label"),
        [
            ({"入会日期": "2000-01-01"}, "入会日期"),  # not yet sixteen
            ({"入会日期": "2013-02-28"}, "入会日期"),  # before the union was founded
            ({"入会日期": "2999-01-01"}, "入会日期"),
        ],
    )
    def test_days_that_do_not_agree_are_refused(self, base_officer: User, cells: dict[str, Any], label: str) -> None:
        run = previewed(base_officer, [row(1, **cells)])
        assert {found for _, found, _ in told(run, base_officer)} == {label}

    def test_gender_and_birthday_are_checked_against_the_identity_number(self, base_officer: User) -> None:
        rows = [[*row(1), "女", "1985-06-01"], [*row(3), "男", "1985-06-02"], [*row(5), "男", "1985年6月1日"]]
        run = previewed(base_officer, rows, (*HEAD, "性别", "出生日期"))
        assert [(number, label) for number, label, _ in told(run, base_officer)] == [(2, "性别"), (3, "出生日期")]

    def test_a_wrong_check_digit_is_refused(self, base_officer: User) -> None:
        right = identity(1)
        run = previewed(base_officer, [row(1, 身份证号=right[:-1] + ("0" if right[-1] != "0" else "1"))])
        assert told(run, base_officer) == [(2, "身份证号", "身份证号校验位不符，请核对是否抄错。")]


def test_without_the_right_no_file_is_taken(county: County, county_leader: User, auditor: User) -> None:
    for person in (county_leader, auditor):
        with pytest.raises(PermissionDenied):
            uploaded(person, workbook([row(1)]))


def test_the_derived_columns_are_those_the_fields_would_have_kept(base_officer: User) -> None:
    names = ["单雄信", "王小明", "欧阳·阿依古丽", "曾Anna", "张三丰", "行长", "乐山", "Ａｌｉ"]
    brought_in(base_officer, [row(2 * n + 1, name) for n, name in enumerate(names)])
    with everything("test"):
        for member in Member.objects.filter(birthday=date(1985, 6, 1)):
            kept = (member.pinyin, member.search)
            member.save()
            member.refresh_from_db()
            assert kept == (member.pinyin, member.search)
        assert {type(f) for f in Member._meta.concrete_fields if hasattr(f, "derive")} >= {PinyinField, SearchTextField}


def test_every_column_is_guessed_from_its_head(base_officer: User) -> None:
    heads = [column.column_name for column in MemberResource.columns()]
    run = uploaded(base_officer, workbook([], [f" {head}* " for head in heads]))
    with acting_as(base_officer):
        found = services.look(run=run, resource=MemberResource)
    assert [column.guess for column in found.columns] == [column.attribute for column in MemberResource.columns()]
