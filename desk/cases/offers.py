"""What a register offers for its cases: the actions on one, and on many."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from desk.cases import files, services
from desk.cases.choices import By, Reason
from desk.cases.models import CaseFile, CaseRecord
from desk.cases.place import place
from desk.cases.procedure import Move, Procedure
from desk.registers.parts import Action, BulkAction, Effects, Known, Person, Run, WhyNot, in_state, no_reason

LONGEST = 2000
Runs = Mapping[str, Run]
Forms = Mapping[str, type[forms.BaseForm]]


def actions(
    procedure: Procedure,
    *,
    runs: Runs | None = None,
    ask: Forms | None = None,
    effects: Mapping[str, Effects] | None = None,
    known: Mapping[str, Known] | None = None,
    why_not: Mapping[str, WhyNot] | None = None,
) -> tuple[Action, ...]:
    """An Action for each move that staff make.

    runs: the services of moves that do more than to move. ask: the forms of moves that ask for more than the reason.
    effects: what moves would do that is to be seen before they are made. known: what their forms are filled in with.
    why_not: what speaks against moves besides the rule of four eyes.
    """
    return tuple(
        Action(
            **_offer(procedure, move, runs or {}, ask or {}),
            when=in_state(*move.froms),
            done=move.done or f"已办理：{move.title}。现在是“{procedure.states(move.target).label}”。",
            effects=(effects or {}).get(move.slug),
            known=(known or {}).get(move.slug),
            why_not=partial(_why_not, move, (why_not or {}).get(move.slug, no_reason)),
        )
        for move in procedure.moves
        if move.by == By.STAFF
    )


def bulk(
    procedure: Procedure, *slugs: str, runs: Runs | None = None, ask: Forms | None = None
) -> tuple[BulkAction, ...]:
    """A BulkAction for each of these moves."""
    return tuple(BulkAction(**_offer(procedure, procedure.move(slug), runs or {}, ask or {})) for slug in slugs)


def talking(procedure: Procedure, *, has_visitor: bool = True, takes_files: bool = True) -> tuple[Action, ...]:
    """The actions that move nothing: a note, an answer to the person outside, an attachment.

    has_visitor: somebody outside reads answers.
    """
    right, at = procedure.talk, place(procedure.talk_at)
    notes = Action("note", "内部备注", right, services.note, NoteForm, icon="edit", done="备注已添加。", at=at)
    replies = Action("reply", "答复", right, services.reply, ReplyForm, icon="message", done="已答复。", at=at)
    adds = Action("attach", "添加附件", right, _attach, AttachForm, icon="paperclip", done="附件已添加。", at=at)
    return (notes, *((replies,) if has_visitor else ()), *((adds,) if takes_files else ()))


class NoteForm(forms.Form):
    """What only colleagues read."""

    text = forms.CharField(
        label="备注", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), help_text="只在工会内部可见。"
    )


class ReplyForm(forms.Form):
    """What the person outside reads."""

    text = forms.CharField(
        label="答复", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), help_text="本人会看到。"
    )


class AttachForm(forms.Form):
    """One attachment."""

    upload = forms.FileField(
        label="文件",
        help_text="照片（JPG、PNG，不超过 5 MB）、PDF、.docx、.xlsx（不超过 10 MB）。照片里的拍摄地点等信息会去除。",
    )
    is_public = forms.BooleanField(label="本人可见", required=False)


def _why_not(move: Move, more: WhyNot, obj: CaseRecord, user: Person) -> str:
    return services.why_not(user, obj, move) or more(obj, user)


def _attach(*, actor: Person, obj: CaseRecord, upload: UploadedFile, is_public: bool) -> CaseFile:
    return files.attach(obj=obj, upload=upload, actor=actor, is_public=is_public)


def form_of(move: Move) -> type[forms.Form] | None:
    """The form in which the move is told why and by when; None when it asks nothing."""
    fields: dict[str, forms.Field] = {}
    if move.reason is not Reason.NONE:
        fields["text"] = forms.CharField(
            label=move.label or "理由",
            required=move.reason is Reason.REQUIRED,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="本人会看到。" if move.told else "只在工会内部可见。",
        )
    if move.deadline:
        fields["due_on"] = forms.DateField(label="办理期限", required=False, help_text="不填，按规定的期限计算。")
    return type("MoveForm", (forms.Form,), fields) if fields else None


def _offer(procedure: Procedure, move: Move, runs: Runs, ask: Forms) -> dict[str, Any]:
    """What an Action and a BulkAction of `move` have in common."""
    right, at = procedure.right(move)
    return {
        "slug": move.slug,
        "title": move.title,
        "right": right,
        "run": runs.get(move.slug) or partial(services.move, slug=move.slug),
        "form": ask.get(move.slug) or form_of(move),
        "icon": move.icon,
        "explain": move.explain,
        "danger": move.danger,
        "at": place(at),
    }
