"""How long verdicts of a whole district take, and the picture of one of its schools.

`--schools N` (default 1,600), `--years N` (5), `--rounds N` (200). Each school has twelve claims
with thirteen source types, in each of the years. Records are SQLite in a home of its own; pages are
asked within the process, so that they are the server's own time.
"""

import argparse
import json
import os
import random
import tempfile
import time
from datetime import timedelta
from statistics import quantiles

BOUND_PAGE, BOUND_REBUILT = 0.100, 10.0
NETWORK, LEADERS = 20, ("principal", "assistantPrincipal", "coach")
COPY = """
INSERT INTO evidence_evidencepiece (id, claim_id, place_id, school_year, kind, rule, says,
    source_type, perspective, origins, snapshot, told, words, added_by_id, day, withdrawn_on)
SELECT lower(hex(randomblob(16))), one.claim_id, place.id, %s, one.kind, one.rule,
    CASE abs(random()) %% 20 WHEN 0 THEN 'against' WHEN 1 THEN 'partly' ELSE 'for' END,
    one.source_type, one.perspective, 'observer:' || lower(hex(randomblob(8))), one.snapshot,
    one.told, one.words, one.added_by_id, one.day, NULL
FROM evidence_evidencepiece AS one, people_place AS place
WHERE one.place_id = %s AND one.school_year = %s AND place.kind = 'school' AND place.id <> %s
"""


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as home:
        os.environ |= {"CONVERGENT_HOME": home, "DJANGO_SETTINGS_MODULE": "convergent.web.settings"}
        told = measure(asked)
    told["rebuilt_to_bound"] = round(told["rebuilt_seconds"] / BOUND_REBUILT, 2)
    told["page_p95_to_bound"] = round(told["page"]["school"]["p95_ms"] / 1000 / BOUND_PAGE, 2)
    print(json.dumps(told, indent=1))  # noqa: T201


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench picture")
    parser.add_argument("--schools", type=int, default=1_600)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=200)
    return parser.parse_args()


def measure(asked):
    from convergent.cli.serving import prepare

    prepare()
    world = made_ready(asked)
    pieces = filled(world, asked)
    told = {"schools": asked.schools, "years": asked.years, "pieces": pieces}
    told["first_seconds"], told["verdicts"] = rebuilt(world)
    contradicted()
    before = time.process_time()
    told["rebuilt_seconds"], told["changed"] = rebuilt(world)
    told["rebuilt_cpu_seconds"] = round(time.process_time() - before, 2)
    told["page"] = pages(world, asked.rounds)
    return told


def made_ready(asked):
    """A district with its superintendent, networks of twenty schools, and each school's leaders."""
    from convergent.people.models import Account
    from tests.world import hold, make_person, make_place

    district = make_place("district", "Wide")
    head = make_person(district, "Helen Park")
    Account.objects.create_account(head, password="correct-horse-battery-9")
    hold(head, "superintendent", district)
    schools = []
    for number in range(asked.schools):
        if number % NETWORK == 0:
            network = make_place("network", f"Network {number}", district)
        schools.append(make_place("school", f"School {number}", network))
        for kind in LEADERS:
            hold(make_person(district, f"{kind} {number}"), kind, schools[-1])
    return district, head, schools


def filled(world, asked):
    """Every claim of the library with a piece of each source type, at each school and year."""
    from django.db import connection

    from convergent import clock
    from convergent.evidence.actions.claims import take_up_claim
    from convergent.evidence.library import library
    from convergent.evidence.models import Claim, EvidencePiece
    from convergent.evidence.season import season_of
    from convergent.evidence.vantage import Perspective, SourceType
    from convergent.people.viewer import viewer_of

    district, head, schools = world
    for code in library():
        take_up_claim(district, code, by=viewer_of(head, clock.today()))
    year, perspectives = season_of(district, clock.today()).year, list(Perspective.values)
    EvidencePiece.objects.bulk_create(
        EvidencePiece(
            claim=claim,
            place=schools[0],
            school_year=year,
            kind="note",
            says="for",
            source_type=kind,
            perspective=perspectives[number % len(perspectives)],
            origins=f"observer:{number}",
            words="Seen",
            added_by=head,
            day=clock.today(),
        )
        for claim in Claim.objects.all()
        for number, kind in enumerate(SourceType.values)
    )
    with connection.cursor() as cursor:
        first = schools[0].pk.hex
        for earlier in range(asked.years):
            cursor.execute(COPY, [year - earlier, first, year, first])
    return EvidencePiece._base_manager.count()


def rebuilt(world):
    from convergent import clock
    from convergent.evidence.actions.judging import judge_district
    from convergent.evidence.season import season_of

    season = season_of(world[0], clock.today())
    began = time.perf_counter()
    done = judge_district(season, None)
    return round(time.perf_counter() - began, 2), done.verdicts_changed


def contradicted():
    """Half of the claims of every school have something else behind them."""
    from convergent.evidence.models import Claim, EvidencePiece

    half = list(Claim.objects.values_list("pk", flat=True))[::2]
    EvidencePiece._base_manager.filter(claim__in=half, source_type="time").update(says="partly")


def pages(world, rounds):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client
    from django.urls import reverse

    from convergent import clock
    from convergent.evidence.models import ClaimVerdict
    from convergent.people.models import Account
    from tests.world import enter

    ClaimVerdict.objects.update(changed_on=clock.today() - timedelta(days=30))
    district, head, schools = world
    account = Account.objects.get(person=head)
    TOTP.activate(account, generate_totp_secret())
    client = enter(Client(HTTP_HOST="localhost"), account)
    chance = random.Random(7)
    asked = {"school": [chance.choice(schools) for _ in range(rounds)]}
    asked["district"] = [district] * (rounds // 10)
    client.get(reverse("picture", args=[district.pk]))
    return {name: timed(client, places) for name, places in asked.items()}


def timed(client, places):
    """What a reader waits, and what the process worked for it."""
    from django.urls import reverse

    times, worked = [], []
    for place in places:
        began, before = time.perf_counter(), time.process_time()
        answer = client.get(reverse("picture", args=[place.pk]))
        times.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - before))
        if answer.status_code != 200:
            raise RuntimeError(f"{place} answered {answer.status_code}")
    return {
        "median_ms": round(quantiles(times, n=2)[0], 1),
        "p95_ms": round(quantiles(times, n=20)[18], 1),
        "p95_cpu_ms": round(quantiles(worked, n=20)[18], 1),
    }


if __name__ == "__main__":
    main()
