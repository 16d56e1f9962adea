"""The log: one JSON object a line. It holds no address, name, mail address or text of a case."""

import logging
from collections.abc import Mapping
from typing import Any

from pythonjsonlogger.json import JsonFormatter

_DROPPED = frozenset({"request", "status_code", "server_time", "taskName"})
"""What Django hangs on a record that would print a request, with its query and its user."""


class JsonLines(JsonFormatter):
    """Writes time, level, logger, message and the named values that belong to it."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
        )

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: logging.LogRecord,
        message_dict: Mapping[str, Any],
    ) -> None:
        """Add the values of a record, without those that could name someone."""
        super().add_fields(log_data, record, dict(message_dict))
        for name in _DROPPED:
            log_data.pop(name, None)
