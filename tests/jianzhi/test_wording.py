"""What Django says of a form, said as officers would."""

import ast
import gettext
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms

ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".+"\nmsgstr\[0\]|msgstr) "(.+)"$', re.M)
ROOT = Path(__file__).parents[2]
WORDS = ROOT / "jianzhi" / "locale" / "zh_Hans" / "LC_MESSAGES"
CHINESE = "\u4e00-\u9fff\u201d\u300b\uff09"
HALF_WIDTH = re.compile(rf"[{CHINESE}][,;:?!(]|[,;?!)][\u4e00-\u9fff]")
HALF_WIDTH_IN_TEMPLATE = re.compile(rf"{HALF_WIDTH.pattern}|\}}\}}[,:;?!]\s*\{{\{{|</a>:")
PATTERN = re.compile(r"\\d|\)\?|\(\?")  # a regular expression
ADDRESS = re.compile(r'(?:href|action|data-draft)="[^"]*"')
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)


class AnyForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=4)
    points = forms.IntegerField(label="得分", min_value=0, max_value=10)
    amount = forms.DecimalField(label="金额", max_digits=6, decimal_places=2)
    day = forms.DateField(label="日期")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲类")])


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "此项必填。"),
        ("name", "阿卜杜热西提", "最多 4 个字，现在 6 个。"),
        ("points", "八", "请填写整数。"),
        ("points", "11", "不能大于 10。"),
        ("points", "-1", "不能小于 0。"),
        ("amount", str(Decimal("1.234")), "小数不能超过 2 位。"),
        ("day", "昨天", "请填写日期，如 2014-05-12。"),
        ("kind", "received", "没有这个选项，请重新选择。"),
    ],
)
def test_a_mistake_is_told_in_plain_words(field: str, typed: str, said: str) -> None:
    assert AnyForm({field: typed}).errors[field] == [said]


def test_what_is_read_is_what_was_compiled() -> None:
    written = dict(ENTRY.findall((WORDS / "django.po").read_text()))
    with (WORDS / "django.mo").open("rb") as compiled:
        read = gettext.GNUTranslations(compiled)

    assert len(written) == 31
    assert {text: read.ngettext(text, text, 1).replace(text, read.gettext(text)) for text in written} == written


def _said(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text of a module that is no docstring, with its line."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if not PATTERN.search(node.value):
            yield node.lineno, node.value.replace("“编号:", "“")  # the colon belongs to what is to be typed


def test_punctuation_beside_chinese_is_full_width() -> None:
    """Half-width marks arrive from keyboards and tools; read aloud or set in type they stand out on every page."""
    found = []
    for folder in ("jianzhi", "competitions", "members", "unions", "desk"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, text in _said(ast.parse(path.read_text())):
                found += [f"{path.relative_to(ROOT)}:{line} {text}" for _ in HALF_WIDTH.findall(text)]
    for path in sorted((ROOT / "templates").rglob("*.html")):
        shown = ADDRESS.sub("", COMMENT.sub("", path.read_text()))
        found += [f"{path.relative_to(ROOT)} {hit}" for hit in HALF_WIDTH_IN_TEMPLATE.findall(shown)]

    assert not found, "\n".join(found)
