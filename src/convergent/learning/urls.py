from django.urls import path

from convergent.learning.views import classes, downloads, places

ONE = "evidence/<uuid:pk>/"

urlpatterns = [
    path("evidence/", places.evidence, name="evidence"),
    path("evidence/classes/", classes.classes, name="evidence_classes"),
    path("evidence/classes/<str:class_id>/", classes.class_list, name="evidence_class"),
    path(ONE, places.place, name="evidence_place"),
    path(f"{ONE}behind/", places.behind, name="evidence_behind"),
    path(f"{ONE}similar/", places.similar, name="evidence_similar"),
    path(f"{ONE}numbers.<str:kind>", downloads.numbers, name="evidence_numbers"),
    path(f"{ONE}figures/<slug:name>.<str:kind>", downloads.figure, name="evidence_figure"),
    path(f"{ONE}why/<slug:measure>/", places.why, name="evidence_why"),
]
