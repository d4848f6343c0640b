"""The second person's desk: exports of unmasked data that wait for approval, and what became of one's own."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from desk.registers import approvals, batches, fields, submitting
from desk.registers.address import BadAddress
from desk.registers.choices import Approval
from desk.registers.facets import pills
from desk.registers.forms import DecisionForm
from desk.registers.models import Batch
from desk.registers.register import Register, register_called
from desk.sheets.sheet import moment_text

OWN_SHOWN = 50
TONES = {Approval.WAITING: "amber", Approval.APPROVED: "green", Approval.REFUSED: "red"}


@method_decorator(never_cache, name="dispatch")
class ApprovalsPage(LoginRequiredMixin, View):
    """What waits for this person's approval, and what this person asked for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = Batch.objects.to_be_approved_by(request.user).select_related("owner").order_by("id")
        own = Batch.objects.asked_for_approval(request.user).select_related("owner", "decided_by")[:OWN_SHOWN]
        context = {
            "title": "导出审批",
            "lists": [
                ("待我批准", [_line(batch) for batch in waiting], "没有等您批准的导出"),
                ("我申请的", [_line(batch) for batch in own], "您没有需要批准的导出"),
            ],
        }
        return render(request, "desk/registers/approvals.html", context)


@method_decorator(never_cache, name="dispatch")
class ApprovalPage(LoginRequiredMixin, View):
    """One of them: for the second person with the means to decide, for who asked with what was decided."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._batch(request, pk), DecisionForm())

    # Letting data out is as grave as taking them out (promises.md E9).
    @method_decorator(reauthentication_required)
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._batch(request, pk)
        if not approvals.may_decide(request.user, batch):
            raise PermissionDenied("only the second person decides")
        form = DecisionForm(request.POST)
        try:
            return redirect(submitting.once(request, lambda: self._decide(request, batch, form)))
        except submitting.NotAnswered:
            pass  # shown again, with what is wrong beside the field
        except ValidationError as error:
            fields.add_errors(form, error)
        return self._show(request, batch, form)

    def _decide(self, request: HttpRequest, batch: Batch, form: DecisionForm) -> str:
        if not form.is_valid():
            raise submitting.NotAnswered
        answer = form.cleaned_data["answer"]
        if form.cleaned_data["decision"] == Approval.APPROVED:
            register = _register(batch)
            approvals.approve_export(actor=request.user, obj=batch, register=register, answer=answer)
            messages.success(request, f"已批准，文件将由{batch.owner}在“任务”里下载。")
        else:
            approvals.refuse_export(actor=request.user, obj=batch, answer=answer)
            messages.success(request, f"没有批准，理由已告诉{batch.owner}。")
        return batch.get_absolute_url()

    def _batch(self, request: HttpRequest, pk: int) -> Batch:
        """The export, for who asked and for who may decide. To all others there is none."""
        found = Batch.objects.exclude(approval=Approval.NOT_NEEDED).select_related("owner", "decided_by", "job")
        batch: Batch | None = found.filter(pk=pk).first()
        if batch is None or not (batch.owner_id == request.user.pk or approvals.may_decide(request.user, batch)):
            raise Http404("没有这项申请，或不由您批准。")
        return batch

    def _show(self, request: HttpRequest, batch: Batch, form: DecisionForm) -> HttpResponse:
        is_open = batch.approval == Approval.WAITING
        context = {
            "title": f"导出{_register(batch).title}",
            "batch": batch,
            "line": _line(batch),
            "facts": [{"label": label, "value": value, "wide": wide} for label, value, wide in _facts(batch) if value],
            "form": form if is_open and approvals.may_decide(request.user, batch) else None,
            "is_own": batch.owner_id == request.user.pk,
            "once": submitting.fresh_key(),
        }
        return render(request, "desk/registers/approval.html", context)


def _register(batch: Batch) -> type[Register]:
    found = register_called(batch.register)
    if found is None:
        raise Http404("系统已不再有这张台账。")
    return found


def _line(batch: Batch) -> dict[str, Any]:
    """A row of the lists."""
    return {
        "batch": batch,
        "title": f"导出{_register(batch).title}：{batch.persons:,} 人",
        "word": batch.get_approval_display(),
        "tone": TONES[Approval(batch.approval)],
    }


def _facts(batch: Batch) -> list[tuple[str, str, bool]]:
    """What the second person has to know: who, whose data, which, how many, what for."""
    try:
        listing = batches.listing_of(_register(batch), batch)
    except BadAddress:
        columns, conditions = "", "网址里的条件已不存在"
    else:
        columns = "、".join(column.label for column in listing.columns)
        conditions = "；".join(f"{pill.label}：{pill.value}" for pill in pills(listing)) or "全部"
    return [
        ("申请人", str(batch.owner), False),
        ("申请时间", moment_text(batch.created_at), False),
        ("人数", f"{batch.persons:,}", False),
        ("范围", _register(batch).scope_words(batch.owner), False),
        ("筛选", conditions, True),
        ("列", columns, True),
        ("用途", batch.reason, True),
        ("批准人", str(batch.decided_by or ""), False),
        ("批准时间", moment_text(batch.decided_at) if batch.decided_at else "", False),
        ("批准意见", batch.answer, True),
    ]
