"""The papers of members: cards, and letters of introduction. Neither ever holds an identity number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from desk.papers.pdf import render_pdf
from desk.vault.scope import everything
from members.models import Member, Transfer

CARDS_ON_A_PAGE = 8


@dataclass(frozen=True)
class Letter:
    """A letter of introduction: its stub stays, the letter goes along, the receipt comes back."""

    number: str
    name: str
    card_no: str
    joined_on: date
    union: str
    to_union: str
    reason: str
    day: date
    due_on: date


def cards_pdf(members: Sequence[Member]) -> bytes:
    """Membership cards of 85.6 × 54 mm, eight on a page, with marks to cut along. Raises PaperRefused."""
    pages = [list(members[at : at + CARDS_ON_A_PAGE]) for at in range(0, len(members), CARDS_ON_A_PAGE)]
    context = {"pages": pages, "issuer": settings.FEDERATION_NAME, "rows": list(members)}
    return render_pdf("members/papers/cards.html", context, title="工会会员证")


def letters_pdf(transfers: Sequence[Transfer]) -> bytes:
    """Letters of introduction, one on a page, each with its stub and its receipt. Raises PaperRefused."""
    letters = [_letter(transfer) for transfer in transfers]
    return render_pdf("members/papers/letters.html", {"letters": letters}, title="工会会员组织关系接转介绍信")


def _letter(transfer: Transfer) -> Letter:
    # Who sees the transfer may know the card and the day of joining, whichever of the two unions keeps the file now.
    with everything("会籍接转：介绍信"):
        member = Member.objects.only("card_no", "joined_on").get(pk=transfer.member_id)
    day = transfer.decided_on or transfer.asked_on
    return Letter(
        number=f"〔{day.year}〕第 {transfer.pk} 号",
        name=transfer.name,
        card_no=member.card_no,
        joined_on=member.joined_on,
        union=transfer.union_name,
        to_union=transfer.to_union_name,
        reason=transfer.reason or "工作单位变动",
        day=day,
        due_on=transfer.answer_until,
    )
