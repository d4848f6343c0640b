"""The receipt as a picture, for those who would rather save one than write a code down."""

from functools import cache
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from desk.papers import fonts

WIDTH, HEIGHT, MARGIN = 720, 620, 48
RED, INK, GREY, LINE, WHITE = "#c7000b", "#1a232e", "#5b6776", "#e0e5eb", "#ffffff"
GROUPS_A_LINE = 3


def receipt(*, number: str, code: str, at: str) -> bytes:
    """A PNG with the number, the code in lines of twelve, and the time. Raises fonts.FontMissing."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 12), fill=RED)
    draw.text((MARGIN, 44), settings.FEDERATION_NAME, RED, _font(30))
    draw.text((MARGIN, 90), "金点子受理回执", INK, _font(44))
    draw.line((MARGIN, 170, WIDTH - MARGIN, 170), LINE, 2)
    draw.text((MARGIN, 190), "受理编号", GREY, _font(26))
    draw.text((MARGIN, 226), number, INK, _font(36))
    draw.text((MARGIN, 296), "查询码", GREY, _font(26))
    groups = code.split("-")
    for line in range(0, len(groups), GROUPS_A_LINE):
        words = "  ".join(groups[line : line + GROUPS_A_LINE])
        draw.text((MARGIN, 332 + line // GROUPS_A_LINE * 64), words, INK, _font(50))
    draw.line((MARGIN, 480, WIDTH - MARGIN, 480), LINE, 2)
    draw.text((MARGIN, 498), f"提交时间 {at}", GREY, _font(26))
    draw.text((MARGIN, 538), "凭查询码查看进度，不要告诉别人。", GREY, _font(26))
    content = BytesIO()
    picture.quantize(32).save(content, "PNG", optimize=True)
    return content.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    hei = fonts.find(fonts.ROLES[0])
    if hei is None:
        raise fonts.FontMissing([fonts.ROLES[0].name])
    return ImageFont.truetype(str(hei), size)
