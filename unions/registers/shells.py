"""空壳工会排查: the register of suspicions."""

from typing import Any

from desk.registers.parts import Action, Badge, BulkAction, Panel, Preset, Section, Tone, in_state
from unions import filters, forms, tables
from unions.choices import ShellState
from unions.models import ShellFlag, User
from unions.registers.branch import BranchRegister
from unions.services import shells


def _evidence(flag: ShellFlag, user: User) -> dict[str, Any]:
    return {"evidence": flag.evidence}


class ShellFlagRegister(BranchRegister):
    """空壳工会排查."""

    model = ShellFlag
    slug, icon = "shells", "flag"
    no_import = "each row is the outcome of the search by rules and of the looking into that follows"
    table = tables.ShellFlagTable
    default_columns = ("union", "kind", "state", "found_on", "note")
    sortings = {"found_on": "found_on", "union": "union__pinyin"}
    default_sorting = "-found_on"
    filters = filters.ShellFlagFilters
    facets = ("kind", "state")
    search = "union__search"
    search_hint = "工会名称、拼音首字母"
    related = ("union",)
    presets = (Preset("suspected", "疑似待核查", {"state": ShellState.SUSPECTED}),)
    sections = (Section("排查", "union kind state found_on decided_on note"),)
    panels = (Panel("evidence", "依据", "unions/panels/evidence.html", _evidence),)
    actions = tuple(
        Action(slug, title, "unions.decide_shellflag", run, forms.NoteForm, in_state(state), icon, done=f"已{title}。")
        for slug, title, run, state, icon in (
            ("verify", "开始核查", shells.verify, ShellState.SUSPECTED, "search"),
            ("confirm", "确认", shells.confirm, ShellState.VERIFYING, "check"),
            ("clear", "排除", shells.clear, ShellState.VERIFYING, "x"),
            ("rectify", "要求整改", shells.rectify, ShellState.CONFIRMED, "refresh"),
            ("reactivate", "恢复正常", shells.reactivate, ShellState.RECTIFYING, "circle-check"),
            ("cancel", "注销", shells.cancel, ShellState.RECTIFYING, "ban"),
        )
    )
    bulk = (BulkAction("verify", "开始核查", "unions.decide_shellflag", shells.verify, forms.NoteForm, "search"),)

    @classmethod
    def heading(cls, obj: ShellFlag) -> str:
        return f"{obj.union.name} · {obj.get_kind_display()}"

    @classmethod
    def badges(cls, obj: ShellFlag) -> list[Badge]:
        tones: dict[str, Tone] = {
            ShellState.SUSPECTED: "amber",
            ShellState.VERIFYING: "blue",
            ShellState.CONFIRMED: "red",
            ShellState.RECTIFYING: "amber",
        }
        return [Badge(obj.get_state_display(), tones.get(obj.state, "green"))]
