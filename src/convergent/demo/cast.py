"""The named cast of the demo, the same in log-ins, tests and documentation."""

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["district", "network", "school", "unit"]
LINCOLN = "Lincoln Middle School"


@dataclass(frozen=True, kw_only=True)
class CastMember:
    """Somebody to sign in as. `key` is the sourcedId in the exports."""

    key: str
    given: str
    family: str
    role: str
    title: str
    place_kind: PlaceKind
    this_week: str

    @property
    def email(self) -> str:
        return f"{self.given}.{self.family}@harborcity.example".lower()


CAST = (
    CastMember(
        key="rosa-medina",
        given="Rosa",
        family="Medina",
        role="principal",
        title="Principal",
        place_kind="school",
        this_week="Finds a lead for the 6th-grade team, and decides on an acting term that ends.",
    ),
    CastMember(
        key="ngozi-okafor",
        given="Ngozi",
        family="Okafor",
        role="ext:principalSupervisor",
        title="Principal supervisor",
        place_kind="network",
        this_week="Fills a principalship, and gets to know one who is new.",
    ),
    CastMember(
        key="daniel-reyes",
        given="Daniel",
        family="Reyes",
        role="teacher",
        title="Grade 6 reading teacher",
        place_kind="school",
        this_week="Teaches 6th-grade reading, on a team that nobody leads since June.",
    ),
    CastMember(
        key="elena-alvarez",
        given="Elena",
        family="Alvarez",
        role="ext:coach",
        title="Literacy coach",
        place_kind="school",
        this_week="Coaches at two schools, three days and two; one got a new principal this fall.",
    ),
    CastMember(
        key="jerome-baptiste",
        given="Jerome",
        family="Baptiste",
        role="ext:assistantPrincipal",
        title="Assistant principal",
        place_kind="school",
        this_week="Leads what the school has put in his hands, beside an acting colleague.",
    ),
    CastMember(
        key="helen-park",
        given="Helen",
        family="Park",
        role="ext:superintendent",
        title="Superintendent",
        place_kind="district",
        this_week="Sees where principals have left, and who is to head Facilities.",
    ),
    CastMember(
        key="samir-haddad",
        given="Samir",
        family="Haddad",
        role="ext:budgetAnalyst",
        title="Budget analyst",
        place_kind="unit",
        this_week="Checks the posts of schools whose leadership is not settled.",
    ),
    CastMember(
        key="walt-kowalski",
        given="Walt",
        family="Kowalski",
        role="ext:caseOwner",
        title="Case owner, buildings",
        place_kind="unit",
        this_week="Works in a unit whose head has left.",
    ),
    CastMember(
        key="priya-raman",
        given="Priya",
        family="Raman",
        role="ext:researcher",
        title="Researcher",
        place_kind="unit",
        this_week="Hands over her work before her term ends in three weeks.",
    ),
)
BY_KEY = {member.key: member for member in CAST}


@dataclass(frozen=True)
class Colleague:
    """Somebody else at Lincoln whom the tests and pictures know by name."""

    key: str
    given: str
    family: str


TEACHERS_AT_LINCOLN = (
    Colleague("amara-diallo", "Amara", "Diallo"),
    Colleague("jo-kim", "Jo", "Kim"),
    Colleague("tess-moran", "Tess", "Moran"),
)
FORMER_PRINCIPAL = Colleague("lorraine-whitfield", "Lorraine", "Whitfield")
ACTING_ASSISTANT = Colleague("theo-lindqvist", "Theo", "Lindqvist")
LAST_YEARS_TEAM_LEAD = Colleague("carol-benning", "Carol", "Benning")
