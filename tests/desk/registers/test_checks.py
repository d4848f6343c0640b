"""The codes that Chinese registers are kept by, against published numbers and not against our own arithmetic."""

import pytest
from django.core.exceptions import ValidationError

from desk.registers.checks import check_credit_code, check_id_number
from tests.members.sample_roster import good_lines
from unions.demo.codes import credit_code


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_are_identity_numbers(number: str) -> None:
    """GB 11643-1999, 附录 A."""
    check_id_number(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105194912310021", "校验位不符"),
        ("11010519491231003X", "校验位不符"),
        ("11010519491331002X", "出生日期不存在"),
        ("11010519491231002x", "应为 18 位"),
        ("110105491231002", "应为 18 位"),
    ],
)
def test_what_is_no_identity_number_is_refused_with_the_reason(number: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words) as refused:
        check_id_number(number)
    assert number not in str(refused.value)


def test_a_published_credit_code_is_one() -> None:
    check_credit_code("91110000802100433B")
    with pytest.raises(ValidationError, match="校验位不符"):
        check_credit_code("91110000802100433C")


def test_the_people_and_employers_of_the_demo_have_real_numbers() -> None:
    check_credit_code(credit_code("91", 7))
    for line in good_lines()[:50]:
        check_id_number(line["身份证号"])
