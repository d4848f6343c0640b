"""What the roles may do at the year end, added to what they may do with unions, members and ideas."""

from unions.access import grant, rights
from unions.choices import Role

READ = rights(
    "year_end",
    """
    reportingperiod: view export print
    statisticalreturn: view export print
    enteredfigure: view export print
    target: view
    chaptertext: view
    """,
)
REPORT = rights("year_end", "statisticalreturn: submit\nenteredfigure: add change import")
DECIDE = rights("year_end", "statisticalreturn: decide")
EXAMINE = DECIDE | rights("year_end", "statisticalreturn: receive")
KEEP = rights(
    "year_end",
    """
    reportingperiod: add change close correct
    target: change
    chaptertext: change
    """,
)
SIGN = rights("year_end", "edition: sign")

RIGHTS: dict[str, frozenset[str]] = {
    Role.COUNTY_OFFICER: READ | REPORT | EXAMINE | KEEP | SIGN,
    Role.COUNTY_LEADER: READ | DECIDE | SIGN,  # the county's own return, handed in by its only officer
    Role.TOWN_OFFICER: READ | REPORT | EXAMINE,
    Role.BASE_OFFICER: READ | REPORT,
}


def declare() -> None:
    """Gives the roles their rights; when the apps are made ready."""
    for role, given in RIGHTS.items():
        grant(role, given)
