"""An idea is added by who works for one of its two unions, and by nobody else."""

import pytest
from django.db import ProgrammingError, transaction

from desk.vault.scope import Nobody, acting_as, everything
from tests.competitions.ideas import add_campaign, add_proposal
from tests.county import County


@pytest.mark.parametrize(
    ("who", "of", "handler", "may"),
    [
        ("county_officer", "quarry", "federation", True),
        ("town_officer", "plant", "xinanjiang", True),
        ("town_officer", "plant", "federation", True),
        ("town_officer", "quarry", "mill", True),
        ("town_officer", "quarry", "federation", False),
        ("base_officer", "mill", "xinanjiang", False),
        (None, "plant", "federation", False),
    ],
)
def test_an_idea_is_added_for_ones_own_branch_or_into_its_hands(
    county: County, who: str | None, of: str, handler: str, may: bool
) -> None:
    with everything("test"):
        campaign = add_campaign(county.federation, "节水")
    union, hands = getattr(county, of), getattr(county, handler)
    with acting_as(county[who] if who else Nobody()):
        if may:
            add_proposal(union, campaign, handler=hands)
            return
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            add_proposal(union, campaign, handler=hands)
