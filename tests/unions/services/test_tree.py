"""Found, rename, move, merge, dissolve; and the tree of a past day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from tests.county import County, add_base, add_employer, add_union
from tests.unions.services.refusals import refused
from unions.choices import GrassrootsForm, OrgStatus, OrgType, Post, RegistrationState, Role
from unions.models import (
    Appointment,
    Committee,
    Coverage,
    Employer,
    LegalPersonRegistration,
    Officer,
    OrgChange,
    Standing,
    UnionOrg,
)
from unions.services import tree

pytestmark = pytest.mark.usefixtures("county")


def standings(union: UnionOrg) -> list[tuple[str, str, date, date | None]]:
    """Name, parent, first and last day of each standing, the earliest first."""
    rows = Standing.objects.filter(union=union).select_related("parent").order_by("held")
    return [(s.name, s.parent.name if s.parent else "", s.first_day, s.last_day) for s in rows]


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


class TestPast:
    def test_figures_about_a_past_day_use_that_days_tree(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
            tree.rename(actor=officer, obj=county.plant, name="梅城化工工会", day=date(2014, 9, 1))

            def count(union: UnionOrg, day: date) -> int:
                return tree.grassroots_on(actor=officer, union=union, day=day)

            assert [
                count(county.xinanjiang, day) for day in (date(2014, 5, 31), date(2014, 6, 1), date(2014, 12, 31))
            ] == [2, 1, 1]
            assert [
                count(county.meicheng, day) for day in (date(2014, 5, 31), date(2014, 6, 1), date(2014, 12, 31))
            ] == [1, 2, 2]
            assert count(county.federation, date(2014, 5, 31)) == count(county.federation, date(2014, 12, 31)) == 4
            assert count(county.federation, date(2013, 2, 28)) == 0
            names = [place.name for place in tree.tree_on(actor=officer, union=county.meicheng, day=date(2014, 8, 31))]
            assert names == ["建德市梅城镇总工会", "建德市白沙化工有限公司工会", "建德市严州石材有限公司工会"]

    def test_the_answer_is_the_same_whoever_asks(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
        with acting_as(county["town_officer"]):
            town = county["town_officer"]
            assert tree.grassroots_on(actor=town, union=county.xinanjiang, day=date(2014, 5, 31)) == 2
            with pytest.raises(PermissionDenied):
                tree.tree_on(actor=town, union=county.meicheng, day=date(2014, 5, 31))

    def test_a_leap_day_and_new_year_divide_the_days_as_any_other(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2016, 2, 29))
            tree.move(actor=officer, obj=county.mill, parent=county.meicheng, day=date(2015, 1, 1))
            of_plant = {
                day: county.plant in UnionOrg.objects.branch_on(county.meicheng, day)
                for day in (date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1))
            }
            of_mill = {
                day: county.mill in UnionOrg.objects.branch_on(county.meicheng, day)
                for day in (date(2014, 12, 31), date(2015, 1, 1))
            }
        assert list(of_plant.values()) == [False, True, True]
        assert list(of_mill.values()) == [False, True]

    def test_a_branch_of_a_past_day_shows_no_more_than_the_scope(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
        with acting_as(county["town_officer"]):
            branch = UnionOrg.objects.branch_on(county.xinanjiang, date(2014, 5, 31))
            assert set(branch) == {county.xinanjiang, county.mill}


class TestMerge:
    def test_what_stands_at_it_goes_on_at_the_other(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            shop = add_union(county.plant, "一车间分工会", OrgType.SUB_UNION)
            Committee.objects.create(union=county.plant, kind="audit", held=span(date(2013, 3, 1)))
            certificate = LegalPersonRegistration.objects.create(
                union=county.plant,
                legal_rep="徐芳",
                address="白沙路1号",
                state=RegistrationState.ISSUED,
                uscc="81330182MC0000001A",
                cert_no="工法证字第1号",
                issued_on=date(2013, 6, 1),
            )
        with acting_as(officer):
            effects = tree.merge_effects(actor=officer, obj=county.plant, into=county.mill)
            assert (list(effects.children), list(effects.employers)) == ([shop], [county.chemical_works])
            assert [o.name for o in effects.officers] == ["徐芳"]
            assert [a.user for a in effects.appointments] == [county["base_officer"]]
            assert (len(effects.committees), list(effects.obstacles)) == (1, [])

            into = tree.merge(
                actor=officer, obj=county.plant, into=county.mill, day=date(2014, 7, 1), doc_no="建总工〔2014〕20号"
            )
            assert into == county.mill
            plant = UnionOrg.objects.get(pk=county.plant.pk)
            assert (plant.status, plant.merged_into, plant.closed_on) == (
                OrgStatus.MERGED,
                county.mill,
                date(2014, 7, 1),
            )
            assert standings(plant)[-1][3] == date(2014, 6, 30)
            shop.refresh_from_db()
            assert (shop.parent, shop.path) == (county.mill, f"{county.mill.path}{shop.pk}.")
            assert Employer.objects.get(pk=county.chemical_works.pk).union == county.mill
            coverages = Coverage.objects.filter(employer=county.chemical_works).order_by("held")
            assert [(c.union, c.first_day, c.last_day) for c in coverages] == [
                (county.plant, date(2013, 3, 1), date(2014, 6, 30)),
                (county.mill, date(2014, 7, 1), None),
            ]
            assert Officer.objects.get(union=plant).last_day == date(2014, 6, 30)
            assert Committee.objects.get(union=plant).last_day == date(2014, 6, 30)
            certificate.refresh_from_db()
            assert certificate.state == RegistrationState.CANCELLED
            changes = OrgChange.objects.order_by("id").values_list("union", "kind", "doc_no")
            assert list(changes) == [
                (shop.pk, "moved", "建总工〔2014〕20号"),
                (plant.pk, "merged", "建总工〔2014〕20号"),
            ]
        appointment = Appointment.objects.get(user=county["base_officer"])
        assert appointment.last_day == date(2014, 6, 30)

    def test_the_count_of_a_day_before_the_merger_still_holds_both(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.merge(actor=officer, obj=county.plant, into=county.mill, day=date(2014, 7, 1))
            counts = [
                tree.grassroots_on(actor=officer, union=county.xinanjiang, day=day)
                for day in (date(2014, 6, 30), date(2014, 7, 1))
            ]
            assert counts == [2, 1]
            assert UnionOrg.objects.existing_on(date(2014, 6, 30)).grassroots().count() == 4
            assert UnionOrg.objects.existing_on(date(2014, 7, 1)).grassroots().count() == 3

    def test_obstacles_are_named_before_and_refuse_the_merger(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            add_union(county.plant, "一车间分工会", OrgType.SUB_UNION)
            add_union(county.mill, "一车间分工会", OrgType.SUB_UNION)
        cases = {
            (county.plant, county.plant): ["不能并入自己。"],
            (county.federation, county.meicheng): ["县（市）总工会不能并入其他工会。"],
            (county.xinanjiang, county.plant): [
                "上下级工会之间不能合并，请先调整隶属。",
                "“乡镇（街道）总工会”不能并入“基层工会”。",
                "下级“建德市白沙化工有限公司工会”（基层工会）不能设在“建德市白沙化工有限公司工会”之下。",
                "下级“建德市新安江纺织有限公司工会”（基层工会）不能设在“建德市白沙化工有限公司工会”之下。",
            ],
            (county.plant, county.mill): ["“建德市新安江纺织有限公司工会”之下已有同名工会“一车间分工会”。"],
        }
        with acting_as(officer):
            for (obj, into), obstacles in cases.items():
                assert tree.merge_effects(actor=officer, obj=obj, into=into).obstacles == obstacles
                with pytest.raises(ValidationError) as error:
                    tree.merge(actor=officer, obj=obj, into=into, day=date(2014, 7, 1))
                assert refused(error) == {"into": obstacles}

    def test_nothing_is_half_merged(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            Officer.objects.create(union=county.plant, name="钱江", post=Post.ORGANISER, held=span(date(2014, 8, 1)))
        with acting_as(officer), pytest.raises(ValidationError) as error:
            tree.merge(actor=officer, obj=county.plant, into=county.mill, day=date(2014, 7, 1))
        assert refused(error) == {"day": ["干部任职有自2014年8月1日起的记录，日期须晚于这一天。"]}
        with everything("test"):
            assert UnionOrg.objects.get(pk=county.plant.pk).status == OrgStatus.ACTIVE
            assert Employer.objects.get(pk=county.chemical_works.pk).union == county.plant
            assert Coverage.objects.get(employer=county.chemical_works).last_day is None

    def test_a_union_whose_child_left_later_cannot_have_ended_earlier(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            third = add_union(county.federation, "建德市乾潭镇总工会", OrgType.TOWNSHIP_FEDERATION)
        with acting_as(officer):
            tree.move(actor=officer, obj=county.quarry, parent=county.xinanjiang, day=date(2014, 9, 1))
            with pytest.raises(ValidationError) as error:
                tree.merge(actor=officer, obj=county.meicheng, into=third, day=date(2014, 8, 1))
        assert refused(error) == {"day": ["下级工会的隶属有到2014年8月31日为止的记录，日期不能早于2014年9月1日。"]}

    def test_only_the_county_merges(self, county: County) -> None:
        with acting_as(county["town_officer"]), pytest.raises(PermissionDenied):
            tree.merge(actor=county["town_officer"], obj=county.plant, into=county.mill, day=date(2014, 7, 1))


class TestDissolve:
    def test_a_union_with_children_or_employers_is_not_dissolved(self, county: County) -> None:
        officer = county["county_officer"]
        cases = {
            county.xinanjiang: [
                "还有 2 家下级工会，请先调整隶属、合并或撤销。",
                "还有 1 家用人单位，请先改由其他工会覆盖或登记注销。",
            ],
            county.plant: ["还有 1 家用人单位，请先改由其他工会覆盖或登记注销。"],
            county.federation: ["县（市）总工会不能撤销。", "还有 3 家下级工会，请先调整隶属、合并或撤销。"],
        }
        with acting_as(officer):
            for union, obstacles in cases.items():
                assert tree.dissolve_obstacles(union) == obstacles
                with pytest.raises(ValidationError) as error:
                    tree.dissolve(actor=officer, obj=union, day=date(2014, 7, 1))
                assert refused(error) == {"__all__": obstacles}

    def test_everything_at_it_ends_on_the_eve(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            empty = add_base(county.meicheng, "空壳工会")
            gone = add_employer(empty, "建德市老五金厂", "91330182MA2AAAA059", deregistered_on=date(2014, 5, 1))
            Officer.objects.create(union=empty, name="钱江", post=Post.CHAIR, held=span(date(2013, 4, 1)))
            Appointment.objects.create(
                user=county["stranger"], union=empty, role=Role.BASE_OFFICER, held=span(date(2013, 4, 1))
            )
        with acting_as(officer):
            union = tree.dissolve(actor=officer, obj=empty, day=date(2014, 7, 1), reason="企业注销")
            assert (union.status, union.closed_on) == (OrgStatus.DISSOLVED, date(2014, 7, 1))
            assert standings(union) == [("空壳工会", "建德市梅城镇总工会", date(2013, 3, 1), date(2014, 6, 30))]
            assert Officer.objects.get(union=empty).last_day == date(2014, 6, 30)
            assert Coverage.objects.get(employer=gone).last_day == date(2014, 6, 30)
            assert OrgChange.objects.get(union=empty).reason == "企业注销"
        assert Appointment.objects.get(user=county["stranger"]).last_day == date(2014, 6, 30)

    def test_its_name_is_free_again(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            empty = add_base(county.meicheng, "空壳工会")
        with acting_as(officer):
            tree.dissolve(actor=officer, obj=empty, day=date(2014, 7, 1))
            again = tree.found(
                actor=officer,
                parent=county.meicheng,
                name="空壳工会",
                org_type=OrgType.GRASSROOTS,
                founded_on=date(2014, 8, 1),
            )
            assert again.pk != empty.pk

    def test_the_day_must_come_after_the_last_change(self, county: County) -> None:
        officer = county["county_officer"]
        with everything("test"):
            empty = add_base(county.meicheng, "空壳工会")
        with acting_as(officer):
            tree.rename(actor=officer, obj=empty, name="空工会", day=date(2014, 7, 1))
            with pytest.raises(ValidationError) as error:
                tree.dissolve(actor=officer, obj=empty, day=date(2014, 7, 1))
        assert refused(error) == {"day": ["该工会有自2014年7月1日起的记录，日期须晚于这一天。"]}
