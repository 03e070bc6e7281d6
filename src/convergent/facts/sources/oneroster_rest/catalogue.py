"""The collections of OneRoster 1.2 that are fetched, and the CSV files that their rows become."""

from dataclasses import dataclass

VERSION = "v1p2"


@dataclass(frozen=True, kw_only=True)
class Collection:
    """One collection of a service; its rows become `<name>.csv` and, where they nest, `nested`."""

    name: str
    service: str
    nested: tuple[str, ...] = ()
    needed: bool = False

    @property
    def path(self) -> str:
        """Its address below the address of the source."""
        return f"/{self.service}/{VERSION}/{self.name}"

    @property
    def files(self) -> tuple[str, ...]:
        return (self.name, *self.nested)


def _rostering(name: str, *, nested: tuple[str, ...] = (), needed: bool = False) -> Collection:
    return Collection(name=name, service="rostering", nested=nested, needed=needed)


def _gradebook(name: str, *, nested: tuple[str, ...] = ()) -> Collection:
    return Collection(name=name, service="gradebook", nested=nested)


USUAL = (
    _rostering("orgs", needed=True),
    _rostering("academicSessions"),
    _rostering("courses"),
    _rostering("classes"),
    _rostering("users", nested=("roles",), needed=True),
    _rostering("enrollments"),
    _rostering("demographics"),
    _gradebook("categories"),
    _gradebook("scoreScales"),
    _gradebook("lineItems", nested=("lineItemScoreScales", "lineItemLearningObjectiveIds")),
    _gradebook("results", nested=("resultScoreScales", "resultLearningObjectiveIds")),
)
RESOURCES = Collection(name="resources", service="resources")
COLLECTIONS = {collection.name: collection for collection in (*USUAL, RESOURCES)}

_SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/"
SCOPES = tuple(
    f"{_SCOPE}{name}.readonly"
    for name in (
        "roster-core",
        "roster",
        "roster-demographics",
        "gradebook-core",
        "gradebook",
    )
)
RESOURCE_SCOPES = (f"{_SCOPE}resource-core.readonly", f"{_SCOPE}resource.readonly")


def _headings(own: str) -> tuple[str, ...]:
    return ("sourcedId", "status", "dateLastModified", *own.split())


HEADINGS = {
    "academicSessions": _headings("title type startDate endDate parentSourcedId schoolYear"),
    "categories": _headings("title weight"),
    "classes": _headings(
        "title grades courseSourcedId classCode classType location schoolSourcedId"
        " termSourcedIds subjects subjectCodes periods"
    ),
    "courses": _headings(
        "schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes"
    ),
    "demographics": _headings(
        "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican"
        " nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces"
        " hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation cityOfBirth"
        " publicSchoolResidenceStatus"
    ),
    "enrollments": _headings(
        "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate"
    ),
    "lineItemLearningObjectiveIds": _headings("lineItemSourcedId source learningObjectiveId"),
    "lineItemScoreScales": _headings("title lineItemSourcedId scoreScaleSourcedId"),
    "lineItems": _headings(
        "title description assignDate dueDate classSourcedId categorySourcedId"
        " academicSessionSourcedId resultValueMin resultValueMax schoolSourcedId"
    ),
    "orgs": _headings("name type identifier parentSourcedId"),
    "resources": _headings("vendorResourceId title roles importance vendorId applicationId"),
    "resultLearningObjectiveIds": _headings(
        "resultSourcedId source learningObjectiveId score textScore"
    ),
    "resultScoreScales": _headings("title resultSourcedId scoreScaleSourcedId"),
    "results": _headings(
        "lineItemSourcedId studentSourcedId scoreStatus score scoreDate comment textScore"
        " classSourcedId inProgress incomplete late missing"
    ),
    "roles": _headings(
        "userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId"
    ),
    "scoreScales": _headings(
        "title type orgSourcedId courseSourcedId classSourcedId scoreScaleValue"
    ),
    "users": _headings(
        "enabledUser username userIds givenName familyName middleName identifier email sms phone"
        " agentSourcedIds grades password userMasterIdentifier preferredGivenName"
        " preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns"
    ),
}
"""The headings of each file, in the order of the CSV binding."""

IN_MANIFEST = (
    "academicSessions",
    "categories",
    "classes",
    "classResources",
    "courses",
    "courseResources",
    "demographics",
    "enrollments",
    "lineItemLearningObjectiveIds",
    "lineItems",
    "lineItemScoreScales",
    "orgs",
    "resources",
    "resultLearningObjectiveIds",
    "results",
    "resultScoreScales",
    "roles",
    "scoreScales",
    "userProfiles",
    "userResources",
    "users",
)
"""Every file that a manifest speaks of, in the order of the CSV binding."""
