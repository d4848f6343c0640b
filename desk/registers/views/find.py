"""Finding a record by an identity number: posted, so that the number stands in no address (promises.md F7)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.registers.checks import half_width
from desk.registers.views.base import RegisterPage
from desk.vault.choices import AccessKind
from desk.vault.services import record_access

LONGEST = 40


class FindPage(RegisterPage):
    """Looks for the exact value in the blind index; the search is logged, the value is not (promises.md G5)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        index = self.register.search_sealed
        if not index:
            raise Http404("这张台账不能按证件号查找。")
        value = half_width(request.POST.get("value", ""))[:LONGEST]
        if not value:
            messages.warning(request, "请填写要查找的证件号。")
            return redirect(self.register.url("list"))
        rows = list(self.register.rows(self.user).filter(**{index: value}).values_list("pk", flat=True)[:2])
        field = self.register.model._meta.get_field(index).source  # type: ignore[union-attr]  # a BlindIndexField
        record_access(user=self.user, kind=AccessKind.SEARCH, model=self.register.model, field=field, rows=len(rows))
        if not rows:
            messages.info(request, "您的管辖范围内没有这个证件号的记录。")
            return redirect(self.register.url("list"))
        return redirect(self.register.url("detail", rows[0]))
