"""Repeating a request does its work once: the header `Idempotency-Key`.

What a request did and what was answered are kept in one transaction. A second request with the
key waits for the first, and is given the same answer; one that asks for something else is refused.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from enduse.desk.accounts.tokens import digest_of
from enduse.desk.api.models import KeptAnswer
from enduse.desk.api.problems import problem
from enduse.desk.api.sealing import seal, unseal

HEADER = "Idempotency-Key"
KEPT = timedelta(days=2)
LONGEST_KEY = 200

Run = Callable[..., HttpResponseBase]


def once(run: Run) -> Run:
    """Let an operation that writes answer a repeated request as it did the first time."""

    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER, "")
        if not key:
            return run(request, *args, **kwargs)
        if len(key) > LONGEST_KEY or not key.isprintable():
            says = f"{HEADER}: at most {LONGEST_KEY} printable characters"
            return problem(400, "This cannot be used", says, [(HEADER, says)])
        token = digest_of(request.headers.get("Authorization", ""))
        asked = hash_of(request)
        return _kept(token, key, asked) or _first(token, key, asked, run, request, args, kwargs)

    return guarded


def hash_of(request: HttpRequest) -> str:
    """What tells one request from another: method, address, and everything it brings."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if not (request.content_type or "").startswith("multipart/"):
        digest.update(request.body)
        return digest.hexdigest()
    for name in sorted(request.POST):
        digest.update(repr((name, request.POST.getlist(name))).encode())
    for name, file in sorted(request.FILES.items()):
        digest.update(repr((name, getattr(file, "name", ""))).encode())
        for chunk in file.chunks():  # type: ignore[union-attr]  # one file a name
            digest.update(chunk)
        file.seek(0)  # type: ignore[union-attr]  # the same
    return digest.hexdigest()


def _first(
    token: str,
    key: str,
    asked: str,
    run: Run,
    request: HttpRequest,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponseBase:
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(token=token, key=key, asked=asked)
            answer = run(request, *args, **kwargs)
            if answer.status_code >= 400 or not isinstance(answer, HttpResponse):
                transaction.set_rollback(True)
            else:
                row.status, row.body = answer.status_code, seal(answer.content)
                row.media_type = answer.headers.get("Content-Type", "")
                row.save()
    except IntegrityError:  # the same key came a moment earlier, and is answered by now
        if (kept := _kept(token, key, asked)) is None:
            raise
        return kept
    return answer


def _kept(token: str, key: str, asked: str) -> HttpResponse | None:
    """The answer that was given before; None if the key is new."""
    row = KeptAnswer.objects.filter(token=token, key=key).first()
    if row is None:
        return None
    if row.asked != asked:
        says = f"{HEADER}: this key was used for another request"
        return problem(409, "This changed meanwhile", says, [(HEADER, says)])
    answer = HttpResponse(unseal(bytes(row.body)), status=row.status, content_type=row.media_type)
    answer.headers["Idempotent-Replay"] = "true"
    return answer


def forget_old_answers() -> int:
    """Delete the answers whose time is over; how many."""
    gone, _ = KeptAnswer.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    return gone
