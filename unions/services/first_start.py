"""The first account of an installation. It appoints all others, so nobody can appoint it: it is made at the machine."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.registers.dated import span
from unions.choices import OrgType, Role
from unions.models import Appointment, Standing, UnionOrg, User
from unions.services.days import check_not_future
from unions.services.saving import add
from unions.services.sign_in import check_rules
from unions.services.tree.shape import next_id


@transaction.atomic
def open_federation(*, name: str, region_code: str, founded_on: date) -> UnionOrg:
    """The county federation, the root of the tree; the one that is there already, if there is one.

    Raises ValidationError.
    """
    root = UnionOrg.objects.filter(parent=None).first()
    if root is not None:
        return root
    check_not_future(founded_on, field="founded_on")
    pk = next_id()
    root = UnionOrg(
        pk=pk,
        path=f"{pk}.",
        name=name,
        org_type=OrgType.COUNTY_FEDERATION,
        region_code=region_code,
        founded_on=founded_on,
        term_years=5,
    )
    add(root)
    Standing.objects.create(union=root, name=name, parent=None, held=span(founded_on))
    return root


@transaction.atomic
def first_security_admin(*, federation: UnionOrg, username: str, full_name: str, password: str) -> User:
    """Makes the account `username`, or takes the one of that name, and appoints it 安全保密管理员 from today on.

    Asks no right, because there is nobody yet who has one; only the command line calls it. Raises ValidationError,
    also when there is such an administration already, or when the account holds a duty that has to be apart.
    """
    today = timezone.localdate()
    if Appointment.objects.filter(role=Role.SECURITY_ADMIN).on(today).exists():
        raise ValidationError("已有在任的安全保密管理员，其他账号请由其在“账号与任职”中办理。")
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, full_name=full_name)
        check_rules(user, password)
        user.set_password(password)
        add(user)
    add(Appointment(user=user, union=federation, role=Role.SECURITY_ADMIN, held=span(today)))
    return user
