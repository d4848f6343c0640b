"""疑似重复: the review list, with both files side by side."""

from collections.abc import Callable
from typing import Any

from desk.registers import facts
from desk.registers.parts import Action, Badge, Panel, Preset, Section, Tone, in_state
from members.choices import HintState
from members.filters.duplicates import DuplicateFilters
from members.forms.duplicates import MergeForm, PairForm
from members.models import DuplicateHint, Member
from members.services import duplicates, merging
from members.tables.duplicates import DuplicateTable
from unions.models import User
from unions.registers.branch import BranchRegister

COMPARED = """
    name id_number gender birthday phone union state joined_on employer employed_from employment work_no position title
    skill_grade nation education politics hukou address card_no note
"""
TONES: dict[str, Tone] = {HintState.OPEN: "amber", HintState.MERGED: "green"}
EXPLAIN = "先看“两份档案对照”，确认是同一人再合并。合并可以撤销，直到有关记录又有改动为止。"


def _compared(hint: DuplicateHint, user: User) -> dict[str, Any]:
    """Both files, field by field, masked as everywhere; what neither holds is left out."""
    pairs = [(facts.fact(name, hint.one, user), facts.fact(name, hint.other, user)) for name in COMPARED.split()]
    held = [(one, other) for one, other in pairs if one.value or other.value]
    rows = [{"one": one, "other": other, "differs": _differ(hint, one.name)} for one, other in held]
    return {"hint": hint, "rows": rows}


def _differ(hint: DuplicateHint, name: str) -> bool:
    """By what stands in the files: two numbers may look alike under the mask."""
    return bool(getattr(hint.one, name) != getattr(hint.other, name))


def _files(hint: DuplicateHint, *, keep_one: bool) -> dict[str, Member]:
    kept, gone = (hint.one, hint.other) if keep_one else (hint.other, hint.one)
    return {"kept": kept, "gone": gone}


def _effects(*, keep_one: bool) -> Callable[[DuplicateHint, User], list[tuple[str, str]]]:
    return lambda hint, user: merging.effects(**_files(hint, keep_one=keep_one))


def _merge(*, keep_one: bool) -> Callable[..., Any]:
    def run(*, actor: User, obj: DuplicateHint, reason: str) -> Any:
        return merging.merge(actor=actor, reason=reason, **_files(obj, keep_one=keep_one))

    return run


def _merge_action(slug: str, title: str, *, keep_one: bool) -> Action:
    return Action(
        slug,
        title,
        merging.MERGE,
        _merge(keep_one=keep_one),
        MergeForm,
        in_state(HintState.OPEN),
        "git-merge",
        explain=EXPLAIN,
        danger=True,
        done="已合并。核对有误时，可在本页“撤销合并”。",
        effects=_effects(keep_one=keep_one),
    )


class DuplicateRegister(BranchRegister):
    """疑似重复."""

    model = DuplicateHint
    slug, icon = "duplicates", "copy"
    no_import = "each row is a finding of the search over the files, or one person's suspicion"
    table = DuplicateTable
    default_columns = ("one", "one_union", "other", "other_union", "grounds", "state", "created_at")
    sortings = {"one": "one__pinyin", "created_at": "created_at"}
    default_sorting = "-created_at"
    filters = DuplicateFilters
    facets = ("state",)
    search = "one__search"
    search_hint = "姓名、拼音首字母"
    related = ("union", "one__union", "other__union", "one__employer", "other__employer", "decided_by")
    presets = (Preset("open", "待核对", {"state": HintState.OPEN}),)
    create_form = PairForm
    create = staticmethod(duplicates.propose)
    buttons = "members/duplicates_buttons.html"
    sections = (Section("核对", "grounds state union decided_by decided_on"),)
    panels = (Panel("compared", "两份档案对照", "members/duplicates_compared.html", _compared),)
    actions = (
        _merge_action("keep-one", "是同一人，保留档案一", keep_one=True),
        _merge_action("keep-other", "是同一人，保留档案二", keep_one=False),
        Action(
            "not-same",
            "不是同一人",
            duplicates.DECIDE,
            duplicates.not_same,
            when=in_state(HintState.OPEN),
            icon="x",
            explain="以后查找重复时不再列出这一对。",
            done="已记下：不是同一人。",
        ),
        Action(
            "undo",
            "撤销合并",
            merging.MERGE,
            merging.undo_of_pair,
            when=in_state(HintState.MERGED),
            icon="arrow-back-up",
            explain="两份档案恢复到合并前的样子。合并之后有记录改动过的，不能撤销。",
            danger=True,
            done="已撤销合并，两份档案恢复原状。",
        ),
    )

    @classmethod
    def heading(cls, obj: DuplicateHint) -> str:
        return f"{obj.one.name} · {obj.other.name}"

    @classmethod
    def badges(cls, obj: DuplicateHint) -> list[Badge]:
        return [Badge(obj.get_state_display(), TONES.get(obj.state, "neutral"))]
