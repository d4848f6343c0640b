"""章首文字: the opening paragraphs of the annual report, as an officer wrote them, or as the figures make them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from desk.registers.versions import Conflict, claim
from desk.vault.scope import everything
from jianzhi.year_end.chapters import CHAPTERS, Chapter
from jianzhi.year_end.models import ChapterText, ReportingPeriod
from jianzhi.year_end.report import PLACE, Cube, Photo, Report, fill
from jianzhi.year_end.services import wording
from jianzhi.year_end.services.books import demand_open
from jianzhi.year_end.services.openings import opening
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.saving import add, change

RIGHT = "year_end.change_chaptertext"
WHY = "年终统计：章首文字"


@dataclass(frozen=True)
class Wording:
    """The opening of a chapter as it stands, and its photos: `version` is 0 while nobody has written it anew."""

    chapter: Chapter
    text: str
    version: int
    filled: str
    photos: Sequence[Photo] = ()

    @property
    def is_generated(self) -> bool:
        return self.version == 0


def texts_of(cube: Cube, period: ReportingPeriod) -> dict[str, str]:
    """The openings of the county's chapters, with places for the figures, by chapter.

    What an officer wrote about an indicator that is gone by now gives way to what the figures make.
    """
    report = cube.report(cube.head.pk)
    written = dict(ChapterText.objects.filter(period=period).values_list("chapter", "text"))
    return {
        chapter.code: text
        if (text := written.get(chapter.code)) and _fits(text, cube)
        else opening(report, chapter.code)
        for chapter in CHAPTERS
    }


def openings_of(report: Report) -> dict[str, str]:
    """The openings of any union's report by chapter, the figures filled in. Those of the county may be an officer's."""
    told = report.cube.texts if report.union.parent is None else {}
    found = {chapter.code: told.get(chapter.code) or opening(report, chapter.code) for chapter in CHAPTERS}
    return {code: fill(text, report) for code, text in found.items() if text}


def wordings(period: ReportingPeriod, report: Report) -> list[Wording]:
    """Every chapter's opening as it stands, to be shown and edited."""
    written = {each.chapter: each for each in ChapterText.objects.filter(period=period)}
    found = []
    for chapter in CHAPTERS:
        own = written.get(chapter.code)
        text = own.text if own and _fits(own.text, report.cube) else opening(report, chapter.code)
        photos = report.cube.photos.get(chapter.code, ())
        found.append(Wording(chapter, text, own.version if own else 0, fill(text, report), photos))
    return found


def _fits(text: str, cube: Cube) -> bool:
    return all(code in cube.by_code for code, _ in PLACE.findall(text))


@transaction.atomic
def set_text(
    *, actor: User, obj: ReportingPeriod, report: Report, chapter: str, text: str, version: int
) -> ChapterText:
    """Writes the opening of `chapter` anew; `report`: the county's, whose figures it speaks of; `version`: 0 for none.

    Raises PermissionDenied; ValidationError for a closed period, a place no indicator has, and a figure that is typed
    and not inserted; Conflict (desk.registers.versions) when somebody else wrote in between.
    """
    demand_writing(actor, obj)
    wording.check(text, report)
    own = ChapterText.objects.select_for_update(of=("self",)).filter(period=obj, chapter=chapter).first()
    if own is None:
        return add(ChapterText(period=obj, chapter=chapter, text=text.strip()))
    if not version:
        raise Conflict(own)
    return change(own, version=version, changed={"text": text.strip()}, allowed=("text",))


@transaction.atomic
def clear_text(*, actor: User, obj: ReportingPeriod, chapter: str, version: int) -> None:
    """恢复自动生成: takes what was written away, so that the figures make the opening again. Raises as `set_text` does."""
    demand_writing(actor, obj)
    own = ChapterText.objects.filter(period=obj, chapter=chapter).first()
    if own is not None:
        claim(own, version).delete()


def demand_writing(actor: User, period: ReportingPeriod) -> None:
    """Raises PermissionDenied without the right to write in the county's report, ValidationError when `period` is closed."""
    with everything(WHY):
        demand(actor, RIGHT, UnionOrg.objects.get(parent=None))
    demand_open(period)
