"""Builds the programme of ideas: campaigns, ideas, and what became of them."""

import random
from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from competitions.choices import UNDECIDED
from competitions.choices import ProposalState as S
from competitions.demo import fates, hours, people
from competitions.demo.drawing import Suggestions
from competitions.demo.fates import Office, Walk
from competitions.demo.people import Author
from competitions.models import Award, Campaign, Criterion, Proposal, Review
from competitions.services.intake import RECEIPT, county
from desk.vault import history
from desk.vault.scope import everything
from members.demo.filling import fill
from unions.models import User

SEED = 2_291
YEAR = 2014
# Title, first day, last day, its share of the ideas, what it is about.
CAMPAIGNS: tuple[tuple[str, date, date, int, str], ...] = (
    (
        "我为建德创业再出发献一计 2014",
        date(2014, 3, 10),
        date(2014, 11, 30),
        70,
        "面向全市职工征集小革新、小发明、小改造、小设计、小建议。写清现状、办法和预期效益即可，匿名也受理。优秀的评为“金点子”，给予奖励并公开推广。",
    ),
    (
        "“安康杯”安全生产合理化建议 2014",
        date(2014, 6, 1),
        date(2014, 8, 31),
        12,
        "查找身边的安全隐患，提出整改办法。涉及重大隐患的，请同时报告单位安全管理人员。",
    ),
    (
        "职工合理化建议常年征集",
        date(2014, 1, 2),
        date(2014, 12, 31),
        18,
        "不在专题活动期间的建议，都在这里提交，按季度评审。",
    ),
)
CRITERIA = (("创新性", 30, 10), ("可行性", 30, 10), ("预期效益", 30, 10), ("推广价值", 10, 10))
PUBLISHED, ANONYMOUS, TALKS, TEAMS, PHONES = 137, 0.11, 0.12, 0.16, 0.6


def build(until: date) -> None:
    """Writes the ideas of the demo county, whose members are there. All are of 2014 but those that wait for an answer on
    `until`, the last day of the demo.
    """
    with everything("the ideas of the demo county"), history.because("演示数据"):
        chance = random.Random(SEED)  # no secret is made of it
        campaigns = _open_campaigns(until)
        ways = [way for way, number in fates.WAYS for _ in range(number)]
        chance.shuffle(ways)
        fresh = list(fates.FRESH) if until.year > YEAR else []
        authors = people.authors(fates.GOLDEN + len(ways) + len(fresh), chance)
        officer, home = User.objects.get(username="county_officer"), county()
        reviewer = people.reviewer_at(home)
        office = Office(home, officer, reviewer, people.desks([author.union for author in authors]))
        maker = _Maker(office, campaigns, Suggestions(chance), chance)
        golden = [maker.walk(author, fates.GOLDEN_WAY, is_golden=True) for author in authors[: fates.GOLDEN]]
        walks = [maker.walk(author, way) for author, way in zip(authors[fates.GOLDEN :], ways, strict=False)]
        late = authors[fates.GOLDEN + len(ways) :]
        waiting = [maker.walk(author, way, until) for author, way in zip(late, fresh, strict=True)]
        _publish(golden, walks, chance)
        _write([*golden, *walks, *waiting])
        rewarded = [walk for walk in walks if any(entry.move == "reward" for entry in walk.entries)]
        Award.objects.bulk_create(fates.awards(rewarded, golden, chance))


def _open_campaigns(until: date) -> list[Campaign]:
    """The campaigns of the year; the standing one is open on `until` too, so that visitors can try it."""
    home, made = county(), []
    for title, opens_on, closes_on, _, intro in CAMPAIGNS:
        is_standing = closes_on == date(YEAR, 12, 31)
        closes = max(closes_on, until + timedelta(days=365)) if is_standing else closes_on
        made.append(Campaign(union=home, title=title, intro=intro, opens_on=opens_on, closes_on=closes))
    Campaign.objects.bulk_create(made)
    Criterion.objects.bulk_create(
        Criterion(campaign=campaign, place=place, title=title, weight=weight, most=most)
        for campaign in made
        for place, (title, weight, most) in enumerate(CRITERIA, 1)
    )
    return made


