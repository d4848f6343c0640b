"""The accounts of the demo county: one for each person of the test cast."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from desk.registers.dated import span
from unions.choices import Role
from unions.models import Appointment, UnionOrg, User

# Every account of the demo has it, and nothing but the demo does: `./portal up` prints it.
PASSWORD = "Qiantang-Chao-2014"
# What is on record begins on this day: who was in office then, and everything since.
SINCE = date(2013, 1, 4)


@dataclass(frozen=True)
class Person:
    """Somebody who signs in: the account, and the role at a union; no union for one without any right."""

    username: str
    full_name: str
    role: Role | None
    union: str

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(self.role.label) if self.role else "（未任命）"


CAST = (
    Person("county_officer", "方敏", Role.COUNTY_OFFICER, "建德市总工会"),
    Person("county_leader", "赵银", Role.COUNTY_LEADER, "建德市总工会"),
    Person("town_officer", "胡建", Role.TOWN_OFFICER, "建德市新安江街道总工会"),
    Person("base_officer", "徐芳", Role.BASE_OFFICER, "建德市白沙化工有限公司工会"),
    Person("other_base_officer", "叶青", Role.BASE_OFFICER, "建德市严州石材有限公司工会"),
    Person("auditor", "沈静", Role.AUDITOR, "建德市总工会"),
    Person("security_admin", "邵磊", Role.SECURITY_ADMIN, "建德市总工会"),
    Person("system_admin", "吴涛", Role.SYSTEM_ADMIN, "建德市总工会"),
    Person("stranger", "过客", None, ""),
)


def open_accounts() -> dict[str, User]:
    """Makes the accounts and their open-ended appointments, by username."""
    hashed = make_password(PASSWORD)  # once: the hash is slow on purpose
    users = User.objects.bulk_create(
        User(username=person.username, full_name=person.full_name, password=hashed) for person in CAST
    )
    by_name = {user.username: user for user in users}
    unions = {u.name: u for u in UnionOrg.objects.filter(name__in={person.union for person in CAST})}
    Appointment.objects.bulk_create(
        Appointment(user=by_name[person.username], union=unions[person.union], role=person.role, held=span(SINCE))
        for person in CAST
        if person.role
    )
    return by_name


def table() -> str:
    """The accounts as a table for the terminal."""
    rows = [("登录名", "姓名", "角色", "工会"), *((p.username, p.full_name, p.role_label, p.union) for p in CAST)]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, "", f"密码（全部账号相同）：{PASSWORD}"])


def _width(text: str) -> int:
    """How many columns `text` takes: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
