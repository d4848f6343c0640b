import base64
import io
import threading
import urllib.request
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pydyf
import pypdf
import pytest
from PIL import Image
from pytest_django import Settings

from desk.papers import press
from tests.desk.papers.pages import letterforms, picture

ATTACKS = """
<link rel="stylesheet" href="{url}/a.css"><link rel="attachment" href="{url}/b"><base href="{url}/">
<style>@import url("{url}/c.css"); @font-face {{ font-family: x; src: url("{url}/d.otf") }}
body {{ background: url("{url}/e.png"); font-family: x }} p::before {{ content: url("{url}/f.png") }}</style>
<img src="{url}/g.png"><img srcset="{url}/h.png"><object data="{url}/i.svg"></object><embed src="{url}/j.svg">
<svg width="10" height="10"><image href="{url}/k.png" width="9" height="9"/><use href="{url}/l.svg#a"/></svg>
<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Cimage href='{url}/m.png'
width='9' height='9'/%3E%3C/svg%3E"><a rel="attachment" href="{url}/n">n</a><img src="relative.png"><p>正文</p>
"""


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that notes each path it is asked for, and redirects to a file."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the console."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_the_listener_would_notice(listener: tuple[str, list[str]]) -> None:
    url, asked = listener
    with pytest.raises(OSError, match="302"):
        urllib.request.urlopen(f"{url}/hit")  # noqa: S310  # our own listener, to see that it counts
    assert asked == ["/hit"]


def test_a_paper_asks_no_server_for_anything(listener: tuple[str, list[str]]) -> None:
    url, asked = listener
    paper = press.typeset(f'<html lang="zh-CN">{ATTACKS.format(url=url)}</html>', {})
    assert asked == []
    assert "".join(form.text for form in letterforms(paper)) == "n正文"


def test_a_paper_takes_no_file_of_the_server_along(tmp_path: Path) -> None:
    Image.new("RGB", (40, 40), "black").save(tmp_path / "g.png")
    for name in "abn":
        (tmp_path / name).write_text("secret")
    html = ATTACKS.format(url=tmp_path.as_uri()).replace("relative.png", str(tmp_path / "g.png"))
    paper = press.typeset(f'<html lang="zh-CN">{html}</html>', {})
    assert pypdf.PdfReader(io.BytesIO(paper)).attachments == {}
    assert "/XObject" not in _resources(paper)
    assert b"secret" not in paper


def _resources(paper: bytes) -> dict[str, object]:
    resources = pypdf.PdfReader(io.BytesIO(paper)).pages[0]["/Resources"]
    return {name: part for name, part in resources.items() if part.get_object()}


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.com/a.png",
        "ftp://127.0.0.1/",
        "//127.0.0.1/a.png",
        "/etc/passwd",
        "picture:unknown",
        "static:../jianzhi/settings.py",
        "static:/etc/passwd",
        "static:js/portal.js",
        "data:text/html,<b>",
        "data:application/pdf;base64,AAAA",
    ],
)
def test_an_address_that_is_not_ours_is_refused(url: str) -> None:
    with pytest.raises(press.Refused):
        press.PaperFetcher({"known": b""}).fetch(url)


def test_a_link_in_the_static_folder_that_leads_out_of_it_is_refused(settings: Settings, tmp_path: Path) -> None:
    static = tmp_path / "static"
    static.mkdir()
    settings.STATICFILES_DIRS = [static]
    (tmp_path / "secret.png").write_bytes(b"secret")
    (static / "emblem.png").write_bytes(b"emblem")
    (static / "way-out.png").symlink_to(tmp_path / "secret.png")
    fetcher = press.PaperFetcher({})
    assert fetcher.fetch("static:emblem.png").read() == b"emblem"
    with pytest.raises(press.Refused):
        fetcher.fetch("static:way-out.png")


@pytest.mark.parametrize("place", ["picture:emblem", "static:emblem.png", "data:image/png;base64,{data}"])
def test_our_own_pictures_are_drawn(settings: Settings, tmp_path: Path, place: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "black").save(file, "PNG")
    (tmp_path / "emblem.png").write_bytes(file.getvalue())
    settings.STATICFILES_DIRS = [tmp_path]
    source = place.format(data=base64.b64encode(file.getvalue()).decode())
    html = (
        f'<html lang="zh-CN"><body class="record"><img src="{source}" alt="会徽" width="40" height="40"></body></html>'
    )
    page = picture(press.typeset(html, {"emblem": file.getvalue()}), dots_per_mm=1)
    assert page.getpixel((30, 27)) == 0  # inside the picture, whose corner lies 26 mm from the left, 22 mm from the top
    assert page.getpixel((60, 60)) == 255


def test_a_paper_is_deflated_by_the_quick_library_and_everybody_elses_files_as_before() -> None:
    html = f'<html lang="zh-CN"><body class="record"><p>{"年度统计" * 200}</p></body></html>'
    paper = press.typeset(html, {})
    begins = {stream._data[:2] for stream in _packed(paper)}
    assert begins == {b"\x78\x5e"}  # RFC 1950; zlib at its best says 78 da
    assert pydyf.zlib is zlib


def test_a_paper_that_fails_leaves_the_slow_library_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "HTML", lambda **_: SimpleNamespace(write_pdf=_refuse))
    with pytest.raises(press.Refused):
        press.typeset("", {})
    assert pydyf.zlib is zlib


def _packed(paper: bytes) -> list[Any]:
    """The streams of a PDF that are deflated, as they lie in it."""
    reader = pypdf.PdfReader(io.BytesIO(paper))
    found = [reader.get_object(pypdf.generic.IndirectObject(n, 0, reader)) for n in range(1, len(reader.xref[0]))]
    return [each for each in found if isinstance(each, pypdf.generic.EncodedStreamObject)]


def _refuse(**_: Any) -> bytes:
    raise press.Refused
