"""Merge."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from tests.county import County, add_union
from tests.unions.services.refusals import refused
from tests.unions.services.tree.standings import standings
from unions.choices import OrgStatus, OrgType, Post, RegistrationState
from unions.models import (
    Appointment,
    Committee,
    Coverage,
    Employer,
    LegalPersonRegistration,
    Officer,
    OrgChange,
    UnionOrg,
)
from unions.services import tree

pytestmark = pytest.mark.usefixtures("county")


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
