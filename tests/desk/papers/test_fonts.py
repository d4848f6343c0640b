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
    assert fonts.missing() == ["仿宋", "楷体", "小标宋"]
    with pytest.raises(fonts.FontMissing, match="缺少字体：仿宋、楷体、小标宋。没有生成文件"):
        fonts.resolve()
