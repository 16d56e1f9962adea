"""What allauth does for someone, put on record: entering, passwords, second factors."""

from typing import Any

from allauth.account.signals import (
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
)
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.db import transaction
from django.dispatch import Signal

from enduse.desk.accounts.models import User
from enduse.desk.record.services import record_event

VERBS: tuple[tuple[Signal, str], ...] = (
    (user_logged_in, "account:entered"),
    (password_changed, "account:password_changed"),
    (password_set, "account:password_changed"),
    (password_reset, "account:password_changed"),
    (authenticator_added, "account:factor_added"),
    (authenticator_removed, "account:factor_removed"),
    (authenticator_reset, "account:factor_added"),
)
"""What allauth says, and what the record calls it."""


def listen() -> None:
    """Put every one of them on record from now on."""
    for signal, verb in VERBS:
        signal.connect(_recorder(verb), weak=False, dispatch_uid=f"record {verb} {id(signal)}")


def _recorder(verb: str) -> Any:
    def put_on_record(user: User, **said: Any) -> None:
        factor = said.get("authenticator")
        body = {"factor": str(factor.type)} if factor is not None else None
        with transaction.atomic():
            record_event(verb, actor=user, thing=user, body=body)

    return put_on_record
