from django.urls import path

from convergent.people.views import (
    areas,
    deeds,
    district,
    handovers,
    people,
    places,
    readings,
    roles,
    terms,
)

urlpatterns = [
    path("people/", people.directory, name="directory"),
    path("people/add/", people.add, name="person_add"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("places/", places.schools, name="schools"),
    path("places/<uuid:pk>/", places.place, name="place"),
    path("places/<uuid:pk>/roles/add/", roles.add, name="role_add"),
    path("places/<uuid:pk>/teams/add/", places.add_team, name="team_add"),
    path("places/<uuid:pk>/leads/add/", places.add_lead, name="lead_add"),
    path("leads/<uuid:pk>/", places.change_lead, name="lead_change"),
    path("roles/<uuid:pk>/", roles.role, name="role"),
    path("roles/<uuid:pk>/start/", terms.start, name="term_start"),
    path("roles/<uuid:pk>/handover/", handovers.handover, name="handover"),
    path("terms/<uuid:pk>/change/", terms.alter, {"deed": deeds.CHANGE}, name="term_change"),
    path("terms/<uuid:pk>/end/", terms.alter, {"deed": deeds.END}, name="term_end"),
    path("terms/<uuid:pk>/extend/", terms.alter, {"deed": deeds.EXTEND}, name="term_extend"),
    path("terms/<uuid:pk>/undo/", terms.undo, name="term_undo"),
    path("looked/", readings.looked, name="looked"),
    path("investment/", areas.investment, name="investment"),
    path("support/", areas.support, name="support"),
    path("practice/", areas.practice, name="practice"),
    path("words/", district.words, name="words"),
]
