"""登录记录: the sign-in log, for the audit administration."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.views.generic import ListView

from unions.choices import LoginEventKind
from unions.models import LoginEvent

_DAY = forms.DateInput(attrs={"type": "date"})


class LogFilterForm(forms.Form):
    """Filters of the log. Each is optional."""

    person = forms.CharField(label="登录名", required=False, max_length=40)
    kind = forms.ChoiceField(label="事件", required=False, choices=[("", "全部"), *LoginEventKind.choices])
    first = forms.DateField(label="自", required=False, widget=_DAY)
    last = forms.DateField(label="至", required=False, widget=_DAY)

    LOOKUPS = {"person": "user__username__icontains", "kind": "kind", "first": "at__date__gte", "last": "at__date__lte"}

    def chosen(self) -> dict[str, Any]:
        """The filters that are filled in, as lookups."""
        return {lookup: self.cleaned_data[name] for name, lookup in self.LOOKUPS.items() if self.cleaned_data[name]}


class LogView(PermissionRequiredMixin, ListView):
    """Who signed in, failed to, was locked or unlocked; newest first."""

    permission_required = "unions.view_loginevent"
    template_name = "account/log.html"
    paginate_by = 50
    model = LoginEvent

    def get_queryset(self) -> QuerySet[LoginEvent]:
        self.form = LogFilterForm(self.request.GET)
        events = LoginEvent.objects.select_related("user", "actor")
        return events.filter(**self.form.chosen()) if self.form.is_valid() else events.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {
            "title": "登录记录",
            "form": self.form,
            "filtered": sum(bool(self.form.data.get(name)) for name in ("kind", "first", "last")),
            "prev_url": self._url(page.number - 1) if page.has_previous() else "",
            "next_url": self._url(page.number + 1) if page.has_next() else "",
            "count_text": f"显示第 {page.start_index()}–{page.end_index()} 条，共 {page.paginator.count} 条",
        }

    def _url(self, number: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"
