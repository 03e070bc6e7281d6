from django.urls import path

from convergent.priorities.views import theory

LINK = "priorities/links/<uuid:pk>/"

urlpatterns = [
    path("priorities/<uuid:pk>/theory/", theory.theory, name="theory"),
    path(f"{LINK}change/", theory.change, name="link_change"),
    path(f"{LINK}take-out/", theory.take_out, name="link_take_out"),
    path(f"{LINK}move/", theory.move, name="link_move"),
    path(f"{LINK}evidence/", theory.evidence, name="link_evidence"),
]
