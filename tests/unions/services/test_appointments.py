"""Accounts and appointments; 三员分立 by every door (promises.md D10)."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import acting_as
from tests.county import County
from tests.unions.services.refusals import refused
from unions.choices import PLACES, Duty, OrgType, Role
from unions.models import Appointment, UnionOrg, User
from unions.models.users import DUTY_OF_ROLE
from unions.services import appointments

APART = "三员分立：系统管理、安全保密管理、安全审计与业务角色不能由同一账号兼任。"


def duty(role: Role) -> Duty:
    return DUTY_OF_ROLE.get(role, Duty.BUSINESS)


MIXED = [(one, other) for one, other in product(Role, Role) if duty(one) != duty(other)]


def place_for(county: County, role: Role) -> UnionOrg:
    return next(u for u in (county.federation, county.xinanjiang, county.plant) if u.org_type in PLACES[role])


@pytest.fixture
def admin(county: County) -> User:
    return county["security_admin"]


class TestDutiesApart:
    @pytest.mark.parametrize(("one", "other"), MIXED)
    def test_the_service_refuses_in_words(self, county: County, admin: User, one: Role, other: Role) -> None:
        with acting_as(admin):
            appointments.appoint(
                actor=admin, user=county["stranger"], union=place_for(county, one), role=one, since=date(2014, 1, 1)
            )
            with pytest.raises(ValidationError) as error:
                appointments.appoint(
                    actor=admin,
                    user=county["stranger"],
                    union=place_for(county, other),
                    role=other,
                    since=date(2015, 1, 1),
                )
        assert refused(error) == {"__all__": [APART]}

    @pytest.mark.parametrize(("one", "other"), MIXED)
    def test_the_database_refuses_whoever_writes(self, county: County, one: Role, other: Role) -> None:
        held = span(date(2014, 1, 1))
        stranger = county["stranger"]
        Appointment.objects.create(user=stranger, union=county.federation, role=one, held=held)
        with pytest.raises(IntegrityError, match="appointment_duties_apart"), transaction.atomic():
            Appointment.objects.bulk_create([Appointment(user=stranger, union=county.plant, role=other, held=held)])
        later = Appointment.objects.create(
            user=county["auditor"],
            union=county.federation,
            role=Role.AUDITOR,
            held=span(date(2010, 1, 1), date(2010, 12, 31)),
        )
        with pytest.raises(IntegrityError, match="appointment_duties_apart"), transaction.atomic():
            Appointment.objects.filter(pk=later.pk).update(
                user=stranger if other == Role.AUDITOR else county["county_officer"], held=held
            )

    def test_one_after_the_other_is_allowed(self, county: County, admin: User) -> None:
        stranger = county["stranger"]
        with acting_as(admin):
            appointments.appoint(
                actor=admin,
                user=stranger,
                union=county.federation,
                role=Role.AUDITOR,
                since=date(2014, 1, 1),
                until=date(2014, 12, 31),
            )
            appointments.appoint(
                actor=admin, user=stranger, union=county.federation, role=Role.SYSTEM_ADMIN, since=date(2015, 1, 1)
            )
        assert stranger.duties == {Duty.SYSTEM}

    def test_two_business_roles_go_together(self, county: County, admin: User) -> None:
        base = county["base_officer"]
        with acting_as(admin):
            appointments.appoint(
                actor=admin, user=base, union=county.xinanjiang, role=Role.TOWN_OFFICER, since=date(2014, 1, 1)
            )
        assert User.objects.get(pk=base.pk).scope() == (county.xinanjiang.path, county.plant.path)


class TestAppoint:
    def test_it_opens_the_branch_from_its_first_day_to_its_last(self, county: County, admin: User) -> None:
        today = timezone.localdate()
        with acting_as(admin):
            made = appointments.appoint(
                actor=admin,
                user=county["stranger"],
                union=county.plant,
                role=Role.BASE_OFFICER,
                since=today,
                until=today,
                doc_no="建总工〔2014〕9号",
            )
        assert (made.appointed_by, made.doc_no, made.last_day) == (admin, "建总工〔2014〕9号", today)
        assert User.objects.get(pk=county["stranger"].pk).scope() == (county.plant.path,)
        Appointment.objects.filter(pk=made.pk).update(held=span(date(2014, 1, 1), today - (today - date(2014, 1, 2))))
        assert User.objects.get(pk=county["stranger"].pk).scope() == ()

    def test_nobody_appoints_oneself(self, county: County, admin: User) -> None:
        with acting_as(admin), pytest.raises(ValidationError) as error:
            appointments.appoint(
                actor=admin, user=admin, union=county.federation, role=Role.SECURITY_ADMIN, since=date(2014, 1, 1)
            )
        assert refused(error) == {"__all__": ["不能对自己的账号进行此操作，请由另一位安全保密管理员办理。"]}

    @pytest.mark.parametrize(
        "name",
        ["county_officer", "county_leader", "town_officer", "base_officer", "auditor", "system_admin", "stranger"],
    )
    def test_only_the_security_administration_appoints(self, county: County, name: str) -> None:
        with acting_as(county[name]), pytest.raises(PermissionDenied):
            appointments.appoint(
                actor=county[name],
                user=county["stranger"],
                union=county.plant,
                role=Role.BASE_OFFICER,
                since=date(2014, 1, 1),
            )
        with acting_as(county[name]), pytest.raises(PermissionDenied):
            appointments.create_account(actor=county[name], username="newcomer", full_name="新人")

    @pytest.mark.parametrize(
        ("role", "place"),
        [
            (Role.COUNTY_OFFICER, "plant"),
            (Role.TOWN_OFFICER, "federation"),
            (Role.BASE_OFFICER, "xinanjiang"),
            (Role.AUDITOR, "plant"),
        ],
    )
    def test_a_role_is_held_where_it_belongs(self, county: County, admin: User, role: Role, place: str) -> None:
        with acting_as(admin), pytest.raises(ValidationError) as error:
            appointments.appoint(
                actor=admin, user=county["stranger"], union=getattr(county, place), role=role, since=date(2014, 1, 1)
            )
        assert list(refused(error)) == ["role"]

    def test_every_role_has_its_places(self) -> None:
        assert set(PLACES) == set(Role)
        assert PLACES[Role.AUDITOR] == {OrgType.COUNTY_FEDERATION}

    def test_the_same_appointment_twice_is_refused(self, county: County, admin: User) -> None:
        with acting_as(admin), pytest.raises(ValidationError) as error:
            appointments.appoint(
                actor=admin,
                user=county["base_officer"],
                union=county.plant,
                role=Role.BASE_OFFICER,
                since=date(2014, 1, 1),
            )
        assert refused(error) == {"__all__": ["该账号在这家工会的同一角色已任命。"]}


class TestEnd:
    def test_the_last_day_is_part_of_it(self, county: County, admin: User) -> None:
        current = county["base_officer"].appointments.get()
        today = timezone.localdate()
        with acting_as(admin):
            appointments.end_appointment(actor=admin, obj=current, day=today)
        assert User.objects.get(pk=county["base_officer"].pk).scope() == (county.plant.path,)
        with acting_as(admin), pytest.raises(ValidationError) as error:
            appointments.end_appointment(actor=admin, obj=current, day=today)
        assert refused(error) == {"day": [f"这项任命已于 {today:%Y-%m-%d} 结束。"]}

    def test_all_that_goes_on_ends_at_once(self, county: County, admin: User) -> None:
        base = county["base_officer"]
        with acting_as(admin):
            appointments.appoint(
                actor=admin, user=base, union=county.mill, role=Role.BASE_OFFICER, since=date(2014, 1, 1)
            )
            appointments.end_current(actor=admin, obj=base, day=date(2015, 6, 30))
            assert {a.last_day for a in base.appointments.all()} == {date(2015, 6, 30)}
            with pytest.raises(ValidationError) as error:
                appointments.end_current(actor=admin, obj=base, day=date(2015, 6, 30))
        assert refused(error) == {"__all__": ["该账号在这一天之后没有任职。"]}
        assert User.objects.get(pk=base.pk).scope() == ()


class TestAccounts:
    def test_a_new_account_has_no_right_and_must_change_its_password(self, county: County, admin: User) -> None:
        with acting_as(admin):
            made = appointments.create_account(
                actor=admin, username="newcomer", full_name="新人", password="Wuqiang-Xi-2014", phone="13900000077"
            )
        assert made.must_change_password
        assert made.check_password("Wuqiang-Xi-2014")
        assert made.scope() == ()
        assert not made.has_perm("unions.view_unionorg")

    def test_what_is_wrong_is_said_at_the_field(self, county: County, admin: User) -> None:
        for given, field in (
            ({"password": "short"}, "password"),
            ({"username": "Newcomer"}, "username"),
            ({"username": "auditor"}, "username"),
            ({"phone": "1"}, "phone"),
        ):
            with acting_as(admin), pytest.raises(ValidationError) as error:
                appointments.create_account(actor=admin, **{"username": "newcomer", "full_name": "新人", **given})
            assert list(refused(error)) == [field]

    def test_a_disabled_account_has_no_scope_and_no_right(self, county: County, admin: User) -> None:
        officer = county["county_officer"]
        with acting_as(admin):
            appointments.disable_account(actor=admin, obj=officer)
        disabled = User.objects.get(pk=officer.pk)
        assert (disabled.is_active, disabled.scope(), disabled.has_perm("unions.view_unionorg")) == (False, (), False)
        with acting_as(admin):
            appointments.enable_account(actor=admin, obj=disabled)
        assert User.objects.get(pk=officer.pk).scope() == (county.federation.path,)

    def test_nobody_opens_or_shuts_the_own_account(self, county: County, admin: User) -> None:
        for verb in (appointments.disable_account, appointments.enable_account):
            with acting_as(admin), pytest.raises(ValidationError):
                verb(actor=admin, obj=admin)

    def test_a_disabled_account_is_not_appointed(self, county: County, admin: User) -> None:
        with acting_as(admin):
            appointments.disable_account(actor=admin, obj=county["stranger"])
            with pytest.raises(ValidationError) as error:
                appointments.appoint(
                    actor=admin,
                    user=User.objects.get(username="stranger"),
                    union=county.plant,
                    role=Role.BASE_OFFICER,
                    since=date(2014, 1, 1),
                )
        assert refused(error) == {"user": ["账号“过客”已停用。"]}
