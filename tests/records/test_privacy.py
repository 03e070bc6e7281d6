"""Every field of ours has exactly one privacy class; the models of libraries are in a table."""

import pytest
from django.apps import apps

from convergent.records.privacy import Privacy, privacy

pytestmark = pytest.mark.without_records

# Reviewed by hand: what the models of libraries hold, and why that may be there.
LIBRARY_MODELS = {
    "auth.Group": "not used; comes with django.contrib.auth",
    "auth.Permission": "technical: names of Django's own permissions",
    "contenttypes.ContentType": "technical: names of models",
    "sessions.Session": "secret: who is signed in",
    "account.EmailAddress": "staff: the address of an account",
    "account.EmailConfirmation": "secret: not used, addresses come from the district",
    "mfa.Authenticator": "secret: second factors, encrypted by our adapter",
    "socialaccount.SocialAccount": "personal: the identity that a sign-in service gave",
    "socialaccount.SocialApp": "technical: not used, services are configured in a file",
    "socialaccount.SocialToken": "secret: not kept",
    "usersessions.UserSession": "personal: where an account is signed in",
}


def is_ours(model):
    return model.__module__.startswith("convergent.")


def ours():
    return [model for model in apps.get_models(include_auto_created=True) if is_ours(model)]


def names_of(model):
    """Its own columns and its many-to-many relations."""
    options = model._meta
    return {field.name for field in (*options.local_fields, *options.local_many_to_many)}


@pytest.mark.asvs("14.1.1")
@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_every_field_of_ours_has_one_class(model):
    inherited = {name for parent in model._meta.parents for name in names_of(parent)}
    assert set(model.privacy) - inherited == names_of(model)
    assert {type(level) for level in model.privacy.values()} == {Privacy}


@pytest.mark.asvs("14.1.1")
def test_every_model_of_a_library_is_reviewed():
    found = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not is_ours(model) and not model._meta.auto_created
    }
    assert found == set(LIBRARY_MODELS)


def test_a_field_named_twice_counts_once_and_an_unknown_class_is_refused():
    with pytest.raises(ValueError, match="'whatever' is not a valid Privacy"):
        privacy(whatever="name")


def test_field_in_two_classes_is_refused():
    with pytest.raises(ValueError, match="name has two privacy classes"):
        privacy(staff="name", secret="name")
