"""Stops an upload that grows past the limit while it comes in."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class CappedUpload(FileUploadHandler):
    """Counts what comes in, for all files of one request; keeps nothing itself."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count a chunk; over the limit, drop the rest and say so on the request."""
        del start
        self._seen += len(raw_data)
        if self._seen > settings.MAX_UPLOAD_BYTES:
            self.request.upload_too_large = True  # type: ignore[union-attr]  # read below
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        del file_size


def was_too_large(request: HttpRequest) -> bool:
    """Whether the upload of this request was cut off; reading the form comes first."""
    _ = request.FILES
    return getattr(request, "upload_too_large", False)
