"""What people type, checked; errors say what to do."""

from convergent.people.forms.leads import LeadForm
from convergent.people.forms.people import HandoverForm, PersonForm, TeamForm
from convergent.people.forms.terms import ChangeForm, EndForm, ExtendForm, RoleForm, StartForm
from convergent.people.forms.words import WordsForm

__all__ = [
    "ChangeForm",
    "EndForm",
    "ExtendForm",
    "HandoverForm",
    "LeadForm",
    "PersonForm",
    "RoleForm",
    "StartForm",
    "TeamForm",
    "WordsForm",
]
