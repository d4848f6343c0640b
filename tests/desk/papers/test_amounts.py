from decimal import Decimal

import pytest

from desk.papers.amounts import capital_amount

# The first six stand in 《正确填写票据和结算凭证的基本规定》 itself.
AMOUNTS = {
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万零柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "10.05": "壹拾元零伍分",
    "12345.67": "壹万贰仟叁佰肆拾伍元陆角柒分",
    "10001000": "壹仟万零壹仟元整",
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "1000500000000": "壹万零伍亿元整",
    "1000000000000": "壹万亿元整",
    "9999999999999999.99": "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "-3.20": "负叁元贰角整",
}


@pytest.mark.parametrize(("figures", "capitals"), AMOUNTS.items())
def test_an_amount_is_written_in_capitals_as_vouchers_carry_it(figures: str, capitals: str) -> None:
    assert capital_amount(Decimal(figures)) == capitals


@pytest.mark.parametrize("figures", ["0.005", "1E16", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused_rather_than_rounded(figures: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        capital_amount(Decimal(figures))
