"""Who may do what: a role is a set of rights, an appointment gives it at a union and below, for its days.

Rights are Django's: "unions.change_employer". A right that is asked for an object holds only where the object's union
lies in the branch of an appointment that gives it.
"""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied

from unions.choices import Role
from unions.models import Appointment, UnionOrg, User


def rights(app: str, spec: str) -> frozenset[str]:
    """`"employer: view add"` lines to {"unions.view_employer", "unions.add_employer"}."""
    found = set()
    for line in filter(None, (part.strip() for part in spec.splitlines())):
        model, actions = line.split(":")
        found |= {f"{app}.{action}_{model.strip()}" for action in actions.split()}
    return frozenset(found)


READ = rights(
    "unions",
    """
    unionorg: view export print
    employer: view export print
    officer: view export print
    term: view
    committee: view
    legalpersonregistration: view export print
    shellflag: view export print
    announcement: view export print
    """,
)
KEEP_OWN = rights(
    "unions",
    """
    unionorg: change reveal
    employer: change reveal
    officer: add change import reveal
    term: add change
    committee: add change
    legalpersonregistration: add change
    """,
)
KEEP_BRANCH = KEEP_OWN | rights(
    "unions",
    """
    unionorg: add import rename move
    employer: add cover import
    shellflag: decide change
    """,
)
KEEP_COUNTY = KEEP_BRANCH | rights(
    "unions",
    """
    unionorg: merge dissolve
    legalpersonregistration: decide
    announcement: add change
    shellrule: view change
    """,
)
SHARE_VIEWS = frozenset({"registers.share_savedview"})
APPROVE_EXPORTS = frozenset({"registers.approve_export"})  # of others, in the branch (promises.md B11)

RIGHTS: dict[str, frozenset[str]] = {
    Role.COUNTY_OFFICER: READ | KEEP_COUNTY | SHARE_VIEWS | APPROVE_EXPORTS,
    Role.COUNTY_LEADER: READ | APPROVE_EXPORTS,
    Role.TOWN_OFFICER: READ | KEEP_BRANCH | SHARE_VIEWS | APPROVE_EXPORTS,
    Role.BASE_OFFICER: READ | KEEP_OWN,
    # The three administrations see no register (promises.md G6).
    Role.SYSTEM_ADMIN: frozenset({"jobs.view_job", "notices.view_notice", "notices.change_notice"}),
    Role.SECURITY_ADMIN: rights("unions", "user: view add change\nappointment: view add change"),
    Role.AUDITOR: frozenset({"vault.view_accessentry", "vault.view_history", "unions.view_loginevent"}),
}

# Rights to identity numbers: who holds one signs in with a second factor (promises.md E2).
SEES_IDENTITY = {"unions.reveal_officer"}


def grant(role: str, given: frozenset[str], *, sees_identity: frozenset[str] = frozenset()) -> None:
    """Adds the rights `given` to those of `role`: for a higher floor, whose models this one does not know.

    `sees_identity`: those of them that open identity numbers. Called once for each role while the apps are made ready.
    """
    RIGHTS[role] |= given
    SEES_IDENTITY.update(sees_identity & given)


def rights_of(appointment: Appointment) -> frozenset[str]:
    """The rights an appointment gives."""
    return RIGHTS[appointment.role]


def sees_identity(user: User) -> bool:
    """Whether one of today's appointments lets `user` see identity numbers."""
    return any(rights_of(a) & SEES_IDENTITY for a in user.current_appointments())


class AppointmentBackend(BaseBackend):
    """Answers `user.has_perm(right, obj)` from the appointments of the day."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(user_obj, User):
            return False
        return any(perm in rights_of(a) and _reaches(a, obj) for a in user_obj.current_appointments())

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        prefix = f"{app_label}."
        return isinstance(user_obj, User) and any(
            right.startswith(prefix) for a in user_obj.current_appointments() for right in rights_of(a)
        )


def _reaches(appointment: Appointment, obj: Any) -> bool:
    if obj is None or not hasattr(obj, "owner_paths"):
        return True
    try:
        return any(path.startswith(appointment.union.path) for path in obj.owner_paths())
    except UnionOrg.DoesNotExist:  # its union lies outside the scope in force
        return False


def demand(user: Any, right: str, obj: Any) -> None:
    """Raises PermissionDenied unless `user` holds `right` for `obj`, a union or a row that belongs to one."""
    if not user.has_perm(right, obj):
        raise PermissionDenied(f"{right} is not held for {obj!r}")
