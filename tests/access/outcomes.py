"""Reads outcomes.txt, and knows which record each address is asked with.

The records are those of the plant, in the branch of county_officer, county_leader, town_officer and base_officer. For
other_base_officer they lie outside the branch; the three administrations stand at the federation, so theirs is "inside,
without the right"; the stranger has no branch at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from desk.registers.register import register_called
from tests.county import CAST, County
from unions.models import ShellRule

PEOPLE = ("anonymous", *CAST)
TABLE = Path(__file__).with_name("outcomes.txt")


@dataclass(frozen=True)
class Asked:
    """One address, asked in one way."""

    method: str
    name: str
    slug: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.name}" + (f"/{self.slug}" if self.slug else "")

    @classmethod
    def parse(cls, method: str, address: str) -> "Asked":
        name, _, slug = address.partition("/")
        return cls(method, name, slug)

    def url(self, county: County) -> str:
        """The address, with the plant's records in it."""
        return reverse(self.name, kwargs=_arguments(self.name, self.slug, county))


def declared() -> dict[Asked, dict[str, str]]:
    """The table: for each address and method, the answer to each person."""
    rows: dict[Asked, dict[str, str]] = {}
    for line in TABLE.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        method, address, *answers = line.split()
        rows[Asked.parse(method, address)] = dict(zip(PEOPLE, answers, strict=True))
    return rows


def every_address() -> list[Asked]:
    """Every address of the portal with every method that may mean something: GET, and an empty POST."""
    return [
        Asked(method, name, slug)
        for name, pattern in _patterns(get_resolver())
        for slug in _slugs(name)
        for method in ("GET", "POST")
        if pattern
    ]


def _patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:  # Django's admin has two patterns without a name: a redirect of old links, and its 404
            yield f"{prefix}{pattern.name}", pattern


def _slugs(name: str) -> list[str]:
    """A register's actions and panels are addresses of their own."""
    register = register_called(name.partition(":")[0])
    if register and name.endswith(":action"):
        return [action.slug for action in register.actions] or ["none"]
    if register and name.endswith(":panel"):
        return [panel.slug for panel in register.panels] or ["none"]
    return [""]


OF_A_RECORD = {"detail", "edit", "history", "print", "paper", "panel", "action"}
OWN_PAGES: dict[str, Callable[[County], dict[str, Any]]] = {
    "statistics_period": lambda county: {"pk": county.record("periods").pk},
    "statistics_data": lambda county: {"pk": county.record("periods").pk},
    "statistics_report": lambda county: {"pk": county.record("periods").pk},
    "api:definitions": lambda county: {"period": county.record("periods").pk},
    "api:figures": lambda county: {"period": county.record("periods").pk, "union": county.plant.pk},
    "api:matrix": lambda county: {"period": county.record("periods").pk, "union": county.plant.pk},
    "unions:branch": lambda county: {"pk": county.xinanjiang.pk},
    "shells:rule": lambda county: {"pk": ShellRule.objects.order_by("code")[0].pk},
    "approvals:detail": lambda county: {"pk": county.record("approvals").pk},
    "notices:open": lambda county: {"pk": county.record("notices").pk},
    "notices:resend": lambda county: {"pk": county.record("outbox").pk},
    # Of an attachment that is not there; tests/desk/cases/test_files.py asks for some that are.
    "cases:file": lambda county: {"slug": "proposal", "pk": "00000000-0000-7000-8000-000000000000"},
    "members:card": lambda county: {"pk": county.member.pk},
    "transfers:letter": lambda county: {"pk": county.record("transfers").pk},
    "ideas:detail": lambda county: {"pk": UUID(int=0)},  # what was not published is not there for anybody
    "proposals:certificate": lambda county: {"pk": county.record("proposals").pk},
    "bulletin:detail": lambda county: {"pk": county.record("announcements").pk},
    "join:form": lambda county: {"pk": county.plant.pk},
    # Of one chapter or figure of a period.
    **{
        f"year_end:{page}": lambda county: {"pk": county.record("periods").pk, "chapter": "R1"}
        for page in ("text", "try_text", "restore_text", "photos")
    },
    # One that is not there; tests/jianzhi/year_end/views/test_photos.py asks for some that are.
    "year_end:photo": lambda county: {"pk": county.record("periods").pk, "photo": 1},
    "year_end:figure": lambda county: {"pk": county.record("periods").pk, "code": "F01"},
}


def _arguments(name: str, slug: str, county: County) -> dict[str, Any]:
    space, _, page = name.partition(":")
    if name in OWN_PAGES:
        return OWN_PAGES[name](county)
    if space == "admin":
        return _admin_arguments(page, county)
    if space == "vault" and page in {"reveal", "masked"}:
        return {"app_label": "unions", "model_name": "employer", "pk": county.chemical_works.pk, "field": "phone"}
    if space in {"jobs", "year_end"} and page not in {"list", "open"}:
        return {"pk": (county.job if space == "jobs" else county.record("periods")).pk}
    if page == "view":
        return {"view": 1}
    if page.startswith("import") and page not in {"imports", "import_template"}:
        return {"run": county.record("imports")[space].pk}
    if not register_called(space) or page not in OF_A_RECORD:
        return {}
    return {"pk": county.record(space).pk} | ({"slug": slug} if slug else {})


def _admin_arguments(page: str, county: County) -> dict[str, Any]:
    if page == "app_list":
        return {"app_label": "unions"}
    if page == "view_on_site":
        return {"content_type_id": 1, "object_id": 0}  # of a record that is not there, whatever kind has the number 1
    if page.startswith("unions_") and page.endswith(("_change", "_delete", "_history")):
        officer = county["base_officer"]
        return {"object_id": officer.appointments.get().pk if "_appointment_" in page else officer.pk}
    return {}
