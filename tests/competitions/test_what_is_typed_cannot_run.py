"""Whatever somebody types into the public form runs nowhere: not before staff, not in public, not on paper (H5)."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from competitions import documents
from competitions.choices import ProposalState
from competitions.models import Award, Proposal
from competitions.services import intake, limits
from desk.cases import services as cases
from desk.vault.scope import everything
from tests.competitions.hostile import PAYLOADS, THERE
from tests.competitions.ideas import add_proposal
from tests.competitions.views.ideas import mine, send
from tests.county import County
from tests.members.test_documents import pages
from unions.models import User

SignIn = Callable[[User], Client]
HARMLESS = "三号码头"
COLUMNS = "columns=title,name,co_proposers,employer_name,problem,measure,expected_benefit&size=100"
ACTIVE = {"/Annots", "/AA", "/OpenAction", "/JavaScript", "/JS", "/EmbeddedFiles", "/EmbeddedFile", "/AF", "/URI"}


class Looked(HTMLParser):
    """The text of a page, and its tags with the names of their attributes: what a browser makes of it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(page.decode())
        self.close()
        self.text = flat("".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"br", "p", "wbr"}:  # what lines of a text are parted by
            self.tags.append((tag, *(name for name, _ in attrs if name != "class")))  # long facts stand wide
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "srcset", "data"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def flat(text: str) -> str:
    return "".join(text.split())


def typed(payload: str) -> dict[str, str]:
    """The payload in every field that takes a text."""
    return {
        "title": payload[:60],
        "problem": payload,
        "measure": payload,
        "expected_benefit": payload,
        "workplace": payload,
        "name": payload[:40],
        "co_proposers": payload,
    }


@pytest.fixture
def uncapped(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Two hundred ideas in a minute are no flood here."""
    settings.PUBLIC_POSTS_PER_SECOND = 10_000
    monkeypatch.setattr(limits, "SUBMIT", replace(limits.SUBMIT, per_address=10_000, of_all=10_000))


def assert_inert(page: bytes, payload: str, like: Looked) -> None:
    """The page holds the payload as text, and nothing else than one with a harmless text in its place."""
    found = Looked(page)
    assert flat(payload[:40]) in found.text, payload
    assert found.tags == like.tags, payload
    assert not [one for one in found.addresses if THERE in one or "alert" in one or "passwd" in one], payload


@pytest.mark.usefixtures("uncapped")
def test_staff_see_what_was_typed_as_text(county: County, sign_in: SignIn) -> None:
    visitor, officer = Client(), sign_in(county["county_officer"])
    for payload in (HARMLESS, *PAYLOADS):
        # With a key as the form would have it; the form itself is drawn in tests/competitions/views.
        answer = send(visitor, intake.fresh_key(), **typed(payload))
        assert answer.status_code == 200
        assert "receipt-code" in answer.content.decode(), payload
    with everything("test"):
        ideas = list(mine().order_by("pk"))
        assert len(ideas) == len(PAYLOADS) + 1 > 200
        for idea in ideas:
            cases.message(obj=idea, text=idea.problem)
            cases.mark_read(idea)  # a page looks different the first time
    plain = next(idea for idea in ideas if idea.title == HARMLESS)
    for end in ("", "print/", "history/"):
        like = Looked(officer.get(f"/proposals/{plain.pk}/{end}").content)
        for idea in ideas:
            assert_inert(officer.get(f"/proposals/{idea.pk}/{end}").content, idea.title, like)


@pytest.mark.usefixtures("uncapped")
def test_lists_show_what_was_typed_as_text(county: County, sign_in: SignIn) -> None:
    officer, rows = sign_in(county["county_officer"]), 90
    with everything("test"):
        Proposal.objects.all().delete()
    for url in (f"/proposals/?{COLUMNS}", f"/proposals/print/?{COLUMNS}"):
        lists = []
        for payloads in ([HARMLESS] * rows, PAYLOADS[:rows], PAYLOADS[rows : 2 * rows], PAYLOADS[-rows:]):
            with everything("test"):
                Proposal.objects.all().delete()
                for payload in payloads:
                    fields = {name: text for name, text in typed(payload).items() if name != "workplace"}
                    fields = {name: text.strip() for name, text in fields.items()}
                    add_proposal(county.plant, county.record("campaigns"), employer_name=payload, **fields)
            lists.append((payloads, officer.get(url).content))
        like = Looked(lists[0][1])
        for payloads, page in lists:
            for payload in payloads:
                assert_inert(page, payload.strip(), like)


def test_what_holds_a_nul_is_refused_and_stands_in_the_form_again(county: County) -> None:
    for field in typed(""):
        answer = send(Client(), **{field: "前\0后"})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "receipt-code" not in page
        assert "含有不能保存的字符，请删去后重新填写。" in page
        assert "前" in page
    with everything("test"):
        assert not mine().exists()


def rewarded(county: County, payload: str, number: int) -> Proposal:
    fields: dict[str, Any] = {name: text for name, text in typed(payload).items() if name != "workplace"}
    fields |= {"employer_name": payload, "published_on": date(2014, 9, 1)}
    idea = add_proposal(county.plant, county.record("campaigns"), ProposalState.REWARDED, **fields)
    Award.objects.create(
        proposal=idea,
        level="first",
        amount=Decimal(100),
        certificate_no=f"JDJ2014{number:04}",
        awarded_on=date(2014, 9, 1),
    )
    return idea


def test_the_public_sees_what_was_typed_as_text(county: County) -> None:
    with everything("test"):
        plain, *ideas = [rewarded(county, text, number) for number, text in enumerate((HARMLESS, *PAYLOADS))]
    like = Looked(Client().get(f"/ideas/{plain.pk}/").content)
    for idea in ideas:
        assert_inert(Client().get(f"/ideas/{idea.pk}/").content, idea.title, like)


def active_parts(content: bytes) -> set[str]:
    """What in a PDF acts, leads out of it, or comes along in it."""
    reader = PdfReader(io.BytesIO(content))
    found: set[str] = set()
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        if isinstance(thing, DictionaryObject):
            found |= ACTIVE & set(thing)
            found |= {str(thing.get("/S"))} & {"/URI", "/Launch", "/JavaScript", "/GoToR", "/SubmitForm"}
    return found


def test_papers_hold_no_link_no_attachment_and_fetch_nothing(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("socket.create_connection", lambda *where, **options: asked.append(where))
    monkeypatch.setattr("urllib.request.urlopen", lambda *where, **options: asked.append(where))
    with everything("test"):
        ideas = [rewarded(county, payload, number) for number, payload in enumerate(PAYLOADS)]
        papers = [documents.reward_list_pdf(ideas), documents.certificates_pdf(ideas[::4])]
    for paper in papers:
        assert active_parts(paper) == set()
        assert b"root:x:" not in paper
    for idea, page in zip(ideas[::4], pages(papers[1]), strict=True):  # none hides those behind it
        assert idea.award.certificate_no in page, idea.title
    words = "".join(pages(papers[0]))
    for payload in ("<script>alert(1)</script>", "{{7*7}}", "&lt&gt&amp", f"<linkrel=attachmenthref={THERE}/a>"):
        assert payload in words
    assert asked == []
