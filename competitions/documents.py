"""The papers of ideas: certificates, and the list by which prizes are paid out."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from competitions.models import Proposal
from desk.papers.paper import Column, Table, TablePaper
from desk.papers.pdf import render_pdf, table_pdf

COLUMNS = (
    Column("序号", 0.6, "center"),
    Column("题目", 4),
    Column("建议人", 1.6),
    Column("工作单位", 3),
    Column("等级", 1.1, "center"),
    Column("奖金（元）", 1.2, "right"),
    Column("证书编号", 1.6, "center"),
    Column("签收", 1.6),
)


def certificates_pdf(proposals: Sequence[Proposal]) -> bytes:
    """荣誉证书, one on a page. Raises PaperRefused."""
    context = {"proposals": list(proposals), "issuer": settings.FEDERATION_NAME}
    return render_pdf("competitions/papers/certificates.html", context, title="荣誉证书")


def reward_list_pdf(proposals: Sequence[Proposal]) -> bytes:
    """奖励名册: who gets how much, to be signed for. Raises PaperRefused."""
    by_number = sorted(proposals, key=lambda proposal: proposal.award.certificate_no)
    return table_pdf(reward_list(by_number, timezone.localdate()))


def reward_list(proposals: Sequence[Proposal], day: date) -> TablePaper:
    """The list as data, in the order given."""
    rows = [_row(number, proposal) for number, proposal in enumerate(proposals, 1)]
    whole = sum((proposal.award.amount for proposal in proposals), Decimal())
    total = ("", "合计", f"{len(rows)} 项", "", "", f"{whole:,.2f}", "", "")
    return TablePaper(
        title="金点子奖励名册",
        issuer=settings.FEDERATION_NAME,
        notes=(f"制表日期：{day:%Y-%m-%d}", f"共 {len(rows)} 项"),
        table=Table(COLUMNS, rows, total=total),
        signatures=("审批：", "复核：", "制表：", "发放："),
    )


def _row(number: int, proposal: Proposal) -> tuple[str, ...]:
    award = proposal.award
    return (
        str(number),
        proposal.title,
        "、".join(proposal.people) or "匿名",
        proposal.employer_name or proposal.union_name,
        award.get_level_display(),
        f"{award.amount:,.2f}",
        award.certificate_no,
        "",
    )
