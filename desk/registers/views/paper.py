"""On paper: a list or a record as a page to print, and a record as PDF."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from desk.papers.pdf import PaperRefused, record_pdf
from desk.registers import documents, facts
from desk.registers.address import link
from desk.registers.facets import pills
from desk.registers.views.base import RecordPage, RegisterPage

PRINTED_AT_MOST = 2_000  # promises.md A8


class PrintListPage(RegisterPage):
    """The whole list as it stands on the screen, for the browser to print."""

    verb = "print"

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = self.listing()
        rows = list(listing.rows()[: PRINTED_AT_MOST + 1])
        if len(rows) > PRINTED_AT_MOST:
            messages.warning(request, f"一次最多打印 {PRINTED_AT_MOST:,} 条，没有打印。请加筛选条件，或导出 Excel。")
            return redirect(link(self.register.url("list"), listing.address))
        context = {
            "columns": listing.columns,
            "rows": [zip(listing.columns, row, strict=True) for row in documents.texts(listing.columns, rows)],
            "number": len(rows),
            "scope": self.register.scope_words(self.user),
            "pills": pills(listing),
            "printed_at": timezone.now(),
        }
        return self.draw("print_list", context)


class PrintPage(RecordPage):
    """One record for the browser to print."""

    verb = "print"

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        cards = facts.cards(self.register.sections, self.record, self.user)
        return self.draw("print", {"cards": cards, "printed_at": timezone.now()})


class PaperPage(RecordPage):
    """One record as PDF. Its name holds the number of the record, never a person's name (promises.md F7)."""

    verb = "print"

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        try:
            content = record_pdf(documents.record_sheet(self.register, self.record, self.user))
        except PaperRefused as refused:
            messages.warning(request, str(refused))
            return redirect(self.register.url("print", self.record.pk))
        name = f"{self.register.slug}-{self.record.pk}.pdf"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=disposition)
