"""Forms as a browser holds them: what is filled in, and what pressing the button would send."""

from html.parser import HTMLParser
from typing import Any

Attributes = dict[str, str]


class _Form(HTMLParser):
    """The fields of the form with the given class, as the page shows them."""

    def __init__(self, css_class: str) -> None:
        super().__init__()
        self.css_class, self.values = css_class, dict[str, str]()
        self._open = False
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = self.css_class in given.get("class", "").split()
        if not self._open:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self._select, self.values[name] = name, ""
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._textarea, self.values[name] = name, ""

    def _input(self, name: str, given: Attributes) -> None:
        if given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                self.values[name] = given.get("value", "on")
        elif given.get("type") not in {"submit", "button"}:
            self.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = ""


def filled(response: Any, css_class: str = "form") -> dict[str, str]:
    """What the form with this class on the page would send."""
    form = _Form(css_class)
    form.feed(response.content.decode())
    return form.values
