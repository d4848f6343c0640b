"""The base officer's story: a roster of five thousand comes in by Excel, is put right, taken back, and comes out again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from desk.vault.scope import everything
from members.models import Member, Membership
from tests.county import County
from tests.desk.jobs.workers import PACE, Celery, a_worker
from tests.members.sample_roster import FILE, good_lines, mistakes

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.django_db(transaction=True)]

WHOLE = "5,000 行 = 新增 {created} + 更新 0 + 无变化 {unchanged} + 错误 {rejected} + 不导入 0"
PATIENCE = 120_000  # milliseconds, for the work of a job on a busy machine


@pytest.fixture
def worker(django_db_setup: None, transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Celery]:
    """A real worker on the test database."""
    for name, value in PACE.items():
        setattr(settings, name, value)
    worker = a_worker(tmp_path / "worker.log")
    worker.start_and_wait()
    yield worker
    worker.stop()


def bring_in(page: Page, file: Path) -> None:
    """Upload `file`, take the columns as they were guessed, and wait for the preview."""
    page.goto("/members/import/")
    page.get_by_label("文件", exact=False).first.set_input_files(file)
    page.get_by_role("button", name="上传，下一步核对各列").click()
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("region", name="检查结果")).to_be_visible(timeout=PATIENCE)


def write_all(page: Page) -> None:
    """Confirm the preview and wait until it is written."""
    page.get_by_role("button", name="写入全部 5,000 行").click()
    expect(page.get_by_text("已写入：新增 5,000 条，更新 0 条。")).to_be_visible(timeout=PATIENCE)


def marked_rows(file: Path) -> dict[int, str]:
    """The rows of the annotated file with a reason in its last column."""
    sheet = load_workbook(file)["花名册"]
    column = sheet.max_column
    assert any(sheet.cell(row, column).value == "错误原因" for row in (3, 4))
    return {row: sheet.cell(row, column).value for row in range(5, sheet.max_row + 1) if sheet.cell(row, column).value}


def put_right(annotated: Path, corrected: Path) -> None:
    """What the officer does in Excel: each marked cell gets the value it should have had."""
    book = load_workbook(annotated)
    sheet = book["花名册"]
    heads = {
        sheet.cell(4, column).value or sheet.cell(3, column).value: column for column in range(1, sheet.max_column)
    }
    for mistake in mistakes(good_lines()):
        cell = sheet.cell(mistake.row, heads[mistake.column])
        assert cell.comment is not None
        cell.value, cell.number_format = mistake.right, "@" if isinstance(mistake.right, str) else "yyyy-mm-dd"
    book.save(corrected)


def members_of_the_plant(county: County) -> int:
    with everything("test"):
        return Member.objects.filter(union=county.plant).count()


@pytest.mark.usefixtures("worker")
def test_a_base_officer_brings_the_roster_in_takes_it_back_and_takes_it_out(
    committed_county: County, sign_in_at: Callable[..., Page], tmp_path: Path
) -> None:
    before = members_of_the_plant(committed_county)
    page = sign_in_at(committed_county["base_officer"])
    annotated, corrected = tmp_path / "annotated.xlsx", tmp_path / "corrected.xlsx"

    bring_in(page, FILE)
    expect(page.get_by_text(WHOLE.format(created="4,963", unchanged=0, rejected=37))).to_be_visible()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("link", name="下载标注后的文件").click()
    download.value.save_as(annotated)
    assert list(marked_rows(annotated)) == [mistake.row for mistake in mistakes(good_lines())]
    assert members_of_the_plant(committed_county) == before

    put_right(annotated, corrected)
    bring_in(page, corrected)
    expect(page.get_by_text(WHOLE.format(created="5,000", unchanged=0, rejected=0))).to_be_visible()
    write_all(page)
    assert members_of_the_plant(committed_county) == before + 5_000

    page.get_by_role("button", name="撤销本次导入").click()
    page.get_by_role("button", name="确定撤销").click()
    expect(page.get_by_text("已撤销。").first).to_be_visible(timeout=PATIENCE)
    assert members_of_the_plant(committed_county) == before

    bring_in(page, corrected)
    write_all(page)
    with everything("test"):
        open_now = Membership.objects.filter(union=committed_county.plant).valid().open().count()
    assert open_now == before - 1 + 5_000  # one of the files before was merged into another
    bring_in(page, corrected)
    expect(page.get_by_text(WHOLE.format(created=0, unchanged="5,000", rejected=0))).to_be_visible()

    rows_of_the_screen_are_the_rows_of_the_file(page, tmp_path)


def rows_of_the_screen_are_the_rows_of_the_file(page: Page, folder: Path) -> None:
    """Filter, save the view, export it, and compare."""
    page.goto("/members/?q=王&skill_grade=4&size=100")
    page.get_by_text("视图", exact=True).click()
    page.get_by_label("视图名称").fill("王姓高级工")
    page.get_by_role("button", name="保存视图").click()
    page.get_by_text("视图", exact=True).click()
    expect(page.get_by_role("link", name="王姓高级工")).to_be_visible()
    page.get_by_role("link", name="王姓高级工").click()
    heads = [head.strip() for head in page.locator("table.list thead th:not(.pick)").all_inner_texts()]
    shown = [
        [cell.strip() for cell in row.locator("td:not(.pick)").all_inner_texts()]
        for row in page.locator("table.list tbody tr").all()
    ]
    assert 10 < len(shown) < 100

    page.get_by_text("更多", exact=True).click()
    page.get_by_role("link", name="导出").click()
    page.get_by_role("button", name="开始导出").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("link", name="下载").first.click(timeout=PATIENCE)
    file = folder / "export.xlsx"
    download.value.save_as(file)
    sheet = load_workbook(file).worksheets[0]
    lines = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    start = next(number for number, line in enumerate(lines) if line[0] == heads[0])
    assert lines[start] == heads
    written = [[value.removesuffix(" 00:00:00") for value in line] for line in lines[start + 1 :]]
    assert written == [["" if text == "—" else text for text in row] for row in shown]
