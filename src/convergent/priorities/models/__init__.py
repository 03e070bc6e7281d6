from convergent.priorities.models.commitments import Commitment
from convergent.priorities.models.cycles import Cycle, CyclePoint
from convergent.priorities.models.measures import PriorityMeasure
from convergent.priorities.models.meeting_notes import MeetingNotes, NotesClash
from convergent.priorities.models.meetings import (
    Decision,
    Meeting,
    MeetingItem,
    MeetingRhythm,
    Seat,
)
from convergent.priorities.models.notes import WorkingNote
from convergent.priorities.models.priorities import Priority, PriorityVersion
from convergent.priorities.models.requirements import (
    Answer,
    AskedData,
    DueDate,
    HandedIn,
    Requirement,
)
from convergent.priorities.models.theory import LinkEvidence, TheoryLink, TheoryVersion

__all__ = [
    "Answer",
    "AskedData",
    "Commitment",
    "Cycle",
    "CyclePoint",
    "Decision",
    "DueDate",
    "HandedIn",
    "LinkEvidence",
    "Meeting",
    "MeetingItem",
    "MeetingNotes",
    "MeetingRhythm",
    "NotesClash",
    "Priority",
    "PriorityMeasure",
    "PriorityVersion",
    "Requirement",
    "Seat",
    "TheoryLink",
    "TheoryVersion",
    "WorkingNote",
]
