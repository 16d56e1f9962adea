"""Files of the public pages stay in memory: nothing is written down before it is sealed."""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MOST_BYTES = 20 * 2**20
"""For all files of one form together."""


class InMemoryOnly(FileUploadHandler):
    """Takes files into memory up to a limit; past it the upload is cut off."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._seen = 0
        self._file = io.BytesIO()

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin one file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self._file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take in a chunk."""
        del start
        self._seen += len(raw_data)
        if self._seen > MOST_BYTES:
            self.request.upload_too_large = True  # type: ignore[union-attr]  # read by the view
            raise StopUpload(connection_reset=True)
        self._file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand over one file."""
        self._file.seek(0)
        return InMemoryUploadedFile(
            self._file, self.field_name, self.file_name or "", self.content_type, file_size, None
        )
