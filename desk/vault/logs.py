"""Log lines without personal data and without forged lines (promises.md F1, G9; trap 21)."""

import logging
import re

# Eighteen digits (the last may be X) and eleven-digit mobile numbers, not part of a longer number.
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CHECK_DIGITS = "10X98765432"
# What starts a new line, moves the cursor or colours the terminal: C0, C1, and Unicode's own line ends.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class RedactingFormatter(logging.Formatter):
    """Formats a record on one line, its traceback below it, with identity and mobile numbers taken out of both.

    A formatter and not a filter, because an IntegrityError carries the values of the row in its traceback.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name is logging's
        return _CONTROL.sub(_escaped, super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def redact(text: str) -> str:
    """`text` without identity numbers (those with a right check digit) and mobile numbers."""
    return _MOBILE.sub("[手机]", _ID_NUMBER.sub(_identity, text))


def _identity(match: re.Match[str]) -> str:
    number = match.group().upper()
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "[证件号]" if _CHECK_DIGITS[total % 11] == number[17] else match.group()


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode()
