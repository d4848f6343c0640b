"""Taking a list out: what is on the screen, as a job that leaves a file."""

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from desk.registers import approvals, fields, submitting
from desk.registers.address import link
from desk.registers.forms import ExportForm
from desk.registers.listing import Listing
from desk.registers.views.base import RegisterPage


def _wants_to_reveal(request: HttpRequest) -> bool:
    return "reveal" in request.POST


class ExportPage(RegisterPage):
    """Says what will be in the file, asks for the format, and starts the job or asks for approval."""

    verb = "export"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self.listing(), None)

    @method_decorator(reauthentication_required(enabled=_wants_to_reveal))  # promises.md E9
    def post(self, request: HttpRequest) -> HttpResponse:
        listing = self.listing()
        form = self._form(listing, request)
        try:
            return redirect(submitting.once(request, lambda: self._answer(listing, form)))
        except submitting.NotAnswered:
            return self._show(listing, form)
        except ValidationError as error:
            fields.add_errors(form, error)
            return self._show(listing, form)

    def _answer(self, listing: Listing, form: ExportForm) -> str:
        """Start the job, or ask for approval; gives the page of either."""
        if not form.is_valid():
            raise submitting.NotAnswered
        batch = approvals.ask_export(
            actor=self.user,
            listing=listing,
            form=form.cleaned_data["format"],
            reveal=form.cleaned_data.get("reveal", False),
            reason=form.cleaned_data.get("reason", ""),
        )
        return (batch.job or batch).get_absolute_url()

    def _form(self, listing: Listing, request: HttpRequest) -> ExportForm:
        masked = any(column.is_masked for column in listing.columns)
        data = request.POST if request.method == "POST" else None
        return ExportForm(data, may_reveal=masked and self.may("reveal"))

    def _show(self, listing: Listing, form: ExportForm | None) -> HttpResponse:
        context = {
            "form": form or self._form(listing, self.request),
            "listing": listing,
            "masked": [column.label for column in listing.columns if column.is_masked],
            "title": f"导出{self.register.title}",
            "back_url": link(self.register.url("list"), listing.address),
            "once": submitting.fresh_key(),
        }
        return self.draw("export", context)
