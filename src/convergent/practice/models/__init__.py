from convergent.practice.models.agreements import (
    AgreedKind,
    Evaluation,
    Invitation,
    Kind,
    VisitAgreement,
)
from convergent.practice.models.charters import Charter
from convergent.practice.models.coaching import CoachingCycle, CoachingMeeting
from convergent.practice.models.drafts import VisitDraft
from convergent.practice.models.inquiries import Inquiry, InquiryEvidence
from convergent.practice.models.look_fors import LookFor, LookForSet, LookForVersion
from convergent.practice.models.obstacles import Obstacle
from convergent.practice.models.threads import (
    CoachingHold,
    CoachingPiece,
    Opening,
    SharedPiece,
)
from convergent.practice.models.visits import (
    Feedback,
    FeedbackAnswer,
    JointVisit,
    Seen,
    Visit,
    VisitNotes,
)
from convergent.practice.models.weeks import (
    DayAtSchool,
    Interference,
    PlannedWork,
    PutRight,
)

__all__ = [
    "AgreedKind",
    "Charter",
    "CoachingCycle",
    "CoachingHold",
    "CoachingMeeting",
    "CoachingPiece",
    "DayAtSchool",
    "Evaluation",
    "Feedback",
    "FeedbackAnswer",
    "Inquiry",
    "InquiryEvidence",
    "Interference",
    "Invitation",
    "JointVisit",
    "Kind",
    "LookFor",
    "LookForSet",
    "LookForVersion",
    "Obstacle",
    "Opening",
    "PlannedWork",
    "PutRight",
    "Seen",
    "SharedPiece",
    "Visit",
    "VisitAgreement",
    "VisitDraft",
    "VisitNotes",
]
