from pathlib import Path

import pytest

from desk.papers import charts, fonts, pdf
from desk.papers.checks import papers_can_be_made


def found() -> list[tuple[str | None, str]]:
    return [(warning.id, warning.msg) for warning in papers_can_be_made(None)]


def test_a_complete_machine_gives_no_warning() -> None:
    assert found() == []


def test_what_a_machine_lacks_for_papers_is_said_at_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "VENDORED", tmp_path)
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    monkeypatch.setattr(pdf, "HARFBUZZ_SUBSET", ())
    monkeypatch.setattr(charts, "LIBRARY", "vendor/none.js")
    assert found() == [
        (
            "papers.W001",
            "缺少字体：仿宋、楷体、小标宋、罕用字。没有生成文件；请重新安装依赖，或把字体文件放进 REPORT_FONT_DIRS 指定的目录。",
        ),
        ("papers.W002", "PDF 排版组件 Pango 或 HarfBuzz-Subset 缺失，PDF 会很慢或不能生成。"),
        ("papers.W003", "图表引擎 quickjs-ng 缺失，PDF 里的图表以表格代替。"),
    ]
