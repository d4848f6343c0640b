"""Dissolve."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from tests.county import County, add_base, add_employer
from tests.unions.services.refusals import refused
from tests.unions.services.tree.standings import standings
from unions.choices import OrgStatus, OrgType, Post, Role
from unions.models import (
    Appointment,
    Coverage,
    Officer,
    OrgChange,
)
from unions.services import tree

pytestmark = pytest.mark.usefixtures("county")


class TestDissolve:
    def test_a_union_with_children_or_employers_is_not_dissolved(self, county: County) -> None:
        officer = county["county_officer"]
        cases = {
            county.xinanjiang: [
                "还有 2 家下级工会，请先调整隶属、合并或撤销。",
                "还有 1 家用人单位，请先改由其他工会覆盖或登记注销。",
            ],
            county.mill: ["还有 1 家用人单位，请先改由其他工会覆盖或登记注销。"],
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
