"""The form that takes a sheet in."""

import pytest

from desk.registers.forms import UploadForm
from desk.sheets.reader.limits import MIB


def test_it_says_how_large_a_file_may_be() -> None:
    assert "不超过 40 MB" in UploadForm().fields["file"].help_text


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ("", "没有收到文件，请选择要导入的文件。"),
        ("2000", "没有收到文件，请选择要导入的文件。"),
        (str(41 * MIB), "文件超过 40 MB，没有接收。请分成几个文件导入。"),
    ],
)
def test_a_file_that_never_arrived_was_not_chosen_or_too_large(length: str, said: str) -> None:
    assert UploadForm({}, {}, length=length).errors == {"file": [said]}
