"""Log lines hold no identity numbers, no mobile numbers and no forged lines."""

import logging
import logging.config

import pytest
from django.conf import settings

from desk.vault.logs import RedactingFormatter, redact

VALID = "11010519491231002X"  # the example of GB 11643
NOT_AN_ID = "110105194912310021"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"no person {VALID} here", "no person [证件号] here"),
        (f"证件号{VALID.lower()}重复", "证件号[证件号]重复"),
        (f"batch {NOT_AN_ID}", f"batch {NOT_AN_ID}"),
        ("call 13812340017 or 13900000002", "call [手机] or [手机]"),
        ("receipt 213812340017", "receipt 213812340017"),
        ("took 1.13812340017 s", "took 1.13812340017 s"),
        ("2014-05-12 08:00", "2014-05-12 08:00"),
    ],
)
def test_identity_and_mobile_numbers_are_taken_out(said: str, written: str) -> None:
    assert redact(said) == written


def test_a_traceback_is_redacted_too() -> None:
    error = ValueError(f"Key (id_number)=({VALID}) already exists")
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, (ValueError, error, None))
    written = RedactingFormatter("%(message)s").format(record)
    assert written == "failed\nValueError: Key (id_number)=([证件号]) already exists"


@pytest.mark.parametrize("control", ["\r\n", "\x1b[31m", "\u2028", "\x85", "\x00"])
def test_a_logged_field_cannot_begin_a_line_of_its_own(control: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "signed in: %s", (f"a{control}INFO signed in: root",), None)
    written = RedactingFormatter("%(message)s").format(record)
    assert written.isprintable()
    assert written == f"signed in: a{control.encode('unicode_escape').decode()}INFO signed in: root"


def test_the_portal_writes_its_log_through_it() -> None:
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {settings.LOGGING["formatters"][name]["()"] for name in formatters} == {"desk.vault.logs.RedactingFormatter"}
