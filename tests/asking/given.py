"""An answer that was given on a day."""

import uuid

from convergent.asking.models import Ask, AskAnswer


def answered(person, place, day, theme):
    ask = Ask.objects.create(
        person=person,
        place=place,
        kind="meeting",
        key=uuid.uuid4(),
        asked_on=day,
        answered_on=day,
    )
    AskAnswer(ask=ask, in_the_way=theme).save()
