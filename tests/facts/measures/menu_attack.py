"""The menu of a district, handed to the attacker: what the gate let out, and nothing of the gate.

Written from the tables that were stored, with the counts of the aggregates as the truth.
"""

import math
from collections import defaultdict

import duckdb
import numpy as np

from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.table import TOTAL, Amount, Hierarchy, Release
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.folders import AGGREGATES, TOLD
from convergent.facts.measures.menu import LESS, MORE
from convergent.facts.measures.student_groups import FAMILIES
from convergent.facts.values import SMALLEST_GROUP

NOBODY_KNOWS, ELSEWHERE = "in none of them", "at no school"
GRADES = "grade"
SHARES = {one.id for one in definitions().values() if one.unit == "share"}
PARTS = {
    **{family: [g for g in FAMILIES if FAMILIES[g] == family] for family in FAMILIES.values()},
    GRADES: [],
}


def reached(n, share, bound):
    """Between which counts of students who did lie, for whoever reads a share of so many."""
    if bound == LESS:
        return 0, math.ceil(share * n) - 1
    if bound == MORE:
        return math.ceil(share * n - 1e-9), n
    return round(share * n), round(share * n)


class Menu:
    """One measure of one test and year: the true counts, and which of them are told."""

    def __init__(self, folder, *, measure, subject, year, networks):
        """`networks`: of each school that is in one."""
        said = [measure, subject, year]
        where = "measure = ? AND subject = ? AND school_year = ? AND place_kind <> 'team'"
        columns = "place_kind, place_id, grade, student_group"
        rows = duckdb.execute(
            f"SELECT {columns}, students FROM '{folder / AGGREGATES}' WHERE {where}", said
        ).fetchall()
        told = duckdb.execute(
            f"""SELECT {columns}, value, bound FROM '{folder / TOLD}'
            WHERE {where} AND withheld IS NULL""",
            said,
        ).fetchall()
        self.n = defaultdict(int, {tuple(row[:4]): row[4] for row in rows})
        self.told = {tuple(row[:4]): tuple(row[4:]) for row in told}
        self.is_share = measure in SHARES
        self.networks = networks
        self.schools = sorted({row[1] for row in rows if row[0] == "school"})
        (self.district,) = {row[1] for row in rows if row[0] == "district"}
        self.grades = sorted({row[2] for row in rows} - {""})

    def releases(self):
        """One for each family of groups, and one of the grades, as whoever reads all pages has."""
        return [self._release(family, parts or self.grades) for family, parts in PARTS.items()]

    def violations(self):
        """What is learned too narrowly, by the rows of each release.

        The attacker asks each release by itself for the least of a cell. Where another one tells
        that a place has somebody in so many parts, it has so many at least: that is no finding, if
        as many values are left from there on.
        """
        releases = self.releases()
        found = []
        for one in audit(releases).learned:
            ends = zip(one.rows, one.low, one.high, one.is_too_narrow, strict=True)
            for row, low, high, is_too_narrow in ends:
                if is_too_narrow and (
                    one.name or not self._is_open(releases, one.release, row, low, high)
                ):
                    found.append((one.name, releases[one.release].codes[row].tolist(), low, high))
        return found

    def _is_open(self, releases, number, row, low, high):
        place = releases[number].codes[row][:2]
        least = 1
        for release in releases:
            is_here = (release.codes[:, :2] == place).all(axis=1) & (release.codes[:, 2] != TOTAL)
            least = max(least, int((release.n[is_here] > 0).sum()))
        return low <= least and high - low >= SMALLEST_GROUP - 2 and high >= SMALLEST_GROUP - 1

    def _release(self, family, parts):
        places = [*self.schools, ELSEWHERE]
        nets = sorted(set(self.networks.values()))
        above = [self.networks.get(one, one) for one in places]
        nets += [one for one in above if one not in nets]
        rows, counts, published, shares = [], [], [], []
        for code, place in self._places(places, nets, above):
            cells = self._cells(place, family, parts)
            for at, (n, share) in enumerate(cells):
                if share is not None and self.is_share and n:
                    shares.append((len(rows), *reached(n, *share)))
                rows.append((*code, at if at <= len(parts) else TOTAL))
                counts.append(n)
                published.append(share is not None or n == 0)
        return Release(
            (
                Hierarchy("school", ("school", "network"), (np.array([*map(nets.index, above)]),)),
                Hierarchy(family, (family,)),
            ),
            np.array(rows),
            np.array(counts),
            np.array(published),
            (self._amount(shares),) if shares else (),
        )

    def _amount(self, shares):
        rows, low, high = (np.array(column) for column in zip(*shares, strict=True))
        return Amount("reached", rows, low.astype(float), high.astype(float), 0, 1, True)

    def _places(self, places, nets, above):
        for at, place in enumerate(places):
            yield (at, nets.index(above[at])), ("school", place)
        for at, net in enumerate(nets):
            yield (TOTAL, at), (("network" if net in self.networks.values() else "school"), net)
        yield (TOTAL, TOTAL), ("district", self.district)

    def _cells(self, place, family, parts):
        """Each part, who is in none, and all of them: how many, and whether it is told."""
        keys = [("", part) if family != GRADES else (part, "all") for part in parts]
        found = [(self._n(place, key), self.told.get((*place, *key))) for key in keys]
        everybody = self._n(place, ("", "all"))
        rest = everybody - sum(n for n, _ in found)
        return [*found, (rest, None), (everybody, self.told.get((*place, "", "all")))]

    def _n(self, place, key):
        if place[1] != ELSEWHERE:
            return self.n[(*place, *key)]
        at_schools = sum(self.n[("school", one, *key)] for one in self.schools)
        return self.n[("district", self.district, *key)] - at_schools
