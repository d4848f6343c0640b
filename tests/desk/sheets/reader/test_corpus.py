"""B1: files of every kind of badness are read to the last row or refused in a sentence, and nothing stays behind."""

import resource
import time
from itertools import islice

import pytest

from desk.sheets.reader import FileRefused, Limits, read
from tests.desk.sheets.reader.corpus import CATEGORIES, Specimen, specimens
from tests.desk.sheets.reader.reading import children, outcome

FIRST = 60
MIB_IN_KIB = 1024


@pytest.fixture(scope="module", autouse=True)
def largest_before() -> int:
    """What the children of earlier tests took, a browser above all."""
    return _largest_child()


def test_the_corpus_has_500_files_of_sixteen_kinds_and_its_first_60_are_of_all_of_them() -> None:
    assert sum(count for count, _ in CATEGORIES.values()) == 500
    assert {specimen.category for specimen in islice(specimens(), FIRST)} == set(CATEGORIES)
    assert [s.content for s in islice(specimens(), FIRST)] == [s.content for s in islice(specimens(), FIRST)]


@pytest.mark.parametrize("specimen", list(islice(specimens(), FIRST)), ids=str)
def test_a_strange_file_is_read_whole_or_refused_in_words(specimen: Specimen) -> None:
    started, book, said = time.monotonic(), None, ""
    try:
        book = read(specimen.content, limits=Limits())
    except FileRefused as refusal:
        said = str(refusal)
    assert outcome(specimen, book, said) == ""
    assert time.monotonic() - started < 20


def test_after_all_that_no_child_is_left_and_none_took_more_than_its_memory(largest_before: int) -> None:
    assert children() == []
    # A child is a copy of this process until it becomes another program, and counts as large as this one is by then.
    ourselves = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _largest_child() <= max(600 * MIB_IN_KIB, largest_before, ourselves)


def _largest_child() -> int:
    """In KiB, of all children this process ever had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
