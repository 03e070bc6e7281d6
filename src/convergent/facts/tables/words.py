"""Other words for OneRoster's own: of earlier versions, of higher education, of data-sync files.

Each pair holds a word in small letters and digits alone, and the value that it means. Roles that
give rights here (`ext:coach`, `ext:researcher` and so on) are never read out of another word.
"""

Words = tuple[tuple[str, str], ...]


def _meaning(value: str, words: str) -> Words:
    return tuple((word, value) for word in words.split())


ORG_TYPES: Words = (
    *_meaning("school", "college university campus adulteducation academy"),
    *_meaning("district", "lea localeducationagency localauthority academictrust municipality"),
    *_meaning("local", "region division network area cluster"),
    *_meaning("department", "program office researchcenter faculty"),
    *_meaning("state", "province sea stateeducationagency departmentofeducation"),
    *_meaning("national", "ministryofeducation country"),
)
SESSION_TYPES: Words = (
    *_meaning("schoolYear", "year fullyear academicyear"),
    *_meaning("semester", "halfyear"),
    *_meaning("term", "trimester quarter quinmester"),
    *_meaning("gradingPeriod", "markingperiod reportingperiod"),
)
CLASS_TYPES: Words = (*_meaning("homeroom", "hr advisory"), *_meaning("scheduled", "regular class"))
ROLES: Words = (
    *_meaning("teacher", "professor lecturer adjunct faculty instructor substitute chair"),
    *_meaning("aide", "paraprofessional teacherassistant assistant teachersaide"),
    *_meaning("counselor", "counsellor advisor guidancecounselor"),
    *_meaning("siteAdministrator", "administrator schooladministrator schooladmin siteadmin"),
    *_meaning("districtAdministrator", "districtadmin"),
    *_meaning("systemAdministrator", "itadmin sysadmin sysadministrator"),
    *_meaning("student", "learner pupil"),
    *_meaning(
        "ext:other",
        "researcher affiliate occupationaltherapist physicaltherapist speechtherapist"
        " visiontherapist specialservices nurse officestaff staff coach alumni other",
    ),
)
ENROLMENT_ROLES: Words = (
    *_meaning(
        "teacher", "professor lecturer adjunct faculty instructor substitute chair coteacher"
    ),
    *_meaning("student", "learner pupil"),
    *_meaning(
        "ext:other",
        "aide paraprofessional teacherassistant assistant advisor coach counselor principal"
        " guardian parent relative specialservices staff other",
    ),
)
SEXES: Words = (
    *_meaning("male", "m boy"),
    *_meaning("female", "f girl"),
    *_meaning("unspecified", "u notselected notspecified unknown notreported"),
    *_meaning("other", "x nonbinary nb"),
)
