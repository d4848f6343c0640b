"""How an uploaded file arrives: in memory, for Django's other way is a readable file (promises.md B13)."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

from desk.sheets.reader.limits import MIB, configured


class InMemory(MemoryFileUploadHandler):
    """Drops the files of a request that is too large; its form finds none and says so.

    Staff send sheets. Whoever is not signed in sends photos, and shall not fill the server's memory with more:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803  # Django's name
        """Decides by the length of the request whether its files are kept."""
        super().handle_raw_input(input_data, META, content_length, *args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is not None and user.is_authenticated:
            self.activated = content_length <= configured().size + MIB  # what stands around the file
