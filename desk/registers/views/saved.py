"""Saved views and chosen columns: what a person keeps about a list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.registers import services
from desk.registers.address import COLUMNS, Address, link
from desk.registers.models import SavedView
from desk.registers.views.base import RegisterPage


class ColumnsPage(RegisterPage):
    """Remembers the columns ticked in the list's menu, and goes back there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        listing = self.listing()
        if request.POST.get("default"):
            names = list(self.register.default_columns)
        else:
            known = self.register.columns()
            names = [name for name in known if name in request.POST.getlist("columns")]
            if not set(request.POST.getlist("columns")) <= set(known):
                raise Http404("没有这一列。")
        services.choose_columns(actor=self.user, register=self.register.slug, columns=names)
        return redirect(link(self.register.url("list"), listing.address.put(**{COLUMNS: ",".join(names)})))


class SaveViewPage(RegisterPage):
    """Keeps the list as it is under a name."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        listing = self.listing()
        named = [column.name for column in listing.columns]
        address = listing.address.put(**{COLUMNS: ",".join(named)})
        try:
            view = services.save_view(
                actor=self.user,
                register=self.register.slug,
                name=request.POST.get("name", ""),
                address=address,
                shared=bool(request.POST.get("shared")),
            )
        except ValidationError as error:
            messages.error(request, "视图没有保存：" + " ".join(error.messages))
        else:
            messages.success(request, f"已保存视图“{view.name}”。")
        return redirect(link(self.register.url("list"), address))


class ViewPage(RegisterPage):
    """Opens a saved view; its owner shares or deletes it here."""

    def get(self, request: HttpRequest, view: int) -> HttpResponse:
        return redirect(link(self.register.url("list"), Address.parse(self._view(view).query)))

    def post(self, request: HttpRequest, view: int) -> HttpResponse:
        found = self._view(view)
        asked = request.POST.get("do", "")
        if asked == "delete":
            services.delete_view(actor=self.user, view=found)
            messages.success(request, f"已删除视图“{found.name}”。")
        elif asked in {"share", "unshare"}:
            services.share_view(actor=self.user, view=found, shared=asked == "share")
            messages.success(
                request, f"视图“{found.name}”" + ("已在本级共享。" if asked == "share" else "已取消共享。")
            )
        else:
            raise Http404("没有这项操作。")
        return redirect(link(self.register.url("list"), Address.parse(found.query)))

    def _view(self, pk: int) -> Any:
        if pk.bit_length() > 63:
            raise Http404("没有这个视图。")
        return get_object_or_404(SavedView.objects.visible_to(self.user).of(self.register.slug), pk=pk)
