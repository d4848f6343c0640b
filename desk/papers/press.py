"""The printing press: the only module that knows WeasyPrint.

It needs Pango, which no wheel brings, so it is imported when a paper is printed (desk.papers.pdf) and never at start.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pydyf
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join
from django.utils.html import escape
from isal import isal_zlib
from weasyprint import CSS, HTML
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from desk.papers import fonts

FACES = Path(__file__).parent / "faces.css"
STYLE_SHEET = Path(__file__).parent / "paper.css"
INLINE_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]")
MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".css": "text/css"}

# PDF/A-2a (ISO 19005-2, level A) is archivable and tagged in one, and takes no attachment along.
ARCHIVABLE_AND_TAGGED = "pdf/a-2a"


# What pydyf asks of zlib, answered by isal, whatever level it asks for. Level 0 would make larger files, 2 and 3 no smaller.
LEVEL = 1
ISAL = SimpleNamespace(
    compress=lambda data: isal_zlib.compress(data, LEVEL),
    compressobj=lambda level: isal_zlib.compressobj(LEVEL),
)


class Refused(ValueError):
    """A paper asked for something that is neither ours nor in memory."""


class PaperFetcher(URLFetcher):
    """Gives a paper its pictures and nothing else.

    `static:img/emblem.svg` is a file of our static folder, `picture:name` one of `pictures`, `data:image/…` stands in
    the paper itself. No other address is opened: no file, no network, no redirect (promises.md, finding 5, trap 25).
    """

    def __init__(self, pictures: Mapping[str, str | bytes]) -> None:
        super().__init__(allowed_protocols=("static", "picture", "data"), allow_redirects=False)
        self.pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The content of `url`. Raises Refused, upon which WeasyPrint leaves the picture out and logs why."""
        scheme, _, name = url.partition(":")
        if scheme == "static":
            path = _static_file(name)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MEDIA_TYPES[path.suffix]})
        if scheme == "picture" and name in self.pictures:
            picture = self.pictures[name]
            kind = "image/svg+xml" if isinstance(picture, str) else _kind_of(picture)
            return URLFetcherResponse(url, picture, {"Content-Type": kind})
        if INLINE_PICTURE.match(url):
            return super().fetch(url, headers)
        raise Refused(f"not allowed in a paper: {url[:100]}")


def _kind_of(picture: bytes) -> str:
    return "image/jpeg" if picture.startswith(b"\xff\xd8") else "image/png"


def _static_file(name: str) -> Path:
    """The file `name` of our static folder. Raises Refused for a name that leads out of it or to no picture."""
    for folder in map(Path, settings.STATICFILES_DIRS):
        try:
            path = Path(safe_join(folder, name)).resolve()
        except SuspiciousFileOperation as error:
            raise Refused(f"outside the static folder: {name}") from error
        if path.is_file() and path.is_relative_to(folder.resolve()) and path.suffix in MEDIA_TYPES:
            return path
    raise Refused(f"no such picture in the static folder: {name}")


class PaperFonts(FontConfiguration):
    """The faces of desk.papers.fonts, added to those of the system.

    An @font-face rule would do the same by copying each font into a temporary folder of the process: 27 MB that a
    killed worker leaves behind every time. So the files are registered where they lie.
    """

    def __init__(self) -> None:
        super().__init__()
        for role, path in fonts.resolve().items():
            # As WeasyPrint does for @font-face, while the file is scanned; appended, so that the PDF names the true font.
            rule = SCAN_RULE.format(
                file=escape(str(path)),
                face=MAINLAND_FACE if path.suffix == ".ttc" else "",
                family=role.family,
                charset=WITHOUT_LATIN if role.chinese_only else "",
            )
            fontconfig.FcConfigParseAndLoadFromMemory(self._config, rule.encode(), True)
            if not fontconfig.FcConfigAppFontAddFile(self._config, str(path).encode()):
                raise fonts.FontMissing([role.name])
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))


SCAN_RULE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<match target="scan"><test name="file"><string>{file}</string></test>{face}
<edit name="family" mode="append"><string>{family}</string></edit>{charset}</match></fontconfig>"""
# A collection holds a face for each region, with the region's forms of the same characters.
MAINLAND_FACE = '<test name="family" compare="contains"><string> SC</string></test>'
WITHOUT_LATIN = """<edit name="charset" mode="assign"><minus><name>charset</name>
<charset><range><int>0x20</int><int>0x7e</int></range></charset></minus></edit>"""


@cache
def faces() -> PaperFonts:
    """The fonts, loaded once per process. Raises FontMissing."""
    return PaperFonts()


@cache
def style_sheet(path: Path = STYLE_SHEET) -> CSS:
    """A style sheet behind what every paper begins with, parsed once per process; that of letters, lists and records
    when nothing is said.
    """
    rules = "".join(sheet.read_text(encoding="utf-8") for sheet in (FACES, path))
    return CSS(string=rules, font_config=faces())


@contextmanager
def _deflating_quickly() -> Iterator[None]:
    """Within the block PDFs are deflated by isal. Zlib at its best, which pydyf insists on, takes a quarter of the time
    of a short paper, for a tenth of its size.
    """
    pydyf.zlib = ISAL
    try:
        yield
    finally:
        pydyf.zlib = zlib


def typeset(html: str, pictures: Mapping[str, str | bytes], style: Path = STYLE_SHEET) -> bytes:
    """The archivable, tagged PDF of `html`, in the style of the sheet `style`.

    Not for two threads at once: Pango's font map is one.
    """
    # No base_url: with one, a relative path in the paper would be looked up there (trap 25).
    document = HTML(string=html, url_fetcher=PaperFetcher(pictures))
    with _deflating_quickly():
        return bytes(
            document.write_pdf(
                stylesheets=[style_sheet(style)],
                font_config=faces(),
                pdf_variant=ARCHIVABLE_AND_TAGGED,
            )
        )
