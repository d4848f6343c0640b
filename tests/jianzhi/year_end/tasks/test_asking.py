from dataclasses import dataclass, field, replace

import pytest

from jianzhi.year_end.document.pdf import brief_pdf
from jianzhi.year_end.tasks.asking import drawn
from tests.jianzhi.year_end.document.matters import SIGNED, matter

MISSING = (
    "“建德市总工会2014年度工作报告”里有 1 个字没有字体，印成方框：\U000323af（U+323AF）。"
    "请管理员在 REPORT_FONT_DIRS 里补字体后重新生成。"
)


@dataclass
class Record:
    """What a run writes down."""

    said: list[str] = field(default_factory=list)

    def log(self, text: str) -> None:
        self.said.append(text)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("建总工〔2015〕3号𠮷", []),
        (
            "建总工〔2015〕3号\U000323af",
            [MISSING],
        ),
    ],
)
def test_the_record_of_a_job_names_the_characters_that_no_font_has(number: str, said: list[str]) -> None:
    run = Record()
    paper = drawn(run, brief_pdf, matter(imprint=replace(SIGNED, doc_no=number)))  # type: ignore[arg-type]  # it logs
    assert paper.startswith(b"%PDF")
    assert run.said == said
