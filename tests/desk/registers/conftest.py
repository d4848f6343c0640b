"""The trial register under /trial/, and what its tests ask again and again."""

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from desk.registers.models import Batch
from desk.sheets.models import ImportRun
from desk.vault import scope
from tests.county import County, add_employer
from unions.models import Employer

ROOT = "tests.desk.registers.urls"


@pytest.fixture(autouse=True)
def trial_register(settings: Any) -> Iterator[None]:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    with override_settings(ROOT_URLCONF=ROOT, TEMPLATES=templates):
        yield


@pytest.fixture
def county(county: County) -> County:
    """The small county, before anybody exported or imported anything."""
    Batch.objects.all().delete()
    ImportRun.objects.all().delete()
    return county


@pytest.fixture
def county_client(county: County, sign_in: Callable[[Any], Client]) -> Client:
    """Signed in as the county officer."""
    return sign_in(county["county_officer"])


@pytest.fixture
def town_client(county: County, sign_in: Callable[[Any], Client]) -> Client:
    """Signed in as the officer of 新安江街道."""
    return sign_in(county["town_officer"])


@pytest.fixture
def base_client(county: County, sign_in: Callable[[Any], Client]) -> Client:
    """Signed in as the officer of the chemical works' union."""
    return sign_in(county["base_officer"])


USCC = "91330182MA2{:06d}"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code(number: int) -> str:
    """A credit code with its check digit (GB 32100-2015)."""
    body = USCC.format(number)
    rest = sum(LETTERS.index(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 31
    return body + LETTERS[(31 - rest) % 31]


@pytest.fixture
def add(county: County) -> Callable[..., Employer]:
    """`add("名称", headcount=…)` puts an employer at the desk of 新安江街道."""
    numbers = iter(range(1, 10_000))

    def added(name: str, *, at: Any = None, **fields: Any) -> Employer:
        with scope.everything("tests"):
            return add_employer(at or county.xinanjiang, name, credit_code(next(numbers)), covered=False, **fields)

    return added


def names(response: Any) -> list[str]:
    """The names in the list of a page, in order."""
    return re.findall(r'<td data-label="单位名称" class="primary"><a href="[^"]+">([^<]+)</a>', text(response))


def text(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())


def stored(employer: Employer) -> Employer:
    """The employer as it lies in the database."""
    with scope.everything("tests"):
        return Employer.objects.get(pk=employer.pk)


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text(response))
    assert found, f"no field {name}"
    return found[1]
