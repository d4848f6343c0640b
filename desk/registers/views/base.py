"""What all pages of a register have in common: who may enter, which record is meant, what a bad address is answered."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from desk.registers.address import Address, BadAddress
from desk.registers.listing import Listing

if TYPE_CHECKING:
    from desk.registers.register import Register


class RegisterPage(View):
    """A page of `register`. `verb` is the right that is asked for before anything else is said."""

    register: "type[Register]" = None  # type: ignore[assignment]  # as_view() gives it
    verb: ClassVar[str] = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            self.admit()
            return super().dispatch(request, *args, **kwargs)
        except BadAddress as bad:
            return self.draw("bad_address", {"words": str(bad)}, status=404)

    def admit(self) -> None:
        """Raise PermissionDenied for a person without the right to this page."""
        self.demand(self.verb)

    def demand(self, verb: str, obj: Any = None) -> None:
        """Raise PermissionDenied unless the person holds the right to `verb` these records, or `obj`."""
        if not self.may(verb, obj):
            raise PermissionDenied(f"needs {self.register.right(verb)}")

    def may(self, verb: str, obj: Any = None) -> bool:
        """Whether the person holds the right to `verb` these records, or `obj`."""
        return self.user.has_perm(self.register.right(verb), obj)

    @property
    def user(self) -> Any:
        """Who asks."""
        return self.request.user

    @cached_property
    def address(self) -> Address:
        """The query string."""
        return Address.of(self.request.GET)

    def listing(self) -> Listing:
        """The list the query string asks for. Raises BadAddress."""
        return Listing(self.register, self.user, self.address)

    def draw(self, template: str, context: dict[str, Any], *, status: int = 200, part: str = "") -> HttpResponse:
        """The page, or the `part` of it that htmx asked for, with the register in its context."""
        known = {"register": self.register, "title": self.register.title, "list_url": self.register.url("list")}
        name = f"desk/registers/{template}.html" + (f"#{part}" if part else "")
        return render(self.request, name, {**known, **context}, status=status)


class RecordPage(RegisterPage):
    """A page about one record: 404 outside the person's branches, 403 inside them without the right."""

    def admit(self) -> None:
        self.demand(self.verb, self.record)

    @cached_property
    def record(self) -> Any:
        """The record in the address. Raises Http404 for one that is not there for this person."""
        return self.fetch(self.kwargs["pk"])

    def fetch(self, pk: str) -> Any:
        """The record with this key among those the person may see. Raises Http404."""
        rows = self.register.joined(self.register.rows(self.user))
        try:
            key = rows.model._meta.pk.to_python(pk)
            found = rows.filter(pk=key).first() if str(key) == pk else None  # 01 and １ are no keys
        except (ValidationError, ValueError, OverflowError):
            found = None
        if found is None:
            raise Http404(f"没有这条{self.register.title}记录，或不在您的管辖范围内。")
        return found

    def draw(self, template: str, context: dict[str, Any], *, status: int = 200, part: str = "") -> HttpResponse:
        register, record = self.register, self.record
        known = {
            "record": record,
            "heading": register.heading(record),
            "title": register.page_title(record),
            "subtitle": register.subtitle(record),
            "badges": register.badges(record),
            "detail_url": register.url("detail", record.pk),
        }
        return super().draw(template, {**known, **context}, status=status, part=part)
