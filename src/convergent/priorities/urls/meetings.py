from django.urls import path

from convergent.priorities.views import bringing, commitments, deciding, meetings, teams

ALL = "priorities/meetings/"
AT, ONE, PROMISED = f"{ALL}at/<uuid:pk>/", f"{ALL}<uuid:pk>/", f"{ALL}commitments/<uuid:pk>/"

urlpatterns = [
    path(ALL, teams.meetings, name="meetings"),
    path(f"{ALL}protocols/", teams.protocols, name="protocols"),
    path(AT, teams.team, name="meetings_team"),
    path(f"{AT}rhythm/", teams.rhythm, name="rhythm"),
    path(f"{AT}prepare/", teams.prepare, name="meeting_prepare"),
    path(f"{AT}once/", teams.once, name="meeting_once"),
    path(f"{AT}bring/<uuid:place>/", bringing.bring, name="meeting_bring"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}notes/", meetings.notes, name="meeting_notes"),
    path(f"{ONE}change/", meetings.change, name="meeting_change"),
    path(f"{ONE}add/", meetings.add, name="meeting_add"),
    path(f"{ALL}items/<uuid:pk>/off/", meetings.take_off, name="meeting_item_off"),
    path(f"{ONE}decide/", deciding.decision, name="meeting_decide"),
    path(f"{ONE}close/", deciding.close, name="meeting_close"),
    path(f"{ALL}clashes/<uuid:pk>/settled/", meetings.settled, name="clash_settled"),
    path(PROMISED, commitments.commitment, name="commitment"),
    path(f"{PROMISED}done/", commitments.done, name="commitment_done"),
    path(f"{PROMISED}again/", commitments.again, name="commitment_again"),
]
