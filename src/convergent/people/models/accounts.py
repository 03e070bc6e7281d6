"""Accounts sign in; people hold roles. Whatever an account was given ends in one step."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from convergent.people.models.people import Person
from convergent.records.privacy import privacy


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, person: Person, *, password: str | None = None) -> Account:
        account = self.model(person=person, email=person.email.strip().lower())
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """The sign-in of one person. `epoch` goes up when all that was handed out is to end."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    epoch = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=5, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    privacy = privacy(
        staff="email person",
        personal="is_active last_login language theme",
        secret="password",
        technical="id epoch",
    )

    def __str__(self) -> str:
        return self.email

    def get_session_auth_hash(self) -> str:
        """Django ends every session whose stored hash differs: a password or an epoch later."""
        return salted_hmac(
            "convergent.people.Account", f"{self.password}:{self.epoch}", algorithm="sha256"
        ).hexdigest()

    def get_session_auth_fallback_hash(self) -> list[str]:
        return []


class Credential(models.Model):
    """A token for a program, or the lease of a phone that works offline. Only its hash is kept."""

    class Kind(models.TextChoices):
        TOKEN = "token"
        LEASE = "lease"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    epoch = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy = privacy(
        personal="account kind label created_at expires_at ended_at",
        secret="digest",
        technical="id epoch",
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label


class Installation(models.Model):
    """One row: whether these Records are a demonstration. It is decided once, while empty."""

    is_demo = models.BooleanField()
    decided_at = models.DateTimeField()

    privacy = privacy(technical="id is_demo decided_at")

    class Meta:
        constraints = [
            models.CheckConstraint(name="installation_is_one_row", condition=models.Q(pk=1))
        ]

    def __str__(self) -> str:
        return "demonstration" if self.is_demo else "production"


class CastMember(models.Model):
    """Somebody whom a demonstration's sign-in page offers. Production Records have no rows."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="cast_member")
    position = models.PositiveSmallIntegerField(unique=True)
    line = models.CharField(max_length=200)

    privacy = privacy(public="person position line", technical="id")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.person)
