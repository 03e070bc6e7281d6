"""What people type about priorities, checked; errors say what to do."""

from convergent.priorities.forms.cycles import CycleForm, DecideForm, PointForm
from convergent.priorities.forms.measures import AimForm, MeasureForm, TakeOffForm
from convergent.priorities.forms.priorities import ChangeForm, EndForm, NoteForm, PriorityForm
from convergent.priorities.forms.requirements import MeetForm, RequirementForm
from convergent.priorities.forms.theory import (
    ChangeLinkForm,
    EvidenceForm,
    LinkForm,
    TakeOutForm,
)

__all__ = [
    "AimForm",
    "ChangeForm",
    "ChangeLinkForm",
    "CycleForm",
    "DecideForm",
    "EndForm",
    "EvidenceForm",
    "LinkForm",
    "MeasureForm",
    "MeetForm",
    "NoteForm",
    "PointForm",
    "PriorityForm",
    "RequirementForm",
    "TakeOffForm",
    "TakeOutForm",
]
