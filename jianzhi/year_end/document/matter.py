"""What a paper of the year end is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from desk.papers.word import chinese_date
from jianzhi.year_end.report import Report

DRAFT = "送审稿（未关账）"


class Finding(Protocol):
    """What a check of the figures found (services.logic)."""

    @property
    def code(self) -> str: ...

    @property
    def severity(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Imprint:
    """Which edition of the figures a paper shows, who answers for it, and when it was made.

    `edition` is 0 while the period is open. `doc_no` (文号), `signer`, `post` and `signed_on` are known once the edition
    is signed; `responsible` (负责人) and `preparer` (填表人) once the union has reported.
    """

    made_on: date
    edition: int = 0
    digest: str = ""
    doc_no: str = ""
    signer: str = ""
    post: str = ""
    signed_on: date | None = None
    responsible: str = ""
    preparer: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether the figures are those of a closed period."""
        return self.edition > 0

    @property
    def standing(self) -> str:
        """What the figures are: a draft, or an edition."""
        return f"第 {self.edition} 版" if self.is_closed else DRAFT


@dataclass(frozen=True)
class Picture:
    """A photo in a chapter, with the words below it. A screen fetches it as `file`; a paper is handed its `content`."""

    file: str
    caption: str
    content: bytes = b""


@dataclass(frozen=True)
class Matter:
    """A report with all that its papers say besides: `openings` (figures filled in) and `photos` by chapter, `findings`.

    `is_public`: it is the public edition, whose report holds only what everybody may read (suppression).
    """

    report: Report
    imprint: Imprint
    openings: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    photos: Mapping[str, Sequence[Picture]] = field(default_factory=dict)
    is_public: bool = False

    @property
    def title(self) -> str:
        """What the paper is called."""
        return f"{self.report.title}（公开版）" if self.is_public else self.report.title

    @property
    def is_county(self) -> bool:
        """Whether it is the report of the county federation: the one that is signed and numbered."""
        return self.report.union.parent is None

    @property
    def last_page(self) -> str:
        """What the page is called that says who answers for it; all but the public edition's are signed by hand."""
        if self.is_public:
            return "签发信息"
        return "签发页" if self.is_county else "确认页"

    @property
    def is_whole(self) -> bool:
        """Whether the union has others below it, so that its report is a book and not a sheet."""
        return bool(self.report.below)

    @property
    def signature(self) -> list[tuple[str, str]]:
        """What stands on the last page, label and value; what is not known yet is written in by hand."""
        imprint = self.imprint
        signer = f"{imprint.signer}（{imprint.post}）" if imprint.signer else ""
        signed = (("签发人", signer), ("签发日期", chinese_date(imprint.signed_on) if imprint.signed_on else ""))
        return [
            ("报告", self.title),
            *((("文号", imprint.doc_no),) if self.is_county else ()),
            ("数据版次", imprint.standing),
            *((("数据摘要（SHA-256）", imprint.digest),) if imprint.digest else ()),
            ("填报单位", self.report.union.name),
            *(() if self.is_public else (("负责人", imprint.responsible), ("填表人", imprint.preparer))),
            *(signed if self.is_county else ()),
        ]
