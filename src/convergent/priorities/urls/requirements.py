from django.urls import path

from convergent.priorities.views import requirements

ALL = "priorities/requirements/"
AT, ONE = f"{ALL}at/<uuid:pk>/", f"{ALL}<uuid:pk>/"

urlpatterns = [
    path(AT, requirements.place, name="requirements_place"),
    path(f"{AT}write/", requirements.write, name="requirement_write"),
    path(f"{AT}due.ics", requirements.calendar, name="requirements_calendar"),
    path(ONE, requirements.requirement, name="requirement"),
    path(f"{ONE}change/", requirements.change, name="requirement_change"),
    path(f"{ONE}meet/<uuid:at>/", requirements.meet, name="requirement_meet"),
    path(
        f"{ALL}due/<uuid:pk>/handed-in/<uuid:at>/",
        requirements.handed_in,
        name="requirement_handed_in",
    ),
]
