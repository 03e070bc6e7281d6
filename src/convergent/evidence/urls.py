from django.urls import path

from convergent.evidence import views

PICTURE = "pictures/<uuid:pk>/"
CLAIM = "claims/<uuid:pk>/at/<uuid:place>/"

urlpatterns = [
    path(PICTURE, views.picture, name="picture"),
    path(f"{PICTURE}read/", views.read, name="picture_read"),
    path(f"{PICTURE}record/", views.record, name="picture_record"),
    path(f"{PICTURE}picture.<str:kind>", views.picture_file, name="picture_file"),
    path(f"{PICTURE}claims/", views.claims, name="claims"),
    path(f"{PICTURE}take/<slug:code>/", views.take, name="claim_take"),
    path(CLAIM, views.claim, name="claim"),
    path(f"{CLAIM}add/", views.add, name="piece_add"),
    path(f"{CLAIM}note/", views.note, name="claim_note"),
    path("claims/<uuid:pk>/end/", views.end, name="claim_end"),
    path("evidence/pieces/<uuid:pk>/withdraw/", views.withdraw, name="piece_withdraw"),
]
