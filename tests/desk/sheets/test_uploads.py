"""How large an upload may be, by who sends it; it lies in memory and nowhere else (promises.md B6, B13)."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from desk.sheets.reader.limits import MIB

NOBODY, OFFICER = SimpleNamespace(is_authenticated=False), SimpleNamespace(is_authenticated=True)


def arrived(sender: SimpleNamespace | None, size: int) -> list[tuple[int | None, type]]:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("名册.csv", bytes(size))})
    if sender:
        request.user = sender  # type: ignore[assignment]  # all that is asked of a user
    return [(file.size, type(file)) for file in request.FILES.values()]


@pytest.mark.parametrize(
    ("sender", "size"), [(None, 16 * MIB), (NOBODY, 16 * MIB), (OFFICER, 16 * MIB), (OFFICER, 40 * MIB)]
)
def test_it_arrives_in_memory(sender: SimpleNamespace | None, size: int) -> None:
    assert arrived(sender, size) == [(size, InMemoryUploadedFile)]


@pytest.mark.parametrize(
    ("sender", "size"), [(None, 18 * MIB), (NOBODY, 18 * MIB), (OFFICER, 41 * MIB), (OFFICER, 60 * MIB)]
)
def test_what_is_too_large_is_dropped(sender: SimpleNamespace | None, size: int) -> None:
    assert arrived(sender, size) == []
