"""The home page of the portal for everybody: what the federation does, the figures of a year, announcements, adopted ideas,
ways in.
"""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from competitions.models import Campaign, Proposal
from competitions.views.public import published
from desk.vault.scope import everything
from members.models import Membership
from unions.models import Announcement, UnionOrg

WHY = "公众首页"
IDEAS_SHOWN, ANNOUNCEMENTS_SHOWN = 4, 5
KEPT = 600  # seconds for which figures stay as they were counted


@dataclass(frozen=True)
class Tally:
    """A figure of the portal."""

    label: str
    value: int
    unit: str

    @property
    def shown(self) -> str:
        """Thousands apart."""
        return f"{self.value:,}"


def home(request: HttpRequest) -> HttpResponse:
    """What a visitor sees who has not signed in."""
    with everything(WHY):
        context = {
            "tallies": cache.get_or_set("home.tallies", _tallies, KEPT),
            "announcements": list(Announcement.objects.public_on(timezone.localdate())[:ANNOUNCEMENTS_SHOWN]),
            "ideas": list(published()[:IDEAS_SHOWN]),
            "campaigns": list(Campaign.objects.open_on(timezone.localdate()).order_by("closes_on", "pk")),
        }
        return render(request, "public/home.html", context)


def _tallies() -> list[Tally]:
    """From the records as they stand; ideas of the latest year in which there were any."""
    unions = UnionOrg.objects.standing().grassroots()
    latest = Proposal.objects.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
    year = timezone.localtime(latest).year if latest else timezone.localdate().year
    ideas = Proposal.objects.submitted_in(date(year, 1, 1), date(year, 12, 31))  # as in competitions.indicators
    return [
        Tally("基层工会", unions.count(), "家"),
        Tally("工会会员", Membership.objects.current().count(), "人"),
        Tally(f"{year} 年征集金点子", ideas.count(), "条"),
        Tally(f"{year} 年采纳", ideas.adopted().count(), "条"),
    ]
