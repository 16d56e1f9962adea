"""What the public pages remember between two requests: in memory, for a quarter of an hour."""

import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field

from enduse.desk.grievances.receipts import Opened

IDLE_SECONDS = 900
_MOST = 10_000


@dataclass(slots=True)
class PublicSession:
    """One visit. It ends by leaving, by time, or with the process."""

    form_token: str
    receipt: str = field(default="", repr=False)  # until it was typed back
    proof: str = field(default="", repr=False)
    opened: Opened | None = field(default=None, repr=False)
    expires: float = 0.0

    def fits(self, token: str) -> bool:
        """Whether a form came from this visit."""
        return hmac.compare_digest(self.form_token, token)


class PublicSessions:
    """The visits of this process."""

    def __init__(self) -> None:
        self._held: dict[str, PublicSession] = {}
        self._lock = threading.Lock()

    def begin(self) -> tuple[str, PublicSession]:
        """A new visit and the value of its cookie."""
        name, session = secrets.token_urlsafe(32), PublicSession(secrets.token_urlsafe(32))
        with self._lock:
            self._drop_old()
            while len(self._held) >= _MOST:
                self._held.pop(next(iter(self._held)))
            session.expires = time.monotonic() + IDLE_SECONDS
            self._held[name] = session
        return name, session

    def get(self, name: str) -> PublicSession | None:
        """A visit, if it goes on; looking at it lets it go on longer."""
        with self._lock:
            self._drop_old()
            session = self._held.get(name)
            if session is not None:
                session.expires = time.monotonic() + IDLE_SECONDS
            return session

    def end(self, name: str) -> None:
        """Forget a visit."""
        with self._lock:
            self._held.pop(name, None)

    def _drop_old(self) -> None:
        now = time.monotonic()
        for name in [name for name, held in self._held.items() if held.expires < now]:
            del self._held[name]


VISITS = PublicSessions()
"""The visits of this process."""
