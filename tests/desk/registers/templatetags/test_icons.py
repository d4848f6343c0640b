"""An icon by the tag is the icon by the part."""

from django.template import Context, Template
from django.template.loader import render_to_string


def test_an_icon_by_its_name_is_the_part_that_is_drawn_once() -> None:
    drawn = Template('{% load icons %}{% icon "plus" %}{% icon name %}').render(Context({"name": "eye"}))

    parts = [render_to_string("desk/parts/icon.html", {"name": name}) for name in ("plus", "eye")]
    assert drawn == "".join(parts)
    assert 'aria-hidden="true"' in parts[0]


def test_a_name_is_no_markup() -> None:
    drawn = Template("{% load icons %}{% icon name %}").render(Context({"name": '"><script>'}))

    assert "<script>" not in drawn
