"""What papers are made from, in plain data."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PIL import Image

from jianzhi.year_end.document.matter import Finding, Imprint, Matter, Picture
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services.texts import openings_of
from tests.jianzhi.year_end import sample

DRAFT = Imprint(made_on=date(2015, 1, 5))
SIGNED = Imprint(
    made_on=date(2015, 1, 20),
    edition=1,
    digest="ab" * 32,
    doc_no="建总工〔2015〕3号",
    signer="赵银",
    post="主席",
    signed_on=date(2015, 1, 22),
    responsible="赵银",
    preparer="方敏",
)


@dataclass(frozen=True)
class Found:
    """A finding of the checks."""

    code: str
    severity: str
    text: str


def finding(code: str, severity: str, text: str) -> Found:
    return Found(code, severity, text)


def matter(
    *, cube: Cube | None = None, union: int = sample.HEAD, imprint: Imprint = DRAFT, findings: Sequence[Finding] = ()
) -> Matter:
    """The report of a union of the small county, or of `cube`, with openings made from its figures."""
    report = (cube or sample.county()).report(union)
    return Matter(report, imprint, openings_of(report), findings)


def photo(colour: str, size: tuple[int, int], kind: str = "JPEG") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def illustrated() -> Matter:
    """The report of the small county with two photos in its second chapter, one lying and one standing."""
    lying = Picture("1", "职工书屋揭牌", photo("red", (600, 400)))
    standing = Picture("2", "杯气排球比赛", photo("blue", (300, 900), "PNG"))
    return replace(matter(), photos={"R2": [lying, standing]})
