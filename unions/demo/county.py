"""Builds the demo county."""

from datetime import date

from desk.vault import history
from desk.vault.scope import everything
from unions.choices import OrgType
from unions.demo import accounts, announcements, bases, changes, federations
from unions.demo.accounts import SINCE
from unions.demo.draft import Draft
from unions.demo.people import People
from unions.models import UnionOrg, User


def build(until: date) -> None:
    """Writes the demo county into an empty database.

    It is the county of 2013 to 2015, with unions that were founded since 1985. Only what has to be renewed for a union to
    be in order, its terms of office and its certificate, goes on up to `until`, or every union would be overdue.
    """
    with everything("the demo county"), history.because("演示数据"):
        draft = Draft(until)
        branches = federations.draw_up(draft)
        people = People(draft)
        for union in list(draft.unions):
            people.lead_federation(union)
        people.recruit([u for u in draft.unions if u.org_type == OrgType.TOWNSHIP_FEDERATION])
        for base in bases.draw_up(draft, branches):
            people.lead_base(base)
        _add_parts(draft)
        draft.write()
        officer = accounts.open_accounts()["county_officer"]
        park = next(b.federation for b in branches if b.federation.org_type == OrgType.PARK_UNION)
        changes.happen(officer, park)
        changes.be_suspected(officer)
        announcements.announce(UnionOrg.objects.get(parent=None), until)


def _add_parts(draft: Draft) -> None:
    """Workshop unions and groups in the largest unions."""
    largest = sorted(
        (u for u in draft.unions if u.org_type == OrgType.GRASSROOTS and u.founded_on < SINCE and u.industry == "C"),
        key=lambda u: (-u.worker_count, u.pk),
    )[:12]
    for union in largest:
        for name in ("一车间", "二车间", "机关"):
            part = draft.union(union, f"{name}分工会", OrgType.SUB_UNION, union.founded_on)
            if name != "机关":
                draft.union(part, f"{name}一组", OrgType.UNION_GROUP, union.founded_on)


def is_empty() -> bool:
    """Whether there is neither a union nor an account yet."""
    with everything("is there a county?"):
        return not UnionOrg.objects.exists() and not User.objects.exists()
