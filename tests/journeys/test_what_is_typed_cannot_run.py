"""A real browser before pages full of what somebody typed to make them run or fetch something (promises.md H5)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from competitions.choices import ProposalState
from desk.cases import services as cases
from desk.vault.scope import everything
from tests.competitions.hostile import PAYLOADS
from tests.competitions.ideas import add_proposal
from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COLUMNS = "columns=title,name,co_proposers,employer_name,problem,measure,expected_benefit&size=100"
WATCH = "window.reports = []; addEventListener('securitypolicyviolation', e => reports.push(e.violatedDirective))"


def add_ideas(county: County) -> Any:
    """One idea that holds all payloads, and one of each of a hundred."""
    texts = ["\n".join(PAYLOADS[place::8])[:2000] for place in range(8)]
    whole = {
        "problem": texts[0],
        "measure": texts[1],
        "expected_benefit": texts[2][:500],
        "co_proposers": texts[3][:400],
    }
    public = {"published_on": date(2014, 9, 1), "verified_benefit": 1}
    campaign = county.record("campaigns")
    with everything("test"):
        idea = add_proposal(
            county.plant, campaign, ProposalState.VERIFIED, title=PAYLOADS[0], name=PAYLOADS[1], **whole, **public
        )
        for text in texts[4:]:
            cases.message(obj=idea, text=text)
            cases.reply(actor=county["county_officer"], obj=idea, text=text)
        for payload in PAYLOADS[::3]:
            typed = {"title": payload[:60], "name": payload[:40], "co_proposers": payload, "employer_name": payload}
            add_proposal(county.plant, campaign, problem=payload, measure=payload, expected_benefit=payload, **typed)
    return idea


def watched(page: Page, heard: list[str]) -> Page:
    """The page, noting every dialog and everything asked for elsewhere."""
    home = page.url.split("/", 3)[2]
    page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: None if home in request.url[:40] else heard.append(request.url[:200]))
    page.add_init_script(WATCH)
    return page


def test_no_dialog_no_report_and_no_request_to_elsewhere(
    committed_county: County, sign_in_at: Callable[..., Page]
) -> None:
    idea, heard = add_ideas(committed_county), list[str]()
    page = watched(sign_in_at(committed_county["county_officer"]), heard)
    record = f"/proposals/{idea.pk}/"
    lists = (f"/proposals/?{COLUMNS}", f"/proposals/print/?{COLUMNS}", "/inbox/", "/ideas/", "/")
    for address in (*lists, record, f"{record}print/", f"{record}history/", f"/ideas/{idea.pk}/"):
        page.goto(address)
        page.mouse.move(600, 400)
        page.wait_for_timeout(150)  # what starts by itself has started
        assert page.evaluate("reports") == [], address
        assert address.split("?")[0] in page.url
    assert heard == []
