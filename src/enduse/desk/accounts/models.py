"""Users and their roles."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user without a role; without a password nobody can log in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this address, however it is written."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Someone who may enter the desk; known by an id that says nothing about them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    view_verb = "user:view"

    scopes: frozenset[str] | None = None
    """The verbs left to whoever came with an API token; None for someone who logged in."""

    objects = UserManager()

    class Meta:
        """One account an address, however it is written."""

        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name to show."""
        return str(self)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role this user has."""
        return frozenset(Role(grant.role) for grant in self.grants.all())


class RoleGrant(models.Model):
    """One role given to one user."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A role is had once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="accounts_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """A link that works once: for someone new, or for someone who has to begin again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    roles = models.JSONField(default=list)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="resets"
    )
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user or self.email or _("first administrator"))

    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.expires_at > timezone.now()


class ApiToken(models.Model):
    """A key for a program that acts for a user; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def is_open(self) -> bool:
        """Whether the token still works."""
        return self.revoked_at is None and self.expires_at > timezone.now()
