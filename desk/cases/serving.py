"""Giving out an attachment. Whether the person may have it is asked by the view, at every fetch."""

from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from desk.cases import files
from desk.cases.choices import FileKind
from desk.cases.models import CaseFile

TYPES = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN = (FileKind.JPEG, FileKind.PNG)  # made anew by us; anything else is saved and never opened in the portal


def served(row: CaseFile) -> StreamingHttpResponse:
    """The attachment as a browser gets it: of the type it was found to be, unable to run anything.

    Raises SealBroken and FileNotFoundError before anything is sent.
    """
    parts = files.content(row)
    first = next(parts, b"")
    kind = FileKind(row.kind)
    return StreamingHttpResponse(
        chain((first,), parts),
        content_type=TYPES[kind],
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=kind not in SHOWN, filename=row.name),
            "Content-Length": str(row.size),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
