"""The library of protocols: an order in which a team looks at one thing, with its timings.

They are told in our own words after ways of working that teams of teachers have long used.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise


@dataclass(frozen=True)
class Step:
    minutes: int
    what: Word


@dataclass(frozen=True)
class Protocol:
    """`brings` says what somebody has to bring along."""

    code: str
    title: Word
    use: Word
    brings: Word
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


STUDENT_WORK = Protocol(
    "student-work",
    _("Looking at student work"),
    _("When you want to know what students made of a task, before you say what to change."),
    _("Work of three to five students on one task, without names, and the task itself."),
    (
        Step(5, _("Whoever brings the work says what the task asked, and nothing about students.")),
        Step(5, _("Everybody reads in silence.")),
        Step(10, _("Say what you see in the work. No judgment yet: “this student wrote …”.")),
        Step(8, _("What does the student understand? What is she working on?")),
        Step(7, _("Whoever brought it says what is new to her.")),
        Step(10, _("What will we try in class, who tries it, and when do we look again?")),
    ),
)
DATA = Protocol(
    "data",
    _("Looking at data"),
    _("When new results or counts have come, and the team wants to learn more than a number."),
    _("One page of evidence, and a question that the team has agreed on."),
    (
        Step(5, _("Read the question. Say what you expect to see, before you look.")),
        Step(5, _("Look in silence at the page of evidence, also at how sure it is.")),
        Step(10, _("Say what is there: numbers and groups, without “because”.")),
        Step(10, _("What could explain it? For each reason: what would speak against it?")),
        Step(5, _("What do we still have to find out, and from whom?")),
        Step(10, _("Decide: what do we change, what do we keep, and when do we look again?")),
    ),
)
CONSULTANCY = Protocol(
    "consultancy",
    _("Consultancy"),
    _("When one of you is stuck, and the others could help her to think."),
    _("A situation of one’s own, and one real question about it."),
    (
        Step(5, _("Whoever is stuck tells the situation and asks her question.")),
        Step(5, _("The others ask what they need to know; short answers.")),
        Step(8, _("The others ask questions that make her think; she answers, nobody advises.")),
        Step(12, _("The others talk about it among themselves; she listens and writes.")),
        Step(5, _("She says what she heard, and what she will do first.")),
        Step(5, _("All say how the conversation went.")),
    ),
)
PROBLEM_OF_PRACTICE = Protocol(
    "problem-of-practice",
    _("Problem of practice"),
    _("When the same thing comes back in many classrooms, and it is in your hands."),
    _("Two or three things that you saw yourselves, such as notes of visits."),
    (
        Step(5, _("Name the problem in one sentence: what students do, and what we do.")),
        Step(10, _("Tell what you saw that shows it, and what you saw that speaks against it.")),
        Step(10, _("Ask “why?” until the reason is something that we can change.")),
        Step(10, _("What has worked here, or at a school like ours?")),
        Step(10, _("Choose one thing to try, who tries it, and what would show that it helps.")),
    ),
)
PROTOCOLS = {one.code: one for one in (STUDENT_WORK, DATA, CONSULTANCY, PROBLEM_OF_PRACTICE)}
