"""What happened to a record: every change with before and after, who made it, when and why."""

from django.http import HttpRequest, HttpResponse

from desk.registers.views.detail import TabbedPage
from desk.vault.changes import history_of


class HistoryPage(TabbedPage):
    """The changes of one record, newest first."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self.draw("history", {"events": history_of(self.record)})
