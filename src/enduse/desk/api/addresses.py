"""Which addresses a webhook may have: none that leads back into the firm's own network."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from enduse.domain.errors import InvalidInputError

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it is called: the name it goes by, and the number that was looked up."""

    url: str
    host: str
    ip: str

    @property
    def pinned(self) -> str:
        """The address with the number in place of the name: looked up once, called as checked."""
        parts = urlsplit(self.url)
        number = f"[{self.ip}]" if ":" in self.ip else self.ip
        port = f":{parts.port}" if parts.port else ""
        return parts._replace(netloc=f"{number}{port}").geturl()

    @property
    def netloc(self) -> str:
        """What the header Host says."""
        return urlsplit(self.url).netloc


def target_of(url: str) -> Target:
    """The address to call, looked up and checked.

    Raises:
        InvalidInputError: it is no https address, has a name and password in it, is not found, or
            leads to a private, loopback or link-local address and this desk does not allow it.
    """
    host = _checked_host(url)
    numbers = _look_up(host, urlsplit(url).port or 443)
    if not settings.WEBHOOKS_MAY_BE_PRIVATE:
        for number in numbers:
            _refuse_private(number)
    return Target(url, host, numbers[0])


def _checked_host(url: str) -> str:
    schemes = ("https", "http") if settings.WEBHOOKS_MAY_BE_PRIVATE else ("https",)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidInputError("url: cannot be read as an address") from None
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise InvalidInputError(f"url: at most {_LONGEST} plain characters")
    if parts.scheme not in schemes or not host:
        raise InvalidInputError(f"url: begin with {' or '.join(schemes)}:// and a host")
    if parts.username is not None or parts.password is not None:
        raise InvalidInputError("url: leave name and password out; the signature tells who calls")
    return host


def _look_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise InvalidInputError("url: the host is not found", host=host) from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _refuse_private(number: str) -> None:
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    if not mapped.is_global or mapped.is_multicast:
        raise InvalidInputError("url: leads into a private network", address=number)
