"""Taking a workbook in: upload, columns, check, preview, writing, undoing. Each step is left and found again by its page.

Nothing is written before the preview was confirmed, and what is written is what the preview showed (promises.md B7).
Every change of state is a POST that is answered once; the work itself is done by jobs, with the right asked again.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRefresh

from desk.jobs.runs import JobRefused
from desk.jobs.services import start
from desk.jobs.showing import shown
from desk.registers import submitting, tasks
from desk.registers.forms import UploadForm
from desk.registers.views import imports_screen as screen
from desk.registers.views.base import RegisterPage
from desk.registers.views.imports_screen import Place
from desk.sheets.choices import ImportState, Outcome
from desk.sheets.imports import services, undoing
from desk.sheets.models import ImportRun
from desk.sheets.reader import FileRefused
from desk.vault.ciphers import SealBroken

PER_PAGE = 20
ROWS = 50  # of a page of the preview
CONFIRMED_IN = (ImportState.UPLOADED, ImportState.PREVIEWED)


class ImportPage(RegisterPage):
    """A page of the import of a register."""

    verb = "import"

    @property
    def resource(self) -> Any:
        """What the workbooks look like."""
        return self.register.resource

    @property
    def runs(self) -> Any:
        """The imports into this register that the person may know of."""
        known = ImportRun.objects.visible_to(self.user).of(self.register.slug)
        return known.select_related("owner", "job", "undone_by")

    def begin(self, run: ImportRun, step: str) -> str:
        """Start the job that does `step`; gives the page where it is watched. Raises ValidationError."""
        kind = tasks.import_kind(self.register, step)
        try:
            job = start(kind=kind, owner=self.user, args={"import": run.pk}, key=str(run.pk))
        except JobRefused as refused:
            raise ValidationError(str(refused)) from None
        services.hand_over(run=run, job=job)
        return self.register.url("import", run.pk)

    def draw(self, template: str, context: dict[str, Any], *, status: int = 200, part: str = "") -> HttpResponse:
        known = {
            "resource": self.resource,
            "title": f"导入{self.register.title}",
            "imports_url": self.register.url("imports"),
            "once": submitting.fresh_key(),
        }
        return super().draw(f"imports/{template}", {**known, **context}, status=status, part=part)


class ImportsPage(ImportPage):
    """Where an import begins, and the earlier ones with what can still be undone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, length=request.META.get("CONTENT_LENGTH", ""))
        try:
            return redirect(submitting.once(request, lambda: self.answer(form)))
        except submitting.NotAnswered:
            return self.show(form)
        except FileRefused as refused:
            form.add_error("file", str(refused))
            return self.show(form)

    def answer(self, form: UploadForm) -> str:
        """Keep the file; gives the page where its columns are confirmed."""
        if not form.is_valid():
            raise submitting.NotAnswered
        file = form.cleaned_data["file"]
        run = services.upload(actor=self.user, register=self.register.slug, resource=self.resource, file=file)
        return self.register.url("import", run.pk)

    def show(self, form: UploadForm) -> HttpResponse:
        page = Paginator(self.runs, PER_PAGE).get_page(self.request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "runs": [screen.shown(run) for run in page],
            "columns": (columns := screen.columns(self.resource)),
            "required": [column.label for column in columns if column.required],
        }
        return self.draw("index", context)


class OneRunPage(ImportPage):
    """A page of one import."""

    @cached_property
    def run(self) -> ImportRun:
        """The import in the address. Raises Http404 for one the person may not know of."""
        number = self.kwargs["run"]
        found: ImportRun | None = self.runs.filter(pk=number).first() if number.bit_length() < 64 else None
        if found is None:
            raise Http404("没有这次导入，或不在您的管辖范围内。")
        return found

    @property
    def run_url(self) -> str:
        """Its page."""
        return self.register.url("import", self.run.pk)

    @property
    def is_own(self) -> bool:
        """Whether the person uploaded the file. Others of the branch see the counts, not what is in it."""
        return bool(self.run.owner_id == self.user.pk)

    def demand_own(self) -> None:
        """Raise PermissionDenied for a person who did not upload the file."""
        if not self.is_own:
            raise PermissionDenied("an import is checked and written by the person who uploaded the file")

    def draw(self, template: str, context: dict[str, Any], *, status: int = 200, part: str = "") -> HttpResponse:
        run = self.run
        known = {
            "run": run,
            "state": screen.shown(run),
            "steps": screen.steps(run),
            "is_own": self.is_own,
            "run_url": self.run_url,
        }
        return super().draw(template, {**known, **context}, status=status, part=part)

    def show_mapping(self, place: Place, chosen: dict[int, str] | None = None) -> HttpResponse:
        """The columns that were found, each with the field it is taken for."""
        look = services.look(run=self.run, resource=self.resource, sheet=place.sheet, head_row=place.head_row)
        choices = screen.mapping(self.resource, look, chosen)
        context = {
            "look": look,
            "row_count": f"{look.row_count:,}",
            "choices": choices,
            "columns": screen.columns(self.resource),
            "missing": screen.missing(self.resource, choices),
        }
        return self.draw("mapping", context)


