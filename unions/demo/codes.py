"""Numbers that pass every check and belong to nobody."""

from datetime import date

from stdnum.cn import ric, uscc

# GB/T 2260 assigns no region that begins with 99: no real identity number looks like this.
NOWHERE = "990182"
JIANDE = "330182"
# The first two places of a credit code (GB 32100-2015): who registers, and what.
ENTERPRISE, INSTITUTION, GOVERNMENT, PRIVATE_NON_ENTERPRISE, UNION = "91", "12", "11", "52", "81"
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SUBJECT_CHECKS = "0X987654321"


def credit_code(kind: str, number: int) -> str:
    """The credit code of the `number`th subject of a `kind`, with both its check digits (GB 11714, GB 32100)."""
    subject = f"MA2{number:05d}"
    total = sum(int(place, 36) * weight for place, weight in zip(subject, _SUBJECT_WEIGHTS, strict=True))
    body = f"{kind}{JIANDE}{subject}{_SUBJECT_CHECKS[total % 11]}"
    return f"{body}{uscc.calc_check_digit(body)}"


def id_number(birthday: date, number: int, *, is_woman: bool, region: str = NOWHERE) -> str:
    """An identity number; `number` tells people of one birthday and gender apart, `region` those of one list."""
    sequence = number % 500 * 2 + (0 if is_woman else 1)
    body = f"{region}{birthday:%Y%m%d}{sequence:03d}"
    return f"{body}{ric.calc_check_digit(f'{body}0')}"  # it takes the whole number


def mobile(number: int, *, series: str = "1390000") -> str:
    """The `number`th mobile number that begins with `series`."""
    places = 11 - len(series)
    return f"{series}{number % 10**places:0{places}d}"
