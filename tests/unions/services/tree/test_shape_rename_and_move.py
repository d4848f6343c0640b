"""Rename, move."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from desk.vault.scope import acting_as, everything
from tests.county import County, add_base, add_union
from tests.unions.services.refusals import refused
from tests.unions.services.tree.standings import standings
from unions.choices import OrgType
from unions.models import (
    Employer,
    OrgChange,
    UnionOrg,
)
from unions.services import tree

pytestmark = pytest.mark.usefixtures("county")


class TestRename:
    def test_the_old_name_stays_in_the_history(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            union = tree.rename(
                actor=officer,
                obj=county.mill,
                name="建德市新安江丝绸有限公司工会",
                day=date(2014, 2, 28),
                doc_no="新总工〔2014〕3号",
            )
            assert union.name == "建德市新安江丝绸有限公司工会"
            assert "jdsxajscyxgsgh" in union.search.splitlines()
            assert standings(union) == [
                ("建德市新安江纺织有限公司工会", "建德市新安江街道总工会", date(2013, 3, 1), date(2014, 2, 27)),
                ("建德市新安江丝绸有限公司工会", "建德市新安江街道总工会", date(2014, 2, 28), None),
            ]
            change = OrgChange.objects.get(union=union)
            assert (change.old_name, change.new_name, change.doc_no) == (
                "建德市新安江纺织有限公司工会",
                "建德市新安江丝绸有限公司工会",
                "新总工〔2014〕3号",
            )

    def test_two_changes_on_one_day_leave_one_standing_for_it(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.rename(actor=officer, obj=county.mill, name="丝绸工会", day=date(2016, 2, 29))
            tree.move(actor=officer, obj=county.mill, parent=county.meicheng, day=date(2016, 2, 29))
            assert standings(county.mill) == [
                ("建德市新安江纺织有限公司工会", "建德市新安江街道总工会", date(2013, 3, 1), date(2016, 2, 28)),
                ("丝绸工会", "建德市梅城镇总工会", date(2016, 2, 29), None),
            ]

    def test_the_past_is_not_written_over(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            tree.rename(actor=officer, obj=county.mill, name="丝绸工会", day=date(2014, 6, 1))
            with pytest.raises(ValidationError) as error:
                tree.rename(actor=officer, obj=county.mill, name="纺织工会", day=date(2014, 5, 31))
        assert refused(error) == {"day": ["“纺织工会”自2014年6月1日起已有变动，日期不能早于这一天。"]}
        with everything("test"):
            assert UnionOrg.objects.get(pk=county.mill.pk).name == "丝绸工会"

    def test_a_day_before_the_founding_is_refused(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer), pytest.raises(ValidationError) as error:
            tree.rename(actor=officer, obj=county.mill, name="丝绸工会", day=date(2013, 2, 28))
        assert refused(error) == {"day": ["日期不能早于“建德市新安江纺织有限公司工会”的成立日期（2013年3月1日）。"]}


class TestMove:
    def test_the_whole_branch_goes_along(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            shop = add_union(county.plant, "一车间分工会", OrgType.SUB_UNION)
            group = add_union(shop, "一组", OrgType.UNION_GROUP)
        with acting_as(officer):
            moved = tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
            assert moved.path == f"{county.meicheng.path}{county.plant.pk}."
            paths = dict(UnionOrg.objects.filter(pk__in=[county.plant.pk, shop.pk, group.pk]).values_list("pk", "path"))
            assert paths == {
                county.plant.pk: f"{county.meicheng.path}{county.plant.pk}.",
                shop.pk: f"{county.meicheng.path}{county.plant.pk}.{shop.pk}.",
                group.pk: f"{county.meicheng.path}{county.plant.pk}.{shop.pk}.{group.pk}.",
            }
            assert UnionOrg.objects.get(pk=shop.pk).parent == county.plant
            change = OrgChange.objects.get(union=county.plant)
            assert (change.old_parent, change.new_parent) == (county.xinanjiang, county.meicheng)

    def test_who_sees_the_union_changes_with_its_place(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
        with acting_as(county["town_officer"]):
            assert not UnionOrg.objects.filter(pk=county.plant.pk).exists()
            assert not Employer.objects.filter(pk=county.chemical_works.pk).exists()

    def test_a_union_does_not_go_under_itself_or_below(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            joint = add_union(county.xinanjiang, "城东片区工会联合会", OrgType.REGIONAL_JOINT)
        for target in (county.xinanjiang, joint):
            with acting_as(officer), pytest.raises(ValidationError) as error:
                tree.move(actor=officer, obj=county.xinanjiang, parent=target, day=date(2014, 6, 1))
            assert refused(error) == {"parent": ["不能移到自己或自己的下级工会之下。"]}

    def test_a_place_its_type_may_not_have_is_refused(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer), pytest.raises(ValidationError) as error:
            tree.move(actor=officer, obj=county.plant, parent=county.mill, day=date(2014, 6, 1))
        assert refused(error) == {"parent": ["“基层工会”不能设在“基层工会”之下。"]}

    def test_the_county_federation_stays(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer), pytest.raises(ValidationError) as error:
            tree.move(actor=officer, obj=county.federation, parent=county.meicheng, day=date(2014, 6, 1))
        assert refused(error) == {"parent": ["县（市）总工会不能调整隶属。"]}

    def test_a_name_that_is_taken_there_is_refused(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            add_base(county.meicheng, county.plant.name)
        with acting_as(officer), pytest.raises(ValidationError) as error:
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
        assert refused(error) == {"parent": ["“建德市梅城镇总工会”之下已有同名工会“建德市白沙化工有限公司工会”。"]}

    def test_the_right_is_needed_at_both_ends(self, county: County) -> None:
        for obj, parent in ((county.plant, county.meicheng), (county.quarry, county.xinanjiang)):
            with everything("a scope that is wider than the person's own"), pytest.raises(PermissionDenied):
                tree.move(actor=county["town_officer"], obj=obj, parent=parent, day=date(2014, 6, 1))

    def test_a_closed_union_neither_moves_nor_takes_in(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            empty = add_base(county.meicheng, "空壳工会")
        with acting_as(officer):
            tree.dissolve(actor=officer, obj=empty, day=date(2014, 6, 1))
            with pytest.raises(ValidationError) as error:
                tree.move(actor=officer, obj=empty, parent=county.xinanjiang, day=date(2014, 7, 1))
        assert refused(error) == {"__all__": ["“空壳工会”已撤销，不能再办理。"]}

    def test_a_path_that_does_not_follow_the_parent_is_refused_by_the_database(self, county: County) -> None:
        with everything("test"):
            for forged in ({"parent": county.meicheng}, {"path": f"{county.meicheng.path}{county.plant.pk}."}):
                with pytest.raises(IntegrityError), transaction.atomic():
                    UnionOrg.objects.filter(pk=county.plant.pk).update(**forged)
            with pytest.raises(IntegrityError), transaction.atomic():  # its children would be left behind
                UnionOrg.objects.filter(pk=county.xinanjiang.pk).update(
                    parent=county.meicheng, path=f"{county.meicheng.path}{county.xinanjiang.pk}."
                )
