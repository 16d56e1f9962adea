"""How often one address may try: counted in memory under a key that changes every day.

The address itself is never kept; after a day not even the desk could tell whose count it was.
"""

import hmac
import secrets
import threading
from datetime import date

from django.utils import timezone


class Limit:
    """At most `most` tries a day from one address."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._day: date | None = None
        self._key = b""
        self._counts: dict[bytes, int] = {}

    def allows(self, address: str) -> bool:
        """Count a try; whether it is still within the limit."""
        with self._lock:
            self._turn_over(timezone.localdate())
            name = hmac.digest(self._key, address.encode(), "sha256")[:16]
            self._counts[name] = self._counts.get(name, 0) + 1
            return self._counts[name] <= self._most

    def _turn_over(self, today: date) -> None:
        if self._day != today:
            self._day, self._key, self._counts = today, secrets.token_bytes(32), {}


FILINGS = Limit(200)
"""High enough for a house, a school or an onion service behind one address."""

RECEIPTS = Limit(500)
"""84 bits cannot be guessed at any rate; the limit spares the machine."""
