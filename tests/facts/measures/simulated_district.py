"""The simulated district's results, read from its exports with csv and numpy alone."""

import csv
import json
from collections import defaultdict

import numpy as np


def read(folder, name):
    with (folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


class Recomputed:
    """What the measures should say, without DuckDB, Ibis, or any code of the product.

    In this district everybody was at one school from fall to spring, and took each test once.
    """

    def __init__(self, folder):
        self.results = read(folder, "results")
        self.flags = {row["sourcedId"]: row for row in read(folder, "demographics")}
        self.programs = defaultdict(list)
        for row in read(folder, "program_status"):
            self.programs[row["student_id"], row["program"]].append(row["begins"])
        self.parents = {row["sourcedId"]: row["parentSourcedId"] for row in read(folder, "orgs")}
        self.stays = defaultdict(list)
        for row in read(folder, "roles"):
            if row["role"] == "student":
                stay = (row["beginDate"], row["endDate"] or "9999", row["orgSourcedId"])
                self.stays[row["userSourcedId"]].append(stay)
        self.truths = json.loads((folder / "truths.json").read_text())

    def school(self, student, day):
        (found,) = {org for begins, ends, org in self.stays[student] if begins <= day <= ends}
        return found

    def is_in(self, student, group, day):
        if group.startswith("not_"):
            return not self.is_in(student, group.removeprefix("not_"), day)
        if begins := self.programs[student, group]:
            return any(day >= begin for begin in begins)
        column = {"english_learner": "englishLearner", "disability": "disability"}.get(group)
        return self.flags[student][f"metadata.{column or 'economicDisadvantage'}"] == "true"

    def rows(self, place, *, subject, year, group="all", grade=""):
        """The results that lie in a slice."""
        for row in self.results:
            day = row["date"]
            if row["subject"] != subject or not day.startswith(str(year)):
                continue
            if grade and row["grade"] != grade:
                continue
            school = self.school(row["student_id"], day)
            if place not in {school, self.parents[school], "harbor-city"}:
                continue
            if group == "all" or self.is_in(row["student_id"], group, day):
                yield row

    def scores(self, place, **slice_):
        return np.array([float(row["score"]) for row in self.rows(place, **slice_)])

    def at_standard(self, place, **slice_):
        return np.array([int(row["level"]) >= 3 for row in self.rows(place, **slice_)])
