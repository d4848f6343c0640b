"""Which font files stand for the faces an official paper asks for.

GB/T 9704 asks for 小标宋, 仿宋, 黑体 and 楷体. The fonts of those names are not free, so each face is a role that free
fonts play, and that the federation's own fonts play when it has them: a folder of REPORT_FONT_DIRS is looked at first.
Only whole font files will do: the split web fonts draw wrong characters (stack.md, L2).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

from django.conf import settings
from fontTools.ttLib import TTFont

from desk.papers.paper import PaperRefused

VENDORED = Path(__file__).parent / "fonts"
WHEEL = "pylopdf_fonts_zh_cn"
SYSTEM_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/opt/homebrew/share/fonts"),
)
WITHOUT_SHAPE = frozenset({"Cc", "Cf", "Mn", "Zs"})  # spaces, and what says how others are to be written


class FontMissing(PaperRefused):
    """A face of the papers has no font file."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(
            f"缺少字体：{'、'.join(names)}。没有生成文件；请重新安装依赖，或把字体文件放进 REPORT_FONT_DIRS 指定的目录。"
        )


@dataclass(frozen=True)
class Role:
    """A face of a paper: its Chinese `name`, the `family` the style sheet calls it by, and the `files` that play it.

    The family is ours alone, so that a system font which happens to be called 宋体 is never taken for it. Fandol's Latin
    letters and digits are too heavy beside its characters; a `chinese_only` role leaves them to the next family of the
    font stack.
    """

    name: str
    family: str
    files: tuple[str, ...]
    chinese_only: bool = False


ROLES = (
    Role("黑体", "Paper Hei", ("NotoSansSC-Regular.otf", "simhei.ttf", "NotoSansCJK-Regular.ttc")),
    Role("宋体", "Paper Song", ("NotoSerifSC-Regular.otf", "NotoSerifCJK-Regular.ttc")),
    Role("仿宋", "Paper Fang", ("FandolFang-Regular.otf", "simfang.ttf"), chinese_only=True),
    Role("楷体", "Paper Kai", ("FandolKai-Regular.otf", "simkai.ttf"), chinese_only=True),
    Role("小标宋", "Paper Title", ("FandolSong-Bold.otf", "FZXBSJW.TTF")),
    # Of GB 18030-2022 level 3: what stands beyond the basic plane, where the others have but the characters of common names.
    Role("罕用字", "Paper Rare", ("HanaMinB.ttf", "simsunb.ttf")),
)


def folders() -> Iterator[Path]:
    """Where fonts are looked for, in order: the federation's own, ours, the wheel's, the system's."""
    yield from (Path(folder) for folder in settings.REPORT_FONT_DIRS)
    yield VENDORED
    if (wheel := find_spec(WHEEL)) and wheel.origin:
        yield Path(wheel.origin).parent
    yield from SYSTEM_FOLDERS


def find(role: Role) -> Path | None:
    """The first file that plays `role`: a file named after it (仿宋.ttf, 仿宋.otf) or one of its known files."""
    names = (f"{role.name}.ttf", f"{role.name}.otf", *role.files)
    return next((folder / name for folder in folders() for name in names if (folder / name).is_file()), None)


def resolve() -> dict[Role, Path]:
    """The file of every role. Raises FontMissing, which names the roles that have none."""
    found = {role: path for role in ROLES if (path := find(role))}
    if len(found) < len(ROLES):
        raise FontMissing(missing())
    return found


@cache
def coverage() -> frozenset[int]:
    """The code points that any of the fonts can draw. Raises FontMissing."""
    return frozenset(point for path in resolve().values() for point in _points(path))


def _points(path: Path) -> Iterable[int]:
    font = TTFont(path, fontNumber=0, lazy=True)  # of a collection all faces draw the same characters
    return font.getBestCmap()


def uncovered(text: str) -> list[str]:
    """The characters of `text` that none of the fonts can draw, each once. Raises FontMissing."""
    rare = (each for each in sorted(set(text)) if not _is_common(each) and category(each) not in WITHOUT_SHAPE)
    return [each for each in rare if ord(each) not in coverage()]


def _is_common(character: str) -> bool:
    """Whether it is one that every Chinese font has, so that most papers ask no font."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def missing() -> list[str]:
    """The names of the roles that no file plays; for /healthz."""
    return [role.name for role in ROLES if find(role) is None]