class RunPage(OneRunPage):
    """Where one import stands: its columns to confirm, its progress, its preview, or what came of it."""

    def get(self, request: HttpRequest, run: int) -> HttpResponse:
        asks_for_part = request.htmx  # type: ignore[attr-defined]  # by HtmxMiddleware
        if screen.is_moving(self.run):
            job = shown(self.run.job, self.user) if self.run.job else None
            return self.draw("moving", {"item": job}, part="progress" if asks_for_part else "")
        if asks_for_part:
            return HttpResponseClientRefresh()  # it has come to an end: the page is another one now
        if not self.is_own or self.run.state not in CONFIRMED_IN:
            return self._result()
        try:
            if self.run.state == ImportState.UPLOADED or "columns" in request.GET:
                return self._mapping()
            return self._preview()
        except (FileRefused, ValidationError) as refused:
            return self.draw("refused", {"reason": screen.words(refused)})
        except (FileNotFoundError, SealBroken):  # taken away or touched on disk, while its row still names it
            return self.draw("refused", {"reason": services.GONE})

    def _mapping(self) -> HttpResponse:
        """The columns as they are taken now; elsewhere in the file when another sheet or head row was asked for."""
        asked, run = Place.asked(self.request.GET), self.run
        if run.state == ImportState.PREVIEWED and asked == Place():
            return self.show_mapping(Place(run.sheet, run.head_row), run.columns())
        return self.show_mapping(asked)

    def _preview(self) -> HttpResponse:
        only = screen.outcome(self.run, self.request.GET.get("only", ""))
        after = screen.number(self.request.GET.get("after", "")) or 0
        rows = services.preview(run=self.run, resource=self.resource, only=only, after=after, size=ROWS + 1)
        context = {
            "tabs": screen.tabs(self.run, self.run_url, only),
            "only": only,
            "rows": rows[:ROWS],
            "writable": self.run.created + self.run.updated,
            "is_large": screen.is_large(self.run),
            "is_rejected": only == Outcome.REJECTED,
            **screen.pager(self.run, self.run_url, only, rows, ROWS, after),
        }
        return self.draw("preview", context)

    def _result(self) -> HttpResponse:
        may_undo = screen.may_undo(self.run)
        obstacles = undoing.obstacles(self.run, self.resource) if may_undo else []
        job = self.run.job if self.run.state == ImportState.APPLIED else None
        trouble = shown(job, self.user).trouble if job else ""
        return self.draw("result", {"may_undo": may_undo, "obstacles": obstacles, "trouble": trouble})


class ActPage(OneRunPage):
    """A change of state: posted, answered once, refused in words on the page of the import."""

    http_method_names = ["post"]
    only_own: ClassVar[bool] = True

    def post(self, request: HttpRequest, run: int) -> HttpResponse:
        if self.only_own:
            self.demand_own()
        try:
            return redirect(submitting.once(request, self.answer))
        except (ValidationError, FileRefused) as refused:
            return self.refuse(refused)

    def refuse(self, refused: ValidationError | FileRefused) -> HttpResponse:
        """Say why nothing was done, where the import stands."""
        messages.error(self.request, screen.words(refused))
        return redirect(self.run_url)

    def answer(self) -> str:
        """Act; gives the page to go to. Raises ValidationError, PermissionDenied."""
        raise NotImplementedError


class ConfirmPage(ActPage):
    """What each column is, is confirmed; the check of all rows begins."""

    def refuse(self, refused: ValidationError | FileRefused) -> HttpResponse:
        response = super().refuse(refused)
        is_asked_again = isinstance(refused, ValidationError) and self.run.state in CONFIRMED_IN
        if not is_asked_again:
            return response
        try:  # what was chosen stays chosen
            return self.show_mapping(Place.asked(self.request.POST), screen.chosen(self.request.POST))
        except (ValidationError, FileRefused):
            return response

    def answer(self) -> str:
        mapping = screen.chosen(self.request.POST)
        place = Place.asked(self.request.POST)
        run = services.confirm(
            actor=self.user,
            run=self.run,
            resource=self.resource,
            sheet=place.sheet,
            head_row=place.head_row,
            mapping=mapping,
        )
        return self.begin(run, "check")


class ApplyPage(ActPage):
    """The preview is confirmed: all rows, or on an explicit choice only the good ones (promises.md B8)."""

    def answer(self) -> str:
        only_good = self.request.POST.get("only_good") == "1"
        run = services.allow(actor=self.user, run=self.run, only_good=only_good)
        if self.request.POST.get("digest") != run.digest:  # asked of the locked row; what raises takes it all back
            raise ValidationError("预览已更新，没有写入任何数据。请按现在的预览重新核对。")
        return self.begin(run, "apply")


class UndoPage(ActPage):
    """What an import wrote is put back, while nothing has touched it since; by anybody of the branch with the right."""

    only_own = False

    def answer(self) -> str:
        if not screen.may_undo(self.run):
            raise ValidationError("这次导入已不能撤销。")
        if obstacles := undoing.obstacles(self.run, self.resource):
            raise ValidationError(["没有撤销，数据没有改动。", *obstacles])
        return self.begin(self.run, "undo")


class DiscardPage(ActPage):
    """The import is given up; its file is gone."""

    def answer(self) -> str:
        services.discard(actor=self.user, run=self.run)
        messages.success(self.request, "已放弃这次导入，没有写入任何数据，上传的文件已删除。")
        return self.register.url("imports")
