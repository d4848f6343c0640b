"""All 500 malformed, strange and unusual files of promises.md B1, each in a process of its own as in the portal."""

import resource
import time

import pytest

from desk.sheets.reader import FileRefused, Limits, read
from tests.desk.sheets.reader.corpus import specimens
from tests.desk.sheets.reader.reading import children, outcome

pytestmark = pytest.mark.nightly

MIB_IN_KIB = 1024


def test_500_strange_files_are_read_whole_or_refused_in_words_and_none_leaves_a_process() -> None:
    wrong, count, longest = [], 0, 0.0
    for specimen in specimens():
        started, book, said = time.monotonic(), None, ""
        try:
            book = read(specimen.content, limits=Limits())
        except FileRefused as refusal:
            said = str(refusal)
        count, longest = count + 1, max(longest, time.monotonic() - started)
        wrong += [what for what in [outcome(specimen, book, said)] if what]
    assert wrong == []
    assert count == 500
    assert longest < 20
    assert children() == []
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600 * MIB_IN_KIB
