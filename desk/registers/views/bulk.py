"""Bulk actions: what is meant is restated in numbers before anything happens, and answered in numbers afterwards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.jobs.services import start
from desk.papers.pdf import MAX_ROWS
from desk.registers import batches, fields, services, submitting, tasks
from desk.registers.address import BATCH, Address, link
from desk.registers.models import Batch
from desk.registers.parts import BulkAction
from desk.registers.views.base import RegisterPage

OWN_FIELDS = ("action", "pk", "all_matching", "confirmed", "number", submitting.ONCE, submitting.CSRF)
NAMED = 10  # records listed by name on the confirm page


class BulkPage(RegisterPage):
    """First posted by the list with what was picked; posted again, with the number that was shown, it acts."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        action = self._action()
        picked = [] if request.POST.get("all_matching") else list(dict.fromkeys(request.POST.getlist("pk")))
        if not picked and not request.POST.get("all_matching"):
            messages.warning(request, "还没有选择记录。请先勾选要办理的记录。")
            return redirect(self._list())
        is_confirmed = request.POST.get("confirmed") == "1"
        form = fields.bind(action.form or Form, self.user, data=request.POST if is_confirmed else None)
        if is_confirmed and form.is_bound:
            try:
                return redirect(submitting.once(request, lambda: self._answer(action, form, picked)))
            except submitting.NotAnswered:
                pass  # shown again, with what is wrong beside the fields
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
        return self._confirm(action, form, picked)

    def _confirm(self, action: BulkAction, form: Any, picked: list[str]) -> HttpResponse:
        """The page that restates what is meant."""
        rows = batches.rows_of(self.listing(), picked)
        context = {
            "action": action,
            "form": form,
            "picked": picked,
            "number": rows.count(),
            "names": [self.register.heading(row) for row in rows[:NAMED]],
            "title": action.title,
            "back_url": self._list(),
            "once": submitting.fresh_key(),
        }
        return self.draw("confirm", context)

    def _action(self) -> BulkAction:
        found = self.register.bulk_action(self.request.POST.get("action", ""))
        if found is None:
            raise Http404("没有这项批量操作。")
        if not self.user.has_perm(found.right):
            raise PermissionDenied(f"needs {found.right}")
        return found

    def _answer(self, action: BulkAction, form: Any, picked: list[str]) -> str:
        """Do it, now or as a job; gives the list as it was left, with the outcome above it."""
        number = batches.rows_of(self.listing(), picked).count()
        if self.request.POST.get("number") != str(number):
            messages.warning(self.request, f"记录的条数有变化，现为 {number:,} 条。请重新确认。")
            raise submitting.NotAnswered
        if not form.is_valid():
            raise submitting.NotAnswered
        batch = services.make_batch(
            actor=self.user,
            register=self.register.slug,
            purpose=action.slug,
            address=self.address,
            picked=picked,
            answers={name: values for name, values in self.request.POST.lists() if name not in OWN_FIELDS},
        )
        if action.paper and number > MAX_ROWS:
            raise ValidationError(f"一份文书最多 {MAX_ROWS:,} 条，没有办理。请加筛选条件后分批打印。")
        if number > batches.AT_ONCE or action.paper:
            kind = tasks.bulk_kind(self.register, action)
            job = start(kind=kind, owner=self.user, args={"batch": batch.pk})
            services.hand_over(batch, job)
            if action.paper:
                return job.get_absolute_url()
        else:
            batches.run(self.register, batch, action)
        return self._list(batch)

    def _list(self, batch: Batch | None = None) -> str:
        place = self.address.drop(BATCH)
        return link(self.register.url("list"), Address((*place.pairs, (BATCH, str(batch.pk)))) if batch else place)
