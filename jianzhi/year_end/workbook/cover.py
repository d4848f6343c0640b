"""The cover: whose figures of which period these are, who answers for them, and what the workbook holds."""

from dataclasses import dataclass
from datetime import date

from jianzhi.year_end.workbook.page import Book, Page, days, known, visible

WIDTHS = (8, 20, 44, 44)
FIRST_FACT = 4
SIGNATURES = "单位负责人（签章）：                    统计负责人（签章）：                    填表人（签章）：                    （公章）"


@dataclass(frozen=True)
class Cover:
    """What the services know beyond the figures. `edition`: which frozen content this is; "" for an open period."""

    responsible: str = ""
    preparer: str = ""
    filled_on: date | None = None
    edition: str = ""
    digest: str = ""


def draw_cover(book: Book, cover: Cover) -> Page:
    """The first sheet; `draw_contents` completes it when all others are there."""
    report = book.report
    page = book.page("封面", f"{report.union.name}工会统计年报", WIDTHS)
    page.sheet.merge_range(1, 0, 1, len(WIDTHS) - 1, "", book.look("cover title"))
    page.text(1, 0, f"{report.union.name}\n{report.term.year} 年工会统计年报", "cover title")
    page.sheet.set_row(1, 90)
    for row, (label, value) in enumerate(_facts(book, cover), start=FIRST_FACT):
        page.sheet.set_row(row, 26)
        page.text(row, 1, f"{label}：", "cover label")
        page.sheet.merge_range(row, 2, row, 3, "", book.look("cover value"))
        page.text(row, 2, known(value), "cover value")
    return page


def _facts(book: Book, cover: Cover) -> list[tuple[str, str]]:
    report = book.report
    bases = sum(node.counts_as_base and not node.is_closed for node in report.cube.branch(report.union.pk))
    facts = [
        ("填报单位", report.union.name),
        ("统计编码", report.union.stat_code),
        ("负责人", cover.responsible),
        ("填表人", cover.preparer),
        ("填报日期", str(cover.filled_on or "")),
        ("统计期间", f"{report.term.kind} {days(report.term)}"),
        ("统计截止", str(report.term.cut_off)),
        ("汇总范围", f"本级及所辖基层工会 {bases} 家" if report.below else "本单位"),
        ("数据版本", cover.edition or "未关账，数据仍可能变动"),
    ]
    return [*facts, ("内容摘要", cover.digest)] if cover.digest else facts


def draw_contents(book: Book, page: Page, cover: Cover) -> None:
    """Below the facts: a link to each other sheet, what the signs mean, and where to sign."""
    row = FIRST_FACT + len(_facts(book, cover)) + 1
    page.text(row, 1, "目录：", "cover label")
    others = book.pages[1:]
    half = (len(others) + 1) // 2  # in two columns, so that the cover stays one page
    for place, other in enumerate(others):
        column, down = divmod(place, half)
        link = f"internal:'{other.name}'!A1"
        page.sheet.write_url(row + down, 2 + column, link, book.look("cover link"), visible(other.title))
    row += half
    for line in _EXPLAINED:
        page.text(row + 1, 1, line, "note")
        row += 1
    page.text(row + 2, 0, SIGNATURES, "note")
    page.sheet.fit_to_pages(1, 1)
    page.end(row + 2)


_EXPLAINED = (
    "说明：“计算”由登记的记录直接汇总得出，“填报”由填表人按所列依据录入。",
    "“约数”一列保留原文的“余”“多”等字样；空格表示没有数据，0 表示统计结果为零。",
)
