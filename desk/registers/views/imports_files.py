"""The files of an import: the workbook to fill in, and the person's own file back with what is wrong marked in it."""

import io

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from desk.jobs.services import start
from desk.registers import submitting, tasks
from desk.registers.importing import given_back
from desk.registers.views import imports_screen as screen
from desk.registers.views.imports import ImportPage, OneRunPage
from desk.sheets.choices import ImportState
from desk.sheets.reader import FileRefused
from desk.sheets.template import write_template
from desk.vault.choices import AccessKind
from desk.vault.services import record_access

BAD = "bad"


class TemplatePage(ImportPage):
    """The workbook to fill in."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        out = io.BytesIO()
        write_template(self.resource, out, slug=self.register.slug, title=self.register.title)
        return _workbook(f"{self.register.title}导入模板.xlsx", out.getvalue())


class AnnotatedPage(OneRunPage):
    """The file that was uploaded, bad cells marked; with `only=bad` the bad rows alone.

    A GET makes it at once, anew for every download and kept nowhere; that it was taken is written to the access log.
    Of a large file a POST has it made by a job, which keeps it sealed for an hour.
    """

    http_method_names = ["get", "post"]

    def admit(self) -> None:
        super().admit()
        self.demand_own()

    def get(self, request: HttpRequest, run: int) -> HttpResponseBase:
        try:
            self._check(is_large=False)
            only_bad = request.GET.get("only") == BAD
            name, content = given_back(self.register, self.run, only_bad=only_bad)
        except (ValidationError, FileRefused) as refused:
            return self._refuse(refused)
        rows = self.run.rejected if only_bad else self.run.rows
        record_access(user=self.user, kind=AccessKind.EXPORT, model=type(self.run), object_id=self.run.pk, rows=rows)
        return _workbook(name, content)

    def post(self, request: HttpRequest, run: int) -> HttpResponseBase:
        try:
            self._check(is_large=True)
            return redirect(submitting.once(request, self._begin))
        except ValidationError as refused:
            return self._refuse(refused)

    def _begin(self) -> str:
        """Start the job; gives its page."""
        args = {"import": self.run.pk, "only": BAD if self.request.POST.get("only") == BAD else "all"}
        return start(kind=tasks.import_kind(self.register, "annotate"), owner=self.user, args=args).get_absolute_url()

    def _check(self, *, is_large: bool) -> None:
        if self.run.state != ImportState.PREVIEWED:
            raise ValidationError("只有检查过、还没有写入的文件可以下载。上传的文件写入或放弃后即删除。")
        if screen.is_large(self.run) != is_large:
            raise ValidationError("请用本页上的按钮下载。")

    def _refuse(self, refused: ValidationError | FileRefused) -> HttpResponseBase:
        messages.warning(self.request, screen.words(refused))
        return redirect(self.run_url)


def _workbook(name: str, content: bytes) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
