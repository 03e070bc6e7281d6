"""A small roster and gradebook, as OneRoster 1.2 says it in JSON."""

CHANGED = "2026-11-01T08:00:00.000Z"


def ref(sourced_id, kind):
    return {"sourcedId": sourced_id, "type": kind, "href": f"https://sis.example.org/{sourced_id}"}


def row(sourced_id, **values):
    return {"sourcedId": sourced_id, "status": "active", "dateLastModified": CHANGED, **values}


def role(kind, org, role_type="primary", **values):
    return {"roleType": role_type, "role": kind, "org": ref(org, "org"), **values}


def person(number, kind="student", **values):
    return row(
        f"user-{number:03}",
        enabledUser="true",
        username=f"user{number}",
        userIds=[{"type": "LDAP", "identifier": f"u{number}"}, {"type": "Fed", "identifier": "x"}],
        givenName="Ana",
        familyName=f"Number {number}",
        password="must never be written",
        grades=["06"] if kind == "student" else [],
        primaryOrg=ref("north", "org"),
        agents=[],
        roles=[role(kind, "north")],
        **values,
    )


def orgs():
    district = row("district", name="Harbor City", type="district", identifier="0001")
    schools = [
        row(name, name=name.title(), type="school", parent=ref("district", "org"))
        for name in ("north", "south")
    ]
    schools[0]["metadata"] = {"grades": ["06", "07"], "capacity": 800.50, "address": {"zip": "1"}}
    return [district, *schools]


def classes():
    return [
        row(
            f"class-{number}",
            title="Reading",
            classType="scheduled",
            course=ref("reading", "course"),
            school=ref("north", "org"),
            terms=[ref("fall", "academicSession"), ref("spring", "academicSession")],
            periods=["1", "3"],
            subjects=["Reading"],
        )
        for number in (1, 2)
    ]


def enrollments(people):
    return [
        row(
            f"enrollment-{number:03}",
            user=ref(f"user-{number:03}", "user"),
            **{"class": ref("class-1", "class")},
            school=ref("north", "org"),
            role="student",
            primary=False,
            beginDate="2026-08-24",
        )
        for number in range(1, people + 1)
    ]


def line_items():
    return [
        row(
            "quiz",
            title="Quiz 1",
            assignDate="2026-09-01T00:00:00.000Z",
            dueDate="2026-09-02T00:00:00.000Z",
            **{"class": ref("class-1", "class")},
            school=ref("north", "org"),
            category=ref("homework", "category"),
            gradingPeriod=ref("fall", "academicSession"),
            scoreScale=ref("letters", "scoreScale"),
            resultValueMin=0.0,
            resultValueMax=10.0,
            learningObjectiveSet=[{"source": "case", "learningObjectiveIds": ["RL.6.1"]}],
        )
    ]


def results(people):
    return [
        row(
            f"result-{number:03}",
            lineItem=ref("quiz", "lineItem"),
            student=ref(f"user-{number:03}", "user"),
            **{"class": ref("class-1", "class")},
            scoreStatus="fully graded",
            score=7.10,
            scoreDate="2026-09-03",
            comment="“Good”, said\nthe teacher",
            learningObjectiveSet=[
                {
                    "source": "case",
                    "learningObjectiveResults": [{"learningObjectiveId": "RL.6.1", "score": 3}],
                }
            ],
        )
        for number in range(1, people + 1)
    ]


def roster(people=25):
    """Every collection; `people` are students, and there is one teacher besides."""
    teacher = person(0, "teacher")
    teacher["roles"].append(role("teacher", "south", "secondary", beginDate="2026-08-01"))
    return {
        "orgs": orgs(),
        "academicSessions": [
            row(
                name,
                title=name.title(),
                type="term",
                startDate="2026-08-24",
                endDate="2027-06-10",
                schoolYear=2027,
            )
            for name in ("fall", "spring")
        ],
        "courses": [
            row(
                "reading",
                title="Reading 6",
                courseCode="R6",
                grades=["06"],
                org=ref("district", "org"),
                schoolYear=ref("fall", "academicSession"),
                subjects=["Reading"],
            )
        ],
        "classes": classes(),
        "users": [teacher, *(person(number) for number in range(1, people + 1))],
        "enrollments": enrollments(people),
        "demographics": [
            row("user-001", sex="female", white="true", birthDate="2015-02-03", asian=False)
        ],
        "categories": [row("homework", title="Homework", weight=0.25)],
        "scoreScales": [
            row(
                "letters",
                title="Letters",
                type="letter",
                **{"class": ref("class-1", "class")},
                scoreScaleValue=[
                    {"itemValueLHS": "A", "itemValueRHS": "94"},
                    {"itemValueLHS": "B", "itemValueRHS": "84"},
                ],
            )
        ],
        "lineItems": line_items(),
        "results": results(people),
        "resources": [row("book", title="A book", vendorResourceId="b1", roles=["primary"])],
    }
