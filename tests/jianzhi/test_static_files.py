"""The addresses of the files of the look."""

from pathlib import Path

from jianzhi.static_files import StaticFiles


def test_an_address_tells_the_content_and_is_looked_up_once(tmp_path: Path) -> None:
    storage = StaticFiles(location=str(tmp_path), base_url="/static/")
    storage.hashed_files = {"img/icons.svg": "img/icons.0123.svg"}
    first = storage.url("img/icons.svg")
    storage.hashed_files = {}

    assert first == storage.url("img/icons.svg") == "/static/img/icons.0123.svg"
