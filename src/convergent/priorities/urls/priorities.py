from django.urls import path

from convergent.priorities.views import measures, notes, priorities

AT, ONE = "priorities/at/<uuid:pk>/", "priorities/<uuid:pk>/"

urlpatterns = [
    path("priorities/", priorities.priorities, name="priorities"),
    path(AT, priorities.place, name="priorities_place"),
    path(f"{AT}begin/", priorities.begin, name="priority_begin"),
    path(f"{AT}alignment/", priorities.alignment, name="alignment"),
    path(f"{AT}chains/", priorities.chains, name="chains"),
    path(ONE, priorities.priority, name="priority"),
    path(f"{ONE}change/", priorities.change, name="priority_change"),
    path(f"{ONE}end/", priorities.end, name="priority_end"),
    path(f"{ONE}history/", priorities.history, name="priority_history"),
    path(f"{ONE}promised/", priorities.promised, name="priority_promised"),
    path(f"{ONE}notes/", notes.notes, name="priority_notes"),
    path(f"{ONE}measures/add/", measures.add, name="measure_add"),
    path("priorities/measures/<uuid:pk>/aim/", measures.aim, name="measure_aim"),
    path("priorities/measures/<uuid:pk>/off/", measures.take_off, name="measure_off"),
]
