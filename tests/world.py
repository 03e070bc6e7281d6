"""A small world: Northfield and Southport, two schools each, and somebody in every relation.

Northfield (district)            Southport (district)
  Hill Network                     Bay Network
    Ash School, Birch School         Cove School, Dune School
      Ash: 6th-grade team
  Facilities (unit)
"""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from convergent import clock
from convergent.people.models import (
    Account,
    DistrictSettings,
    Person,
    Place,
    Role,
    RoleTerm,
)
from convergent.people.names import folded
from convergent.people.viewer import viewer_of

PASSWORD = "correct-horse-battery-9"


def make_place(kind, name, parent=None, **more):
    place = Place(kind=kind, name=name, name_key=folded(name), parent=parent, **more)
    place.district = parent and (parent.district or parent)
    place.path = f"{parent.path if parent else ''}{place.pk.hex}/"
    place.save()
    if kind == "district":
        DistrictSettings.objects.create(district=place, time_zone="America/New_York")
    return place


def make_person(district, name):
    given, _, family = name.partition(" ")
    return Person.objects.create(
        district=district,
        given_name=given,
        family_name=family,
        given_key=folded(given),
        family_key=folded(family),
        email=f"{folded(name)}@{folded(district.name)}.example",
    )


def hold(person, kind, place, *, starts_on=None, ends_on=None, acting=False, share=1, title=""):
    role, _ = Role.objects.get_or_create(place=place, kind=kind, title=title)
    return RoleTerm.objects.create(
        person=person,
        role=role,
        starts_on=starts_on or date(2020, 8, 1),
        ends_on=ends_on,
        acting=acting,
        share=Decimal(share),
    )


@dataclass
class World:
    places: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def __getattr__(self, name):
        found = self.__dict__["places"].get(name) or self.__dict__["people"].get(name)
        if found is None:
            raise AttributeError(name)
        return found

    def viewer(self, name):
        return viewer_of(self.people[name], clock.today())

    def account(self, name):
        return Account.objects.get(person=self.people[name])

    def role(self, kind, place):
        return Role.objects.get(kind=kind, place=self.places[place])

    def term(self, name):
        return self.people[name].terms.order_by("starts_on").last()


STAFF = (
    # name, kind of role, place
    ("superintendent", "Sofia Marin", "superintendent", "northfield"),
    ("steward", "Stefan Keller", "systemAdministrator", "northfield"),
    ("supervisor", "Uma Patel", "principalSupervisor", "hill"),
    ("principal", "Paul Adeyemi", "principal", "ash"),
    ("other_principal", "Petra Novak", "principal", "birch"),
    ("assistant", "Aisha Rahman", "assistantPrincipal", "ash"),
    ("coach", "Carla Duarte", "coach", "ash"),
    ("teacher", "Tom Ngata", "teacher", "ash"),
    ("colleague", "Tara Lindholm", "teacher", "ash"),
    ("unit_head", "Ugo Bianchi", "unitHead", "facilities"),
    ("case_owner", "Chen Wei", "caseOwner", "facilities"),
    ("researcher", "Rhea Stone", "researcher", "facilities"),
    ("stranger", "Samuel Osei", "principal", "cove"),
    ("foreign_steward", "Selma Iversen", "systemAdministrator", "southport"),
)


def build_world():
    world = World()
    add = world.places
    add["northfield"] = make_place("district", "Northfield", sourced_id="n")
    add["hill"] = make_place("network", "Hill Network", add["northfield"])
    add["ash"] = make_place("school", "Ash School", add["hill"], sourced_id="ash", level="middle")
    add["birch"] = make_place("school", "Birch School", add["hill"], sourced_id="birch")
    add["team"] = make_place("team", "6th-grade team", add["ash"])
    add["facilities"] = make_place("unit", "Facilities", add["northfield"])
    add["southport"] = make_place("district", "Southport", sourced_id="s")
    add["bay"] = make_place("network", "Bay Network", add["southport"])
    add["cove"] = make_place("school", "Cove School", add["bay"], sourced_id="cove")
    add["dune"] = make_place("school", "Dune School", add["bay"], sourced_id="dune")
    for key, name, kind, place in STAFF:
        where = world.places[place]
        person = make_person(where.district or where, name)
        Account.objects.create_account(person, password=PASSWORD)
        hold(person, kind, where)
        world.people[key] = person
    left = make_person(add["northfield"], "Lena Former")
    Account.objects.create_account(left, password=PASSWORD)
    hold(left, "teacher", add["ash"], ends_on=clock.today() - timedelta(days=30))
    world.people["left"] = left
    return world


@pytest.fixture
def world(db):
    return build_world()


def enter(client, account):
    """Signs in by password just now and, where the account has a second step, by that too."""
    client.force_login(account)
    given = ["password"]
    if Authenticator.objects.filter(user=account).exists():
        given.append("mfa")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in given
    ]
    session["account_authentication_methods_user"] = user_id_to_str(account)
    session.save()
    return client


@pytest.fixture
def signed_in(client, world):
    """A function that signs somebody of the world in and returns the client."""

    def sign_in(name):
        return enter(client, world.account(name))

    return sign_in


@pytest.fixture
def enters(world, signed_in):
    """The same for somebody who has a second step, made where it is not there yet."""

    def enter_with_both(name):
        account = world.account(name)
        if not Authenticator.objects.filter(user=account).exists():
            TOTP.activate(account, generate_totp_secret())
        return signed_in(name)

    return enter_with_both
