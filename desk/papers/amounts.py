"""Amounts of money in Chinese capitals, as vouchers carry them beside the figures.

The rules are those of 《正确填写票据和结算凭证的基本规定》, annexed to 《支付结算办法》 (People's Bank of China, 银发〔1997〕393号):
整 after 元 and after 角, none after 分; however many zeros stand between two figures, one 零 is written. Between 元 and
角 it may be left out and is; between 元 and 分 it may not.
"""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
LIMIT = Decimal(10) ** 16


def capital_amount(amount: Decimal) -> str:
    """`amount` of 元 in Chinese capitals: 12345.67 → 壹万贰仟叁佰肆拾伍元陆角柒分; 负 before a negative one.

    Raises ValueError for more than two decimals (an amount is never rounded on the way to paper) and from 10¹⁶ on.
    """
    if not amount.is_finite() or abs(amount) >= LIMIT or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"not an amount of money: {amount}")
    yuan, fen = divmod(int(abs(amount) * 100), 100)
    return ("负" if amount < 0 else "") + _with_small_change(yuan, *divmod(fen, 10))


def _with_small_change(yuan: int, jiao: int, fen: int) -> str:
    whole = _whole(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        return (whole or "零元") + "整"
    if not fen:
        return f"{whole}{DIGITS[jiao]}角整"
    middle = f"{DIGITS[jiao]}角" if jiao else "零" if yuan else ""
    return f"{whole}{middle}{DIGITS[fen]}分"


def _whole(number: int) -> str:
    """A whole number: figures with their places, 万 after each group of four and 亿 after each of eight."""
    text, gap = "", False
    for place in reversed(range(len(str(number)))):
        figure = number // 10**place % 10
        if figure:
            text += ("零" if gap else "") + DIGITS[figure] + PLACES[place % 4]
        gap = bool(text) and not figure
        if place == 8:
            text += "亿"
        elif place % 8 == 4 and number // 10**place % 10_000:
            text += "万"
    return text
