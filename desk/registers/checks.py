"""Checks of the codes that Chinese registers are kept by. Each raises a ValidationError in Chinese."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.exceptions import ValidationError as CodeError

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """`text` with full-width letters, digits and spaces made half-width, and no spaces around."""
    return text.translate(FULL_WIDTH).strip()


def check_credit_code(value: str) -> None:
    """统一社会信用代码, GB 32100-2015: 18 places, the last a check digit."""
    try:
        uscc.validate(value)
    except InvalidLength:
        raise ValidationError(f"统一社会信用代码应为 18 位，现为 {len(value)} 位。", code="uscc") from None
    except InvalidChecksum:
        raise ValidationError("统一社会信用代码校验位不符，请核对是否抄错。", code="uscc") from None
    except (InvalidFormat, CodeError):
        raise ValidationError("统一社会信用代码只含数字和大写字母，且不含 I、O、S、V、Z。", code="uscc") from None


def check_union_credit_code(value: str) -> None:
    """A union's own credit code: registered by the federation, so it begins with 8 (GB 32100-2015, 附录)."""
    check_credit_code(value)
    if not value.startswith("8"):
        raise ValidationError("工会的统一社会信用代码以 8 开头，请核对是否填了单位的代码。", code="uscc")


def check_id_number(value: str) -> None:
    """公民身份号码, GB 11643: 18 places, a real birthday, the last a check digit. Regions are not judged:
    abolished ones stay on people's cards."""
    if not re.fullmatch(r"\d{17}[\dX]", value):
        raise ValidationError("身份证号应为 18 位数字（末位可为 X）。", code="id_number")
    birthday(value)
    if ric.calc_check_digit(value) != value[-1]:  # it takes the whole number
        raise ValidationError("身份证号校验位不符，请核对是否抄错。", code="id_number")


def birthday(id_number: str) -> date:
    """The birthday in an identity number. Raises ValidationError when it is no day of the calendar."""
    try:
        return date.fromisoformat(f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}")
    except ValueError:
        raise ValidationError("身份证号中的出生日期不存在，请核对是否抄错。", code="id_number") from None


def check_mobile(value: str) -> None:
    """A mobile number of the mainland: 11 digits beginning with 1."""
    if not re.fullmatch(r"1[3-9]\d{9}", value):
        raise ValidationError("手机号应为 11 位数字，以 1 开头。", code="mobile")
