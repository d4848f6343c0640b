"""The papers of members, read back."""

from datetime import date
from typing import Any

import pypdfium2
import pytest

from desk.vault.scope import acting_as, everything
from members import documents
from members.models import Member
from tests.county import County


def pages(content: bytes) -> list[str]:
    """The text of each page, without spaces and line breaks."""
    paper: Any = pypdfium2.PdfDocument(content)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in paper]
    finally:
        paper.close()


def test_a_card_names_the_person_the_union_and_the_number_and_never_the_identity_number(county: County) -> None:
    county.member.card_no = "3301822014000001"
    (page,) = pages(documents.cards_pdf([county.member]))
    for words in (
        "建德市总工会",
        "工会会员证",
        "陈晓燕",
        "建德市白沙化工有限公司工会",
        "2013年3月1日",
        "3301822014000001",
    ):
        assert words in page
    assert "0028" not in page
    assert "1985" not in page


@pytest.mark.parametrize(("number", "sheets"), [(1, 1), (8, 1), (9, 2)])
def test_eight_cards_stand_on_a_page(county: County, number: int, sheets: int) -> None:
    assert len(pages(documents.cards_pdf([county.member] * number))) == sheets


def test_a_letter_has_its_stub_and_its_receipt_on_the_same_page(county: County) -> None:
    transfer = county.record("transfers")
    transfer.union_name = transfer.to_union_name = "建德市新安江街道江滨社区小微企业联合工会委员会"
    transfer.reason = "随企业并入严州古城文化旅游发展有限公司，劳动关系同时转移，岗位不变"
    with acting_as(county["base_officer"]):
        written = pages(documents.letters_pdf([transfer, transfer]))
    assert len(written) == 2
    for words in ("介绍信（存根）", "兹有王伟同志", "回执", f"〔2014〕第{transfer.pk}号", "2014年7月1日前将回执退回"):
        assert words in written[0]
    assert "0119" not in written[0]


def test_the_union_that_is_left_prints_the_letter_after_the_file_has_gone(county: County) -> None:
    transfer = county.record("transfers")
    with everything("test"):
        Member.objects.filter(pk=transfer.member_id).update(
            union=county.mill, card_no="3301822014000001", joined_on=date(2013, 5, 1)
        )
    with acting_as(county["base_officer"]):
        (page,) = pages(documents.letters_pdf([transfer]))
    assert "会员证号3301822014000001）" in page
    assert "2013年5月1日加入工会" in page
