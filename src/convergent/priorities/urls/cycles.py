from django.urls import path

from convergent.priorities.views import cycles

ONE = "priorities/cycles/<uuid:pk>/"

urlpatterns = [
    path("priorities/<uuid:pk>/cycles/begin/", cycles.begin, name="cycle_begin"),
    path(ONE, cycles.cycle, name="cycle"),
    path(f"{ONE}change/", cycles.change, name="cycle_change"),
    path(f"{ONE}decide/", cycles.decide, name="cycle_decide"),
]
