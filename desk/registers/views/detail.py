"""One record: its facts, what is around it, what can be done with it, who looked at it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from desk.registers import facts
from desk.registers.parts import Panel
from desk.registers.views.base import RecordPage
from desk.vault.models import AccessEntry

LAST_LOOKS = 10


class TabbedPage(RecordPage):
    """A page of a record with the tabs above it."""

    def draw(self, template: str, context: dict[str, Any], *, status: int = 200, part: str = "") -> HttpResponse:
        register, record, path = self.register, self.record, self.request.path
        tabs = [("概况", register.url("detail", record.pk))]
        tabs += [(p.title, register.url("panel", record.pk, p.slug)) for p in self.panels("tab")]
        tabs += [("变更记录", register.url("history", record.pk))]
        known = {"tabs": [{"label": label, "url": url, "active": url == path} for label, url in tabs]}
        return super().draw(template, {**known, **context}, status=status, part=part)

    def panels(self, place: str) -> Iterable[Panel]:
        """The panels at `place` that the person may see."""
        return (p for p in self.register.panels if p.place == place and p.is_open_to(self.user, self.record))

    def filled(self, panel: Panel) -> dict[str, Any]:
        """A panel and what it shows."""
        return {"panel": panel, "context": panel.context(self.record, self.user)}


class DetailPage(TabbedPage):
    """What is known about a record."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        register, record = self.register, self.record
        register.opened(record, self.user)
        offered = [(a, a.why_not(record, self.user)) for a in register.actions if a.is_open_to(self.user, record)]
        context = {
            "cards": facts.cards(register.sections, record, self.user),
            "panels": [self.filled(panel) for panel in self.panels("card")],
            "asides": [self.filled(panel) for panel in self.panels("aside")],
            "actions": [action for action, reason in offered if not reason],
            "reasons": list(dict.fromkeys(reason for _, reason in offered if reason)),
            "may_change": register.change is not None and self.may("change", record),
            "may_print": self.may("print", record),
            "looks": AccessEntry.objects.about(record).select_related("user")[:LAST_LOOKS],
        }
        return self.draw("detail", context)


class PanelPage(TabbedPage):
    """A panel that has a page of its own."""

    def get(self, request: HttpRequest, pk: str, slug: str) -> HttpResponse:
        panel = next((p for p in self.panels("tab") if p.slug == slug), None)
        if panel is None:
            raise Http404("没有这一页。")
        return self.draw("panel", self.filled(panel))
