"""Zip files without a clock: the same content gives the same bytes."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can name


def deterministic_zip(parts: Iterable[tuple[str, bytes]], *, compress: bool) -> bytes:
    """Pack named parts in the order given.

    Args:
        parts: name and content.
        compress: a library's version decides how deflated bytes look, so that what must be the
            same on every machine is stored as it is.
    """
    out = BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts:
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type = method
            info.create_system = 3
            info.external_attr = 0o644 << 16
            package.writestr(info, content)
    return out.getvalue()
