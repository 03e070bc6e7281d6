"""Contacts as tests write them down."""

from datetime import timedelta

from convergent import clock
from convergent.support.actions.contacts import Told, keep_contact


def told(**more):
    return Told(**{"day": clock.today(), "minutes": 45, "kinds": ("joint",), **more})


def kept(world, place="ash", *, by="supervisor", planned=None, **more):
    return keep_contact(world.places[place], told(**more), planned=planned, by=world.viewer(by))


def ago(days):
    return clock.today() - timedelta(days=days)


def ahead(days):
    return clock.today() + timedelta(days=days)
