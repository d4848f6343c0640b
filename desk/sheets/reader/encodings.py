"""In which encoding a text file was written, decided for the file as a whole and never by replacing characters.

A wrong guess would store wrong names. So an encoding is taken only when every byte fits and the characters it gives
are such as Chinese texts consist of; otherwise the file is refused (promises.md B5, trap 16).
"""

from collections import Counter
from collections.abc import Callable

from desk.sheets.reader.refusals import FileRefused

SAVE_AS_UTF8 = "请用 Excel 打开，核对姓名无误后“另存为”Excel 工作簿（.xlsx）或“CSV UTF-8（逗号分隔）”，再重新上传。"
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030（GBK）", "big5": "Big5"}
SAMPLE = 200_000  # characters
# Shares of common characters. Texts of the mainland reach 0.95 in GB2312 and about 0.6 when taken for Big5; texts of
# Taiwan or Hong Kong reach 0.95 in the first level of Big5 and about 0.4 when taken for GB2312.
LIKELY, CLEAR, UNLIKELY = 0.75, 0.9, 0.6
THREE_BYTES = "\u0800"  # from here on UTF-8 takes three bytes or more, which other texts hardly ever imitate


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was written in. Raises FileRefused."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], encoding)
            if text is None:
                raise FileRefused(f"文件开头标明是 {NAMES[encoding]} 编码，内容却不是。", SAVE_AS_UTF8)
            return text, encoding
    if b"\x00" in data:
        raise FileRefused("这不是表格文件，也不是可以识别的文本文件。", SAVE_AS_UTF8)
    return _judged(data)


def _judged(data: bytes) -> tuple[str, str]:
    text = _strictly(data, "utf-8")
    if text is not None and (text.isascii() or max(text) >= THREE_BYTES):
        return text, "utf-8"
    mainland, taiwan = _strictly(data, "gb18030"), _strictly(data, "big5")
    likely, clear = _share(mainland, _in_gb2312), _share(taiwan, _in_big5_first_level)
    if text is not None and not likely:
        return text, "utf-8"
    if text is None and mainland is not None and likely >= LIKELY:
        return mainland, "gb18030"
    if text is None and taiwan is not None and clear >= CLEAR and likely < UNLIKELY:
        return taiwan, "big5"
    raise FileRefused("无法确定文件的文字编码，为避免把姓名读错，没有读取。", SAVE_AS_UTF8)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str | None, common: Callable[[str], bool]) -> float:
    """How many of the characters beyond ASCII are common ones."""
    if text is None:
        return 0
    counts = Counter(character for character in text[:SAMPLE] if not character.isascii())
    total = sum(counts.values())
    return sum(count for character, count in counts.items() if common(character)) / total if total else 0


def _in_gb2312(character: str) -> bool:
    """One of the 6,763 characters of 1980, or a sign of that standard."""
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _in_big5_first_level(character: str) -> bool:
    """One of the 5,401 frequent characters, or a sign: Big5 sorts them before the others."""
    try:
        return b"\xa1" <= character.encode("big5")[:1] <= b"\xc6"
    except UnicodeEncodeError:
        return False
