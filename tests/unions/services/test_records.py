"""What a union's officers keep up to date about it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from tests.county import County, add_base
from tests.unions.services.refusals import refused
from unions.models import UnionOrg
from unions.services import records, tree


def test_the_second_of_two_savers_is_told(county: County) -> None:
    officer = county["base_officer"]
    with acting_as(officer):
        saved = records.change_union(
            actor=officer, obj=county.plant, version=1, member_count=310, short_name="白沙工会"
        )
        assert (saved.member_count, saved.version) == (310, 2)
        assert {"baishagonghui", "bsgh"} < set(saved.search.splitlines())
        with pytest.raises(Conflict):
            records.change_union(actor=officer, obj=county.plant, version=1, member_count=305)
        assert UnionOrg.objects.get(pk=county.plant.pk).member_count == 310


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("name", "名称"),
        ("parent_id", "parent_id"),
        ("path", "路径"),
        ("org_type", "组织类型"),
        ("status", "状态"),
        ("founded_on", "成立日期"),
        ("uscc", "统一社会信用代码"),
    ],
)
def test_what_belongs_to_a_verb_is_not_changed_by_the_form(county: County, field: str, label: str) -> None:
    officer = county["county_officer"]
    with acting_as(officer), pytest.raises(ValidationError) as error:
        records.change_union(actor=officer, obj=county.plant, version=1, **{field: "1"})
    assert refused(error) == {"__all__": [f"这里不能填写或修改：{label}。"]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"female_members": 301}, "女会员、农民工会员都不能多于会员人数。"),
        ({"dispatched_workers": 321}, "女职工、农民工、劳务派遣工都不能多于职工人数。"),
    ],
)
def test_parts_are_no_larger_than_the_whole(county: County, given: dict[str, int], said: str) -> None:
    officer = county["base_officer"]
    with acting_as(officer), pytest.raises(ValidationError) as error:
        records.change_union(actor=officer, obj=county.plant, version=1, **given)
    assert refused(error) == {"__all__": [said]}


def test_a_closed_union_is_not_changed(county: County) -> None:
    officer = county["county_officer"]
    with everything("test"):
        empty = add_base(county.meicheng, "空壳工会")
    with acting_as(officer):
        closed = tree.dissolve(actor=officer, obj=empty, day=date(2014, 7, 1))
        with pytest.raises(ValidationError) as error:
            records.change_union(actor=officer, obj=closed, version=closed.version, member_count=1)
    assert refused(error) == {"__all__": ["“空壳工会”已撤销，不能再办理。"]}


def test_only_the_own_branch_is_changed(county: County) -> None:
    for name in ("base_officer", "town_officer", "county_leader", "auditor", "stranger"):
        with acting_as(county[name]), pytest.raises(PermissionDenied):
            records.change_union(actor=county[name], obj=county.quarry, version=1, member_count=1)


def test_every_change_enters_the_history(county: County) -> None:
    officer = county["base_officer"]
    with acting_as(officer):
        records.change_union(actor=officer, obj=county.plant, version=1, member_count=310)
        events = (
            UnionOrg.objects.get(pk=county.plant.pk).history.order_by("pgh_id").values_list("pgh_label", "member_count")
        )
        assert list(events) == [("insert", 300), ("update", 310)]
