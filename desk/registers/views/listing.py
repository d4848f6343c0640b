"""The list: one page serves every register."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from desk.registers import address as a
from desk.registers import facets, fields, screen
from desk.registers.address import Address, BadAddress, link
from desk.registers.checks import check_id_number, check_mobile, half_width
from desk.registers.filter_panel import filter_fields
from desk.registers.listing import Listing
from desk.registers.models import Batch
from desk.registers.services import SHARE
from desk.registers.views.base import RegisterPage


class ListPage(RegisterPage):
    """The list a query string asks for; `?options=` answers for its filters among records."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if name := request.GET.get("options"):
            return self._options(name, request.GET.get("q", ""))
        if _names_a_person(self.address.get(a.QUERY)):
            return self._refuse_number()
        listing = self.listing()
        page = listing.page()
        batch = self._batch(listing.address.get(a.BATCH))
        menus = self._menus(listing)
        context = {
            "listing": listing,
            "headers": screen.headers(listing),
            "rows": screen.rows(listing, page, batch.picked if batch else (), can_pick=bool(menus["bulk_actions"])),
            "batch": batch,
            **self._conditions(listing),  # counts the rows, where it counts the choices
            **screen.pager(listing, page),
            **menus,
        }
        htmx: Any = request.htmx  # type: ignore[attr-defined]  # by HtmxMiddleware
        response = self.draw("list", context, part="list" if htmx and not htmx.history_restore_request else "")
        patch_vary_headers(response, ["HX-Request"])
        # A form sends its empty fields too; what is kept in the history is the address without them.
        return push_url(response, screen.here(listing, listing.address)) if htmx else response

    def _refuse_number(self) -> HttpResponse:
        """Away from an address that holds somebody's number, before it is kept or shared (promises.md F7)."""
        instead = "请用“更多”里的“按身份证号查找”。" if self.register.search_sealed else "请按名称查找。"
        messages.warning(self.request, f"身份证号和手机号会留在网址和浏览记录里，没有搜索。{instead}")
        return redirect(link(self.register.url("list"), self.address.put(q="")))

    def _options(self, name: str, text: str) -> JsonResponse:
        listing = Listing(self.register, self.user, Address())
        found = fields.options(listing.filterset.form, name, text)
        if found is None:
            raise Http404("没有这个筛选条件。")
        return JsonResponse({"results": found})

    def _conditions(self, listing: Listing) -> dict[str, Any]:
        """What stands above the list: what it is narrowed by, and could be."""
        pills = [] if listing.errors else facets.pills(listing)
        kept = listing.address.keep((a.SORT, a.COLUMNS, a.SIZE))
        return {
            "pills": pills,
            "clear_url": screen.here(listing, kept) if pills else "",
            "facet_groups": [] if listing.errors else facets.facet_groups(listing),
            "kept": kept.pairs,
            "filter_fields": filter_fields(listing),
            "filters_in_use": len(list(listing.filter_names())),
            "search": listing.address.get(a.QUERY),
        }

    def _menus(self, listing: Listing) -> dict[str, Any]:
        """What the person may do with the list."""
        register = self.register
        own, shared = screen.saved_views(listing)
        chosen = {column.name for column in listing.columns}
        return {
            "asked": str(listing.address.drop(*a.PLACE, a.COUNT)),
            "column_choices": [
                (c, c.name in chosen, c.name == register.default_columns[0]) for c in register.columns().values()
            ],
            "presets": screen.presets(listing),
            "own_views": own,
            "shared_views": shared,
            "may_share": self.user.has_perm(SHARE),
            "may_create": register.create is not None and self.may("add"),
            "may_export": self.may("export"),
            "may_import": register.resource is not None and self.may("import"),
            "may_print": self.may("print"),
            "bulk_actions": [action for action in register.bulk if self.user.has_perm(action.right)],
        }

    def _batch(self, number: str) -> Batch | None:
        if not number:
            return None
        known = Batch.objects.visible_to(self.user).filter(register=self.register.slug)
        found: Batch | None = known.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
        if found is None:
            raise BadAddress("网址里的批量操作不存在。")
        return found


def _names_a_person(text: str) -> bool:
    """Whether `text` is an identity number or a mobile number."""
    number = half_width(text).replace(" ", "").upper()
    for check in (check_id_number, check_mobile):
        try:
            check(number)
        except ValidationError:
            continue
        return True
    return False
