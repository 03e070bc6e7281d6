from convergent.people.models.accounts import Account, CastMember, Credential, Installation
from convergent.people.models.people import Handover, Person, Responsibility, Role, RoleTerm
from convergent.people.models.places import DistrictSettings, Place, PlaceKind, SchoolYear, Wording

__all__ = [
    "Account",
    "CastMember",
    "Credential",
    "DistrictSettings",
    "Handover",
    "Installation",
    "Person",
    "Place",
    "PlaceKind",
    "Responsibility",
    "Role",
    "RoleTerm",
    "SchoolYear",
    "Wording",
]
