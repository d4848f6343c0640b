"""What the roles may do with members, added to what they may do with unions (unions/access.py)."""

from unions.access import grant, rights
from unions.choices import Role

READ = rights(
    "members",
    """
    member: view export print
    membership: view
    transfer: view export print
    membershipapplication: view export print
    duplicatehint: view export print
    merge: view
    """,
)
# The base keeps its own roster, those above it the rosters of their branch: the same verbs, at another place.
KEEP = rights(
    "members",
    """
    member: add change import reveal end merge
    transfer: add decide
    membershipapplication: decide reveal
    duplicatehint: add decide
    """,
)
SEES_IDENTITY = rights("members", "member: reveal\nmembershipapplication: reveal")

RIGHTS: dict[str, frozenset[str]] = {
    Role.COUNTY_OFFICER: READ | KEEP,
    Role.COUNTY_LEADER: READ,
    Role.TOWN_OFFICER: READ | KEEP,
    Role.BASE_OFFICER: READ | KEEP,
}


def declare() -> None:
    """Gives the roles their rights; when the apps are made ready."""
    for role, given in RIGHTS.items():
        grant(role, given, sees_identity=SEES_IDENTITY)
