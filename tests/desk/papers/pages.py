"""Looks into a PDF the way a reader and an eye do."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL.Image import Image

MM = 72 / 25.4


@dataclass(frozen=True)
class Letterform:
    """A character of a page and the box it stands in, in millimetres from the left and the top edge."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(pdf: bytes) -> str:
    """All text of `pdf`, without spaces and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def letterforms(pdf: bytes, page: int = 0) -> list[Letterform]:
    """The visible characters of a page in reading order."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    height = sheet.get_height()
    text = sheet.get_textpage()

    def boxes() -> Iterator[Letterform]:
        first_half = ""
        for place in range(text.count_chars()):
            code = pypdfium2.raw.FPDFText_GetUnicode(text.raw, place)
            if 0xD800 <= code < 0xDC00:  # a character beyond the first 65,536 comes in two halves
                first_half = chr(code)
                continue
            character = (first_half + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
            first_half = ""
            left, bottom, right, top = text.get_charbox(place, loose=False)
            if character.strip():
                yield Letterform(character, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)

    return list(boxes())


def picture(pdf: bytes, page: int = 0, *, dots_per_mm: float = 10) -> Image:
    """The page as an eye sees it, in greys."""
    bitmap = pypdfium2.PdfDocument(pdf)[page].render(scale=dots_per_mm / MM, grayscale=True)
    return bitmap.to_pil().convert("L")


def ink(image: Image, form: Letterform, *, dots_per_mm: float = 10) -> Image:
    """The part of the page that `form` stands in."""
    edges = (form.left, form.top, form.right, form.bottom)
    return image.crop(tuple(round(edge * dots_per_mm) for edge in edges))  # type: ignore[arg-type]  # four of them
