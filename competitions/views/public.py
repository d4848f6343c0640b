"""Adopted ideas, for everybody to read. On these pages stands only what was published; addresses hold codes and keys."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from competitions.choices import Category
from competitions.models import Campaign, Proposal
from competitions.querysets import ProposalQuerySet
from desk.vault.scope import everything

WHY = "公开的金点子"
ROWS = 20
LARGEST_KEY = 2**63


@dataclass(frozen=True)
class Choice:
    """A filter to click on."""

    label: str
    url: str
    active: bool


@login_not_required
@require_safe
def adopted(request: HttpRequest) -> HttpResponse:
    """The published ideas, newest first; `?campaign=` and `?category=` choose, `?page=` turns."""
    category, campaign = _category(request), _number(request, "campaign")
    with everything(WHY):
        rows = published()
        golden = _latest_golden(rows) if not (category or campaign) else []
        if category:
            rows = rows.filter(category=category)
        if campaign:
            rows = rows.filter(campaign=campaign)
        page = Paginator(rows, ROWS).get_page(_number(request, "page") or 1)
        context = {
            "page": page,
            "ideas": list(page),
            "golden": golden if page.number == 1 else [],
            "golden_year": golden[0].golden_year if golden else None,
            "categories": _categories(category, campaign),
            "campaigns": _campaigns(category, campaign),
            "is_open": Campaign.objects.open_on(timezone.localdate()).exists(),
            **_pages(page, category, campaign),
        }
    return render(request, "public/competitions/adopted.html", context)


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One published idea."""
    with everything(WHY):
        idea = published().filter(pk=pk).first()
        if idea is None:
            raise Http404("没有这条金点子，或它没有公开。")
        context = {"idea": idea, "award": getattr(idea, "award", None)}
    return render(request, "public/competitions/detail.html", context)


def published() -> ProposalQuerySet:
    """The ideas that stand on the public pages, newest first. To be asked in the whole scope."""
    rows: ProposalQuerySet = Proposal.objects.published().select_related("campaign", "award")
    return rows.order_by("-published_on", "-decided_on", "pk")


def _latest_golden(rows: ProposalQuerySet) -> list[Proposal]:
    """优秀金点子 of the latest year that has any."""
    golden = rows.filter(is_golden=True)
    latest = golden.order_by("-golden_year").first()
    return list(golden.filter(golden_year=latest.golden_year)) if latest else []


def _category(request: HttpRequest) -> str:
    asked = request.GET.get("category", "")
    if asked and asked not in Category.values:
        raise Http404("没有这个类别。")
    return asked


def _number(request: HttpRequest, name: str) -> int:
    """The number in the address; 0 for none."""
    asked = request.GET.get(name, "")
    if not asked:
        return 0
    if not (asked.isascii() and asked.isdigit() and int(asked[:20]) < LARGEST_KEY):
        raise Http404("没有这一页。")
    return int(asked)


def _address(**chosen: object) -> str:
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"?{query}" if query else "."


def _categories(category: str, campaign: int) -> list[Choice]:
    choices = [
        Choice(label, _address(category=code, campaign=campaign), code == category) for code, label in Category.choices
    ]
    return [Choice("全部", _address(campaign=campaign), not category), *choices]


def _campaigns(category: str, campaign: int) -> list[Choice]:
    """Those with published ideas; none to choose from when there is but one."""
    with_ideas = Campaign.objects.filter(pk__in=Proposal.objects.published().values("campaign"))
    choices = [Choice(c.title, _address(category=category, campaign=c.pk), c.pk == campaign) for c in with_ideas]
    return [Choice("所有活动", _address(category=category), not campaign), *choices] if len(choices) > 1 else []


def _pages(page: Page, category: str, campaign: int) -> dict[str, str]:
    turned = {"category": category, "campaign": campaign}
    urls = {}
    if page.has_previous():
        urls["prev_url"] = _address(**turned, page=page.previous_page_number())
    if page.has_next():
        urls["next_url"] = _address(**turned, page=page.next_page_number())
    urls["text"] = f"第 {page.number} 页，共 {page.paginator.num_pages} 页"
    return urls
