"""The two questions in the matrix: the coach was asked twice, and somebody in Southport."""

import uuid

from convergent.asking.actions import Answered, answer, ask_after
from convergent.asking.happening import Happening

WORDS = "SECRET-what-the-coach-answered"
ANSWER = {"in_the_way": "time", "words_in_the_way": "The bell"}


def add_asks(scene):
    world = scene.world
    for name, person, place, by in (
        ("ask-coach", "coach", "ash", "principal"),
        ("answered-coach", "coach", "ash", "principal"),
        ("ask-stranger", "stranger", "cove", "stranger"),
    ):
        happening = Happening(
            kind="meeting",
            key=uuid.uuid4(),
            place=world.places[place],
            people=frozenset([world.people[person].pk]),
        )
        scene.objects[name] = ask_after(happening, by=world.viewer(by))[0]
    said = Answered(in_the_way="time", words_in_the_way=WORDS)
    answer(scene.objects["answered-coach"], said, by=world.viewer("coach"))


ASKING_DATA = {"ask": lambda scene, _: ANSWER}
