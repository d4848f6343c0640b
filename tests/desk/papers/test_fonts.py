from pathlib import Path

import pytest
from pytest_django import Settings

from desk.papers import fonts


def found() -> dict[str, str]:
    return {role.name: path.name for role, path in fonts.resolve().items()}


def test_every_face_of_official_papers_has_a_font_here() -> None:
    assert found() == {
        "黑体": "NotoSansSC-Regular.otf",
        "宋体": "NotoSerifSC-Regular.otf",
        "仿宋": "FandolFang-Regular.otf",
        "楷体": "FandolKai-Regular.otf",
        "小标宋": "FandolSong-Bold.otf",
        "罕用字": "HanaMinB.ttf",
    }
    assert fonts.missing() == []


@pytest.mark.parametrize("name", ["仿宋.ttf", "simfang.ttf"])
def test_the_federations_own_font_comes_before_ours(settings: Settings, tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    settings.REPORT_FONT_DIRS = [str(tmp_path)]
    assert found()["仿宋"] == name
    assert found()["楷体"] == "FandolKai-Regular.otf"


def test_the_systems_font_is_taken_when_there_is_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "NotoSansCJK-Regular.ttc").touch()
    monkeypatch.setattr(fonts, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", (tmp_path,))
    assert fonts.missing() == ["宋体"]


def test_a_face_without_a_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "VENDORED", tmp_path)
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    assert fonts.missing() == ["仿宋", "楷体", "小标宋", "罕用字"]
    with pytest.raises(fonts.FontMissing, match="缺少字体：仿宋、楷体、小标宋、罕用字。没有生成文件"):
        fonts.resolve()


def test_every_character_of_gb_18030_level_3_has_a_font() -> None:
    """The blocks of 《信息技术 中文编码字符集》 (GB 18030-2022), level 3: the basic block, extensions A to F."""
    blocks = (
        (0x4E00, 0x9FEF),
        (0x3400, 0x4DB5),
        (0x20000, 0x2A6D6),
        (0x2A700, 0x2B734),
        (0x2B740, 0x2B81D),
        (0x2B820, 0x2CEA1),
        (0x2CEB0, 0x2EBE0),
    )
    every = "".join(chr(point) for first, last in blocks for point in range(first, last + 1))
    assert len(every) == 87_875
    assert fonts.uncovered(every) == []


def test_what_no_font_has_is_named_once() -> None:
    assert fonts.uncovered("建德市𲎯总工会𲎯𠮷ABC—，\u200b\ufe00\u2003") == ["𲎯"]
