"""What is shown of a personal value."""

import pytest
from django.db import connection

from desk.vault.changes import history_of
from desk.vault.keys import keyring
from desk.vault.masks import MASKS, mask, masked
from tests.county import County


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("id_number", "330182198001010017", "330182********0017"),
        ("id_number", "3301821980", "******"),
        ("phone", "13812340017", "138****0017"),
        ("bank_card", "6222021202012345678", "6222***********5678"),
        ("name", "张三", "张*"),
        ("name", "张小三", "张*三"),
        ("name", "欧阳建国", "欧**国"),
        ("name", "张", "张*"),
        ("address", "建德市新安江街道江滨路1号", "建德市新安江******"),
        ("address", "建德", "建******"),
        ("email", "zhang@example.cn", "z***@example.cn"),
        ("email", "zhang", "******"),
        ("year", "1980-01-01", "1980-**-**"),
        ("hidden", "急性白血病", "******"),
        ("shown", "方敏", "方敏"),
    ],
)
def test_a_mask_shows_what_it_says(name: str, value: str, shown: str) -> None:
    assert mask(name, value) == shown


@pytest.mark.parametrize("name", sorted(MASKS))
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_stays_nothing(name: str, nothing: object) -> None:
    assert mask(name, nothing) == ""


def test_a_field_is_masked_as_its_model_declares(county: County, whole_scope: None) -> None:
    officer = county.plant.officers.get()
    assert masked(officer, "id_number") == "330182********0044"
    assert masked(officer, "phone") == "139****0002"
    assert masked(officer, "name") == "徐芳"
    assert masked(officer, "post") == "chair"


def test_one_row_that_does_not_open_says_so_and_the_others_are_shown(county: County, whole_scope: None) -> None:
    officer = county.plant.officers.get()
    token = keyring().seal("330182198001010044", "elsewhere:1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unions_officer SET id_number = %s WHERE id = %s", [token, officer.pk])
    officer.phone = "13900000009"
    officer.save(update_fields=["phone"])
    officer = county.plant.officers.get()
    assert [masked(officer, name) for name in ("id_number", "phone")] == ["（无法解密）", "139****0009"]
    assert [event.what for event in history_of(officer)] == ["修改", "修改", "登记"]


def test_a_field_nobody_declared_is_hidden(county: County, whole_scope: None) -> None:
    officer = county.plant.officers.get()
    officer.diagnosis = "急性白血病"
    assert masked(officer, "diagnosis") == "******"
