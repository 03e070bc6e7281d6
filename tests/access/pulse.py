"""The trust pulse in the matrix: a wave runs today, and the coach and the stranger were asked."""

from convergent.asking.models import Ask
from convergent.asking.questions import PULSE
from convergent.people.models import DistrictSettings
from convergent.trust.models import Box, Counts
from convergent.trust.statements import VERSIONS
from convergent.trust.waves import MONTHS_IN, Wave

CODES = VERSIONS[0].statements


def add_pulse(scene):
    month = (scene.today.month - 1 - MONTHS_IN[0]) % 12 + 1
    DistrictSettings.objects.update(year_starts_month=month)
    wave = Wave(scene.today.replace(day=1))
    for person, place in (("coach", "ash"), ("stranger", "cove")):
        school = scene.world.places[place]
        Ask.objects.create(
            person=scene.world.people[person],
            place=school,
            kind=PULSE,
            key=wave.key(school.district_pk),
            asked_on=scene.today,
        )
        box = Box(place=school, opens_on=wave.opens_on, version=VERSIONS[0].number)
        box.hold(Counts(0, dict.fromkeys(CODES, 0)))
        box.save()


PULSE_DATA = {"pulse": lambda scene, _: dict.fromkeys(CODES, "agree")}
