"""What the roles may do with ideas, added to what they may do with unions and members."""

from unions.access import grant, rights
from unions.choices import Role

READ = rights("competitions", "proposal: view export print\ncampaign: view export print")
# Who is given an idea to deal with reviews it, sends it back, and puts it into effect: at the union that deals with it.
# Every union hands in what it collected on paper.
DEAL = rights("competitions", "proposal: add import review implement")
KEEP = rights(
    "competitions",
    """
    proposal: screen assign decide reward merge publish golden reveal
    campaign: add change
    """,
)

RIGHTS: dict[str, frozenset[str]] = {
    Role.COUNTY_OFFICER: READ | DEAL | KEEP,
    Role.COUNTY_LEADER: READ,
    Role.TOWN_OFFICER: READ | DEAL,
    Role.BASE_OFFICER: READ | DEAL,
}


def declare() -> None:
    """Gives the roles their rights; when the apps are made ready."""
    for role, given in RIGHTS.items():
        grant(role, given)
