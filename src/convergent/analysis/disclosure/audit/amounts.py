"""Sums over the students of cells: of scores (means tell them), of those who reached a level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from convergent.analysis.disclosure.audit.cells import Cells, sums_of
from convergent.analysis.disclosure.audit.rows import Bounds, Rows
from convergent.analysis.disclosure.audit.told import Asked, Goals, Told
from convergent.analysis.disclosure.table import Amount, Codes, Numbers, Release

Teller = tuple[int, Amount]
"""A release, by its number, and what it tells of an amount."""


def with_amounts(told: Told, cells: Cells, releases: Sequence[Release]) -> tuple[Told, list[Asked]]:
    """What is told of counts, and of sums. An amount of two releases of the same students is one.

    The sum of a withheld cell has to stay as open as one student's part in it can be.
    """
    asked: list[Asked] = []
    for tellers in _by_name(releases):
        own = np.unique(np.concatenate([cells.of_release[number] for number, _ in tellers]))
        quantities = np.full(cells.size, -1)
        quantities[own] = told.size + np.arange(len(own))
        for number, amount in tellers:
            is_withheld = ~releases[number].is_published
            rows = np.flatnonzero(is_withheld)
            at = quantities[cells.of_release[number][rows]]
            asked.append(Asked(number, rows, at, amount.name))
        sums = [sums_of(releases[at]).of(quantities[cells.of_release[at]]) for at, _ in tellers]
        told = Told.joined([told, _sums(told, own, tellers, cells, sums)])
    return told, asked


def _by_name(releases: Sequence[Release]) -> Iterator[list[Teller]]:
    """Those who tell of the same amount of the same students."""
    tellers = [(at, amount) for at, release in enumerate(releases) for amount in release.amounts]

    def same(teller: Teller) -> tuple[str, str]:
        number, amount = teller
        return releases[number].students, amount.name

    for _, group in groupby(sorted(tellers, key=same), key=same):
        yield list(group)


def _sums(
    told: Told, own: Codes, tellers: Sequence[Teller], cells: Cells, sums: Sequence[Rows]
) -> Told:
    amount = tellers[0][1]
    quantities = told.size + np.arange(len(own))
    bounds = _bounds(told, own, amount)
    for number, one in tellers:
        at = np.searchsorted(own, cells.of_release[number][one.cells])
        np.maximum.at(bounds.low, at, one.low)
        np.minimum.at(bounds.high, at, one.high)
    width = np.full(len(own), amount.most - amount.least)
    return Told(
        told.minimum,
        Rows.joined([*sums, *_ties(own, quantities, amount)]),
        bounds,
        np.full(len(own), amount.is_whole),
        np.full(len(own), np.nan),
        Goals.of_sums(width, is_wanted=told.goals.is_wanted[own]),
        own,
    )


def _bounds(told: Told, own: Codes, amount: Amount) -> Bounds:
    counts = Bounds(told.bounds.low[own], told.bounds.high[own])
    lows = [amount.least * counts.low, amount.least * counts.high]
    highs = [amount.most * counts.low, amount.most * counts.high]
    return Bounds(np.minimum(*lows), np.maximum(*highs))


def _ties(own: Codes, quantities: Codes, amount: Amount) -> list[Rows]:
    """least × count <= sum <= most × count."""
    return [
        _tie(own, quantities, -amount.least, low=0.0, high=np.inf),
        _tie(own, quantities, -amount.most, low=-np.inf, high=0.0),
    ]


def _tie(own: Codes, quantities: Codes, coefficient: float, *, low: float, high: float) -> Rows:
    pairs = np.column_stack([quantities, own]).ravel()
    coefficients: Numbers = np.tile([1.0, coefficient], len(own))
    row = np.repeat(np.arange(len(own)), 2)
    is_term = coefficients != 0
    return Rows(
        row[is_term],
        pairs[is_term],
        coefficients[is_term],
        np.full(len(own), low),
        np.full(len(own), high),
    )