class _Maker:
    """Makes ideas, one after the other."""

    def __init__(
        self, office: Office, campaigns: list[Campaign], suggestions: Suggestions, chance: random.Random
    ) -> None:
        self.office, self.campaigns, self.suggestions, self.chance = office, campaigns, suggestions, chance
        self.criteria = [{"title": title, "weight": weight, "most": most} for title, weight, most in CRITERIA]
        self.earlier: dict[str, Proposal] = {}
        self.number = 0

    def walk(self, author: Author, way: tuple[str, ...], until: date | None = None, *, is_golden: bool = False) -> Walk:
        """An idea of `author` that went this way; with `until`, one of the last days."""
        made = self.suggestions.draw(author.trade)
        if is_golden:
            made.slots["money"] = f"{self.chance.randint(120, 260) * 1000:,}"
        idea = self._idea(author, until)
        idea.category, idea.title = made.subject.category, made.title
        idea.problem, idea.measure, idea.expected_benefit = made.problem, made.measure, made.expected_benefit
        walk = Walk(idea, made, self.office, self.chance, quick=until is not None)
        if "merge" in way:
            same = self.earlier.get(made.subject.title)
            way, idea.successor = (way, same) if same else (fates.TO_VERIFIED, None)
        if not until and self.chance.random() < TALKS:
            walk.talk()
        walk.go(way, self.criteria)
        if idea.state not in (*UNDECIDED, S.REFUSED, S.WITHDRAWN, S.MERGED):
            self.earlier.setdefault(made.subject.title, idea)
        return walk

    def _idea(self, author: Author, until: date | None) -> Proposal:
        chance, home = self.chance, self.office.county
        self.number += 1
        shares = [share for *_, share, _ in CAMPAIGNS]
        campaign = self.campaigns[-1] if until else chance.choices(self.campaigns, shares)[0]
        last = min(campaign.closes_on, date(YEAR, 12, 31))
        day = until - timedelta(days=chance.randint(1, 2)) if until else hours.any_day(campaign.opens_on, last, chance)
        is_anonymous = chance.random() < ANONYMOUS
        is_team = not is_anonymous and chance.random() < TEAMS
        at = hours.moment(day, chance, first=6, last=22)
        idea = Proposal(
            campaign=campaign,
            is_anonymous=is_anonymous,
            name="" if is_anonymous else author.name,
            co_proposers="\n".join(dict.fromkeys(author.colleagues)) if is_team else "",
            phone=author.phone if chance.random() < PHONES else "",
            union=author.union,
            union_name=author.union.name,
            employer_id=author.employer_id,
            employer_name=author.employer_name,
            submitted_at=at,
            state_since=at,
            code_digest=RECEIPT.digest(f"demo {self.number}"),
            handler=home,
            handler_name=home.name,
        )
        idea.due_on = fates.due(timezone.localdate(at), 3)
        return idea


def _publish(golden: list[Walk], walks: list[Walk], chance: random.Random) -> None:
    """Names the golden ones, and puts them and others that were adopted on the public pages."""
    for walk in golden:
        walk.idea.is_golden, walk.idea.golden_year = True, YEAR
    adopted = [walk for walk in walks if walk.idea.is_adopted]
    for walk in (*golden, *chance.sample(adopted, PUBLISHED)):
        walk.idea.published_on = timezone.localdate(walk.idea.state_since) + timedelta(days=2)


def _write(walks: list[Walk]) -> None:
    """Ideas first, those that were merged after those they were merged into; then what lies in their files."""
    ideas = [walk.idea for walk in walks]
    fill([idea for idea in ideas if idea.successor_id is None])
    merged: list[Any] = [idea for idea in ideas if idea.successor_id is not None]
    fill(merged)
    # The past is written at once: an entry would have to find its idea in the state it tells of.
    with pgtrigger.ignore("competitions.ProposalEntry:declared_move"):
        fill([entry for walk in walks for entry in walk.entries])
    Review.objects.bulk_create([sheet for walk in walks for sheet in walk.sheets])
