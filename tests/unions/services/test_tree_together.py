"""Two officers change the tree at the same time."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from desk.vault.scope import acting_as, everything
from tests.county import County, add_union, build_county
from unions.choices import OrgType
from unions.models import Standing, UnionOrg
from unions.services import tree

WAIT = 10  # seconds, against a test that would hang


@pytest.fixture
def committed(transactional_db: None) -> County:
    """The county as other connections see it."""
    with everything("test"):
        return build_county()


class Meanwhile:
    """`act` on a thread and a connection of its own. `raised`: what it raised, once it has ended."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.raised: list[Exception] = []
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        try:
            self.act()
        except Exception as error:  # told to the test, which asserts on it
            self.raised.append(error)
        finally:
            connection.close()

    def ended(self) -> list[Exception]:
        """Waits for the end; gives what was raised."""
        self.thread.join(WAIT)
        assert not self.thread.is_alive()
        return self.raised


def waiting_for_a_lock() -> bool:
    """Whether somebody waits for the lock of the tree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def until(asked: Callable[[], bool]) -> None:
    """Waits until it is so."""
    pause = threading.Event()
    for _ in range(WAIT * 20):
        if asked():
            return
        pause.wait(0.05)
    pytest.fail("it never came to this")


def test_a_union_founded_in_a_branch_that_is_about_to_move_goes_along(committed: County) -> None:
    officer = committed["county_officer"]
    with everything("test"):
        joint = add_union(committed.xinanjiang, "江滨片区工会联合会", OrgType.REGIONAL_JOINT)

    def move() -> None:
        with acting_as(officer):
            tree.move(actor=officer, obj=joint, parent=committed.meicheng, day=date(2014, 6, 1))

    with acting_as(officer):
        founded = tree.found(
            actor=officer, parent=joint, name="新工会", org_type=OrgType.GRASSROOTS, founded_on=date(2014, 5, 1)
        )
        mover = Meanwhile(move)
        until(waiting_for_a_lock)  # the move waits until the founding is committed
    assert mover.ended() == []
    with everything("test"):
        path = f"{committed.meicheng.path}{joint.pk}.{founded.pk}."
        assert UnionOrg.objects.get(pk=founded.pk).path == path


def test_a_union_moved_twice_at_once_stands_at_one_place(committed: County) -> None:
    officer = committed["county_officer"]

    def move_to_education() -> None:
        with acting_as(officer):
            tree.move(actor=officer, obj=committed.plant, parent=committed.education, day=date(2014, 7, 1))

    with acting_as(officer):
        tree.move(actor=officer, obj=committed.plant, parent=committed.meicheng, day=date(2014, 6, 1))
        mover = Meanwhile(move_to_education)
        until(waiting_for_a_lock)
    assert mover.ended() == []
    with everything("test"):
        standings = Standing.objects.filter(union=committed.plant).order_by("held")
        assert [(s.parent, s.first_day, s.last_day) for s in standings] == [
            (committed.xinanjiang, date(2013, 3, 1), date(2014, 5, 31)),
            (committed.meicheng, date(2014, 6, 1), date(2014, 6, 30)),
            (committed.education, date(2014, 7, 1), None),
        ]
