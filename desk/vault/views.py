"""Asking to see a masked value, and the log of who did."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, View
from django_htmx.http import HttpResponseClientRedirect

from desk.vault import services
from desk.vault.access import is_revealable, may_reveal, sealed_value, visible
from desk.vault.choices import AccessKind
from desk.vault.forms import AccessFilterForm, ReasonForm
from desk.vault.models import AccessEntry

PAGE, VALUE = "desk/vault/reveal.html", "desk/vault/value.html"


@method_decorator((never_cache, login_required), name="dispatch")
class MaskedView(View):
    """The masked value again: what a revealed one turns back into."""

    def get(self, request: HttpRequest, **place: str) -> HttpResponse:
        obj = _visible_object(request.user, **place)
        if not request.user.has_perm(f"{obj._meta.app_label}.view_{obj._meta.model_name}", obj):
            raise PermissionDenied
        return render(request, VALUE, sealed_value(request.user, obj, place["field"]))


@method_decorator((never_cache, login_required), name="dispatch")
class RevealView(View):
    """GET asks for the reason, POST shows the value. Both want a password typed within five minutes (promises.md E9).

    htmx gets a fragment for the place of the masked value, a browser without JavaScript a page.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return reauthentication_required(super().dispatch)(request, *args, **kwargs)
        except ReauthenticationRequired:
            if request.htmx:  # type: ignore[attr-defined]  # of django-htmx
                # The whole page asks for the password, not a corner of it.
                return HttpResponseClientRedirect(request.path)
            raise

    def get(self, request: HttpRequest, **place: str) -> HttpResponse:
        obj = _visible_object(request.user, **place)
        if not may_reveal(request.user, obj):
            return self._refused(request, obj, place["field"], services.NO_RIGHT)
        return self._answer(request, "form", obj, place["field"], form=ReasonForm())

    def post(self, request: HttpRequest, **place: str) -> HttpResponse:
        obj, field = _visible_object(request.user, **place), place["field"]
        form = ReasonForm(request.POST)
        if may_reveal(request.user, obj) and not form.is_valid():
            return self._answer(request, "form", obj, field, form=form)
        try:
            value = services.reveal(user=request.user, obj=obj, field=field, reason=form.data.get("reason", ""))
        except services.RevealRefused as refusal:
            return self._refused(request, obj, field, str(refusal))
        return self._answer(request, "revealed", obj, field, value=value)

    def _answer(self, request: HttpRequest, part: str, obj: models.Model, field: str, **more: Any) -> HttpResponse:
        template = VALUE if request.htmx else PAGE  # type: ignore[attr-defined]  # of django-htmx
        context = {
            **sealed_value(request.user, obj, field),
            "part": part,
            "kind": obj._meta.verbose_name,
            "back_url": obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else "",
            **more,
        }
        return render(request, template, context)

    def _refused(self, request: HttpRequest, obj: models.Model, field: str, why: str) -> HttpResponse:
        """403 as an answer and not as an exception: the line in the log has to be committed."""
        services.record_access(
            user=request.user, kind=AccessKind.REFUSED, model=type(obj), object_id=obj.pk, field=field
        )
        response = self._answer(request, "refused", obj, field, why=why)
        response.status_code = 403
        return response


class AccessLogView(LoginRequiredMixin, PermissionRequiredMixin, ListView):
    """访问记录, for the audit administration."""

    permission_required = "vault.view_accessentry"
    template_name = "desk/vault/access_log.html"
    paginate_by = 50
    model = AccessEntry

    def get_queryset(self) -> models.QuerySet[AccessEntry]:
        entries = AccessEntry.objects.select_related("user")
        self.form = AccessFilterForm(self.request.GET)
        if not self.form.is_valid():
            return entries.none()
        asked = self.form.cleaned_data
        entries = entries.between(asked["first"], asked["last"])
        if asked["person"]:
            entries = entries.filter(**{f"user__{get_user_model().USERNAME_FIELD}__icontains": asked["person"]})
        return entries.filter(kind=asked["kind"]) if asked["kind"] else entries

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        query = self.request.GET.copy()

        def url(number: int) -> str:
            query["page"] = str(number)
            return f"?{query.urlencode()}"

        return context | {
            "title": "访问记录",
            "form": self.form,
            "filtered": sum(bool(self.form.data.get(name)) for name in ("kind", "first", "last")),
            "prev_url": url(page.previous_page_number()) if page.has_previous() else "",
            "next_url": url(page.next_page_number()) if page.has_next() else "",
            "count_text": f"显示第 {page.start_index()}–{page.end_index()} 条，共 {page.paginator.count} 条",
        }


def _visible_object(user: Any, app_label: str, model_name: str, pk: str, field: str) -> models.Model:
    """The row, if `user` may see it; Http404 for anything else, so that nothing can be told from the answer."""
    try:
        model = apps.get_model(app_label, model_name)
        if not is_revealable(model, field):
            raise Http404
        return visible(model, user).get(pk=pk)
    except (LookupError, ValueError, ValidationError, ObjectDoesNotExist) as error:
        raise Http404 from error
