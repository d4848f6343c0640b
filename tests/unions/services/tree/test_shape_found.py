"""Found."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from desk.vault.scope import acting_as
from tests.county import County
from tests.unions.services.refusals import refused
from tests.unions.services.tree.standings import standings
from unions.choices import GrassrootsForm, OrgType
from unions.models import (
    OrgChange,
)
from unions.services import tree

pytestmark = pytest.mark.usefixtures("county")


class TestFound:
    def test_a_union_stands_in_the_tree_from_its_founding_on(self, county: County) -> None:
        with acting_as(county["town_officer"]):
            union = tree.found(
                actor=county["town_officer"],
                parent=county.xinanjiang,
                name="建德市江滨五金厂工会",
                org_type=OrgType.GRASSROOTS,
                founded_on=date(2014, 5, 20),
                approval_doc_no="新总工〔2014〕7号",
                member_count=30,
                worker_count=40,
            )
            union.refresh_from_db()
            assert union.path == f"{county.federation.pk}.{county.xinanjiang.pk}.{union.pk}."
            assert union.grassroots_form == GrassrootsForm.SINGLE
            assert (union.region_code, union.approved_by) == ("330182001", "建德市新安江街道总工会")
            assert {"jiandeshijiangbinwujinchanggonghui", "jdsjbwjcgh"} < set(union.search.splitlines())
            assert standings(union) == [("建德市江滨五金厂工会", "建德市新安江街道总工会", date(2014, 5, 20), None)]
            change = OrgChange.objects.get(union=union)
            assert (change.kind, change.day, change.doc_no) == ("founded", date(2014, 5, 20), "新总工〔2014〕7号")
            assert change.recorded_by == county["town_officer"]

    def test_a_union_older_than_its_parent_stands_under_it_from_the_parents_first_day(self, county: County) -> None:
        with acting_as(county["town_officer"]):
            union = tree.found(
                actor=county["town_officer"],
                parent=county.xinanjiang,
                name="老厂工会",
                org_type=OrgType.GRASSROOTS,
                founded_on=date(1986, 7, 1),
            )
            assert union.founded_on == date(1986, 7, 1)
            assert [row[2] for row in standings(union)] == [date(2013, 3, 1)]

    @pytest.mark.parametrize(
        ("parent", "org_type"),
        [
            ("plant", OrgType.GRASSROOTS),
            ("plant", OrgType.TOWNSHIP_FEDERATION),
            ("xinanjiang", OrgType.TOWNSHIP_FEDERATION),
            ("xinanjiang", OrgType.UNION_GROUP),
            ("education", OrgType.VILLAGE_UNION),
            ("federation", OrgType.COUNTY_FEDERATION),
        ],
    )
    def test_a_type_that_may_not_stand_there_is_refused(self, county: County, parent: str, org_type: OrgType) -> None:
        officer = county["county_officer"]
        with acting_as(officer), pytest.raises(ValidationError) as error:
            tree.found(
                actor=officer, parent=getattr(county, parent), name="甲", org_type=org_type, founded_on=date(2014, 1, 1)
            )
        assert list(refused(error)) == ["org_type"]

    def test_a_day_that_lies_ahead_is_refused(self, county: County) -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        with acting_as(county["town_officer"]), pytest.raises(ValidationError) as error:
            tree.found(
                actor=county["town_officer"],
                parent=county.xinanjiang,
                name="甲",
                org_type=OrgType.GRASSROOTS,
                founded_on=tomorrow,
            )
        assert list(refused(error)) == ["founded_on"]

    def test_today_is_the_day_in_shanghai(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        # 23:30 on New Year's Eve in London is New Year's Day in Shanghai.
        monkeypatch.setattr(timezone, "now", lambda: datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
        with acting_as(county["town_officer"]):
            union = tree.found(
                actor=county["town_officer"],
                parent=county.xinanjiang,
                name="元旦工会",
                org_type=OrgType.GRASSROOTS,
                founded_on=date(2026, 1, 1),
            )
            with pytest.raises(ValidationError) as error:
                tree.rename(actor=county["town_officer"], obj=union, name="元旦二日工会", day=date(2026, 1, 2))
        assert refused(error) == {"day": ["日期不能晚于今天（2026年1月1日）。"]}

    def test_two_unions_of_one_name_under_one_parent_are_refused(self, county: County) -> None:
        with acting_as(county["town_officer"]), pytest.raises(ValidationError) as error:
            tree.found(
                actor=county["town_officer"],
                parent=county.xinanjiang,
                name=county.plant.name,
                org_type=OrgType.GRASSROOTS,
                founded_on=date(2014, 1, 1),
            )
        assert refused(error) == {"__all__": ["该上级工会下已有同名工会。"]}

    def test_nobody_founds_outside_the_own_branch_or_without_the_right(self, county: County) -> None:
        for person, parent in (
            ("town_officer", county.meicheng),
            ("base_officer", county.plant),
            ("county_leader", county.meicheng),
        ):
            with acting_as(county[person]), pytest.raises(PermissionDenied):
                tree.found(
                    actor=county[person],
                    parent=parent,
                    name="甲",
                    org_type=OrgType.GRASSROOTS,
                    founded_on=date(2014, 1, 1),
                )

    def test_fields_that_are_not_ours_to_give_are_refused(self, county: County) -> None:
        with acting_as(county["town_officer"]), pytest.raises(ValidationError) as error:
            tree.found(
                actor=county["town_officer"],
                parent=county.xinanjiang,
                name="甲",
                org_type=OrgType.GRASSROOTS,
                founded_on=date(2014, 1, 1),
                path="1.",
            )
        assert refused(error) == {"__all__": ["这里不能填写或修改：路径。"]}
