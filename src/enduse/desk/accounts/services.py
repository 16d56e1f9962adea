"""What an administrator does about people, and what people do to join."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from enduse.desk.accounts.authority import require
from enduse.desk.accounts.models import Invitation, RoleGrant, User
from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.tokens import digest_of, new_secret
from enduse.desk.record.models import Via
from enduse.desk.record.services import record_event
from enduse.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)

INVITED_DAYS = 7
FIRST_HOURS = 24
MACHINE = "system:machine"
"""As the actor: whoever has the machine the desk runs on."""


def add_person(
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    password: str | None = None,
    actor: User | str,
    via: str = Via.COMMAND,
) -> User:
    """Make an account whose address counts as verified.

    Raises:
        ConflictError: the address has an account.
        InvalidInputError: the address or the password will not do.
    """
    address = _checked_address(email)
    if password is not None:
        _check_password(password, User(email=address, name=name))
    with transaction.atomic():
        user = _new_user(address, name, password)
        wanted = _give(user, roles, by=actor)
        body = {"email": address, "name": name, "roles": wanted}
        record_event("user:joined", actor=actor, thing=user, body=body, via=via)
    return user


def invite(*, actor: User, email: str, roles: Iterable[Role]) -> str:
    """Make a link for someone new.

    Returns:
        The secret of the link; it is shown once.
    """
    require(actor, "user:manage")
    address = _checked_address(email)
    if User.objects.filter(email=address).exists():
        raise ConflictError("email: this address has an account", email=address)
    names = sorted(Role(role) for role in roles)
    with transaction.atomic():
        made, secret = _open_link(INVITED_DAYS * 24, email=address, roles=names, made_by=actor)
        body = {"email": address, "roles": names}
        record_event("user:invited", actor=actor, thing=made, body=body)
    return secret


def invite_administrator() -> str:
    """Make a link for an administrator, for whoever runs the machine; older ones end.

    Returns:
        The secret of the link; it is shown once.
    """
    with transaction.atomic():
        Invitation.objects.filter(made_by=None, user=None, used_at=None).delete()
        made, secret = _open_link(FIRST_HOURS, roles=[Role.ADMINISTRATOR])
        body = {"roles": [Role.ADMINISTRATOR]}
        record_event("user:invited", actor=MACHINE, thing=made, body=body, via=Via.COMMAND)
    return secret


def has_administrator() -> bool:
    """Whether someone can run the desk."""
    return _administrators().exists()


def open_invitation(secret: str) -> Invitation:
    """The invitation of a link.

    Raises:
        NotFoundError: there is none, or it was used, or it is too old.
    """
    found = Invitation.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if found is None or not found.is_open():
        raise NotFoundError("this link was used or has expired; ask for a new one")
    return found


def accept_invitation(secret: str, *, email: str, name: str, password: str) -> User:
    """Use a link: join, or begin again with a new password and no second factor.

    Args:
        secret: from the link.
        email: used only by the first administrator; everyone else was invited by address.
        name: how others see this person; not used to begin again.
        password: the new one.
    """
    with transaction.atomic():
        invitation = _taken(secret)
        if invitation.user is not None:
            return _begin_again(invitation.user, password)
        return add_person(
            email=invitation.email or email,
            name=name,
            roles=[Role(role) for role in invitation.roles],
            password=password,
            actor=invitation.made_by or MACHINE,
            via=Via.WEB,
        )


def change_roles(user: User, roles: Iterable[Role], *, actor: User, reason: str) -> None:
    """Give someone exactly these roles. Nobody changes their own.

    Raises:
        ConflictError: nobody would be left to run the desk.
        NotAllowedError: the actor is no administrator, or it is their own account.
    """
    _check_manager(actor, user)
    wanted = frozenset(Role(role) for role in roles)
    with transaction.atomic():
        before = sorted(user.roles)
        _remove(user, keep=wanted)
        _give(user, wanted, by=actor)
        _check_still_run()
        body = {"before": before, "after": sorted(wanted)}
        record_event("user:roles_changed", actor=actor, thing=user, reason=reason, body=body)


def close_account(user: User, *, actor: User, reason: str) -> None:
    """Let someone in no more; what they did stays theirs."""
    _check_manager(actor, user)
    with transaction.atomic():
        _set_active(user, active=False)
        _check_still_run()
        record_event("user:closed", actor=actor, thing=user, reason=reason)


def reopen_account(user: User, *, actor: User, reason: str) -> None:
    """Let someone in again."""
    _check_manager(actor, user)
    with transaction.atomic():
        _set_active(user, active=True)
        record_event("user:reopened", actor=actor, thing=user, reason=reason)


def reset_access(user: User, *, actor: User, reason: str) -> str:
    """Make a link with which someone who lost password or second factor begins again.

    Until it is used, they cannot log in.
    """
    _check_manager(actor, user)
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])  # ends every session: its hash is over the password
        _, secret = _open_link(FIRST_HOURS, user=user, made_by=actor)
        record_event("user:access_reset", actor=actor, thing=user, reason=reason)
    return secret


def _new_user(address: str, name: str, password: str | None) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, password, name=name.strip())
    except IntegrityError:
        raise ConflictError("email: this address has an account", email=address) from None
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def _open_link(hours: int, **fields: object) -> tuple[Invitation, str]:
    secret = new_secret()
    expires_at = timezone.now() + timedelta(hours=hours)
    made = Invitation.objects.create(digest=digest_of(secret), expires_at=expires_at, **fields)
    return made, secret


def _taken(secret: str) -> Invitation:
    """The invitation of a link, used up: of two who click at once, one gets it."""
    invitation = open_invitation(secret)
    taken = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=timezone.now())
    if not taken:
        raise NotFoundError("this link was used; ask for a new one")
    return invitation


def _begin_again(user: User, password: str) -> User:
    _check_password(password, user)
    Authenticator.objects.filter(user=user).delete()
    user.set_password(password)
    user.save(update_fields=["password"])
    record_event("user:began_again", actor=user, thing=user)
    return user


def _give(user: User, roles: Iterable[Role], *, by: User | str) -> list[str]:
    """Grant the roles that are not granted yet; all that were asked for."""
    wanted = sorted(Role(role) for role in roles)
    granter = by if isinstance(by, User) else None
    grants = [RoleGrant(user=user, role=r, granted_by=granter) for r in wanted]
    RoleGrant.objects.bulk_create(grants, ignore_conflicts=True)
    user.__dict__.pop("roles", None)
    return [str(role) for role in wanted]


def _remove(user: User, *, keep: frozenset[Role]) -> None:
    user.grants.exclude(role__in=keep).delete()


def _set_active(user: User, *, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])


def _check_manager(actor: User, user: User) -> None:
    require(actor, "user:manage")
    if actor.pk == user.pk:
        raise NotAllowedError("nobody changes their own account's rights; ask another one")


def _check_still_run() -> None:
    if not has_administrator():
        raise ConflictError("someone must be left who can run the desk: an active administrator")


def _administrators() -> QuerySet[User]:
    return User.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR)


def _checked_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidInputError("email: write an address like ana@example.org") from None
    return address


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInputError(f"password: {' '.join(error.messages)}") from None
