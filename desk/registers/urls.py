"""The addresses of a register's pages."""

from typing import TYPE_CHECKING

from django.urls import URLPattern, path

from desk.registers.views import (
    bulk,
    detail,
    edit,
    export,
    find,
    history,
    imports,
    imports_files,
    listing,
    paper,
    saved,
)

if TYPE_CHECKING:
    from desk.registers.register import Register


def patterns(register: "type[Register]") -> list[URLPattern]:
    """Every page of `register`; those of one record carry its key."""
    of = {"register": register}
    return [
        *(_imports(of) if register.resource else ()),
        path("", listing.ListPage.as_view(**of), name="list"),
        path("new/", edit.CreatePage.as_view(**of), name="create"),
        path("columns/", saved.ColumnsPage.as_view(**of), name="columns"),
        path("views/", saved.SaveViewPage.as_view(**of), name="views"),
        path("views/<int:view>/", saved.ViewPage.as_view(**of), name="view"),
        path("find/", find.FindPage.as_view(**of), name="find"),
        path("bulk/", bulk.BulkPage.as_view(**of), name="bulk"),
        path("export/", export.ExportPage.as_view(**of), name="export"),
        path("print/", paper.PrintListPage.as_view(**of), name="print_list"),
        path("<str:pk>/", detail.DetailPage.as_view(**of), name="detail"),
        path("<str:pk>/edit/", edit.EditPage.as_view(**of), name="edit"),
        path("<str:pk>/history/", history.HistoryPage.as_view(**of), name="history"),
        path("<str:pk>/print/", paper.PrintPage.as_view(**of), name="print"),
        path("<str:pk>/paper/", paper.PaperPage.as_view(**of), name="paper"),
        path("<str:pk>/panel/<slug:slug>/", detail.PanelPage.as_view(**of), name="panel"),
        path("<str:pk>/do/<slug:slug>/", edit.ActionPage.as_view(**of), name="action"),
    ]


def _imports(of: "dict[str, type[Register]]") -> list[URLPattern]:
    """The pages of a register that takes workbooks in."""
    return [
        path("import/", imports.ImportsPage.as_view(**of), name="imports"),
        path("import/template/", imports_files.TemplatePage.as_view(**of), name="import_template"),
        path("import/<int:run>/", imports.RunPage.as_view(**of), name="import"),
        path("import/<int:run>/confirm/", imports.ConfirmPage.as_view(**of), name="import_confirm"),
        path("import/<int:run>/apply/", imports.ApplyPage.as_view(**of), name="import_apply"),
        path("import/<int:run>/undo/", imports.UndoPage.as_view(**of), name="import_undo"),
        path("import/<int:run>/discard/", imports.DiscardPage.as_view(**of), name="import_discard"),
        path("import/<int:run>/annotated/", imports_files.AnnotatedPage.as_view(**of), name="import_annotated"),
    ]
