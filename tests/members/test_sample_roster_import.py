"""The sample roster is read as it was meant: 37 rows refused, each at its wrong cell, the others ready to be written."""

from collections import Counter

from desk.sheets.imports import services
from desk.vault.scope import acting_as, everything
from members.models import Member, Membership
from members.resources import MemberResource
from tests.county import County
from tests.desk.sheets.imports.rosters import applied, checked
from tests.members.sample_roster import FILE, HEADS, good_lines, mistakes


def test_its_37_wrong_rows_are_refused_at_their_cells_and_the_others_are_taken(county: County) -> None:
    officer = county["base_officer"]
    run = checked(officer, FILE.read_bytes())
    assert (run.rows, run.created, run.rejected) == (5_000, 4_963, 37)
    assert run.updated == run.unchanged == run.skipped == 0
    with acting_as(officer):
        found = {(problem.row, problem.column) for problem in services.problems(run, MemberResource)}
    expected = {(mistake.row, HEADS.index(mistake.column)) for mistake in mistakes(good_lines())}
    assert Counter(row for row, _ in found).keys() == {row for row, _ in expected}
    assert expected <= found


def test_its_good_rows_become_members_with_their_first_membership(county: County) -> None:
    with everything("test"):
        members, memberships = Member.objects.count(), Membership.objects.count()
    applied(county["base_officer"], checked(county["base_officer"], FILE.read_bytes()), only_good=True)
    with everything("test"):
        assert Member.objects.count() - members == 4_963
        assert Membership.objects.count() - memberships == 4_963
