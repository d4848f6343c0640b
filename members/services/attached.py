"""What hangs on a membership, listed before it moves to another union."""

from collections.abc import Iterator
from typing import Any

from desk.registers.display import shown
from desk.vault.scope import everything
from members.models import Member
from members.services.relations import moving
from members.services.transfers import LEFT_BEHIND

Effect = tuple[str, str]


def effects_of_transfer(member: Member) -> list[Effect]:
    """What becomes of everything that hangs on the membership of `member`: pairs of a word and a sentence.

    Of records only numbers: some may belong to unions that the reader does not see.
    """
    with everything("会籍接转：列出相关记录"):
        return [*_work(member), *_records(member)]


def _work(member: Member) -> Iterator[Effect]:
    for name in LEFT_BEHIND:
        field: Any = member._meta.get_field(name)
        if value := getattr(member, name):
            yield field.verbose_name, f"{shown(value, field)}。接转后清除，由转入工会填写"


def _records(member: Member) -> Iterator[Effect]:
    for relation in moving():
        number = relation.rows(member).count()
        stays = hasattr(relation.model, "union_path")  # rows of a union stay its own
        if number:
            yield relation.label, f"{number} 条，{'留在原工会供查考' if stays else '随档案转入新工会'}"
