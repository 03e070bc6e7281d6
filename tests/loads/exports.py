"""A district's OneRoster export in a few lines: two schools, one class each, some students."""

import csv
from dataclasses import dataclass, field

HEADINGS = {
    "orgs": ("sourcedId", "status", "name", "type", "identifier", "parentSourcedId"),
    "users": ("sourcedId", "status", "enabledUser", "givenName", "familyName", "email"),
    "roles": ("sourcedId", "status", "userSourcedId", "roleType", "role", "orgSourcedId"),
    "classes": ("sourcedId", "status", "title", "schoolSourcedId"),
    "enrollments": (
        "sourcedId",
        "status",
        "classSourcedId",
        "schoolSourcedId",
        "userSourcedId",
        "role",
    ),
}


@dataclass
class Export:
    """`students` maps a student's id to the school; `enabled` spoils that cell of a student."""

    district: str = "n"
    students: dict = field(default_factory=lambda: dict(_students()))
    enabled: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, heading in HEADINGS.items():
            with (folder / f"{name}.csv").open("w", newline="") as file:
                csv.writer(file).writerows([heading, *getattr(self, f"_{name}")()])
        return folder

    def _orgs(self):
        yield (self.district, "active", "Northfield", "district", "", "")
        for school, name in (("ash", "Ash School"), ("birch", "Birch School")):
            yield (school, "active", name, "school", "", self.district)

    def _users(self):
        yield ("t1", "active", "true", "Tom", "Ngata", "tom@northfield.example")
        for one in self.students:
            enabled = self.enabled.get(one, "true")
            yield (one, "active", enabled, self.names.get(one, "Kim"), f"Family-{one}", "")

    def _roles(self):
        yield ("r-t1", "active", "t1", "primary", "teacher", "ash")
        for one, school in self.students.items():
            yield (f"r-{one}", "active", one, "primary", "student", school)

    def _classes(self):
        for school in ("ash", "birch"):
            yield (f"c-{school}", "active", "Reading", school)

    def _enrollments(self):
        for one, school in self.students.items():
            yield (f"e-{one}", "active", f"c-{school}", school, one, "student")


def _students():
    for number in range(1, 41):
        yield f"s{number:02}", "ash" if number % 2 else "birch"
