"""The papers of one record, as PDF. All else about members is made by their registers."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.papers.pdf import PaperRefused
from desk.registers.views.base import RecordPage
from members import documents
from members.services import letters


class RecordPaper(RecordPage):
    """A paper that `typeset` makes of one record, unless `why_not` says why there is none yet."""

    verb = "print"
    file_name: ClassVar[str]

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        if said := self.why_not():
            messages.warning(request, said)
            return redirect(self.record)
        try:
            content = self.typeset()
        except PaperRefused as refused:
            messages.warning(request, str(refused))
            return redirect(self.record)
        # The name holds the number of the record, never a person's name (promises.md F7).
        headers = {"Content-Disposition": f'attachment; filename="{self.file_name}-{self.record.pk}.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    def typeset(self) -> bytes:
        """The paper. Raises PaperRefused."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why there is no such paper yet, in a sentence; "" when there is."""
        raise NotImplementedError


class CardPaper(RecordPaper):
    """会员证."""

    file_name = "card"

    def typeset(self) -> bytes:
        return documents.cards_pdf([self.record])

    def why_not(self) -> str:
        return "" if self.record.card_no else "还没有会员证号，没有打印。请先“发会员证”。"


class LetterPaper(RecordPaper):
    """会员组织关系接转介绍信."""

    file_name = "transfer"

    def typeset(self) -> bytes:
        return documents.letters_pdf([self.record])

    def why_not(self) -> str:
        return letters.why_not(self.record)
