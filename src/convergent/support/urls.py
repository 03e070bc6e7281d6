from django.urls import path

from convergent.support import views

ALL, SCHOOL = "support/schools/", "support/schools/<uuid:pk>/"
CONTACT = "support/contacts/<uuid:pk>/"

urlpatterns = [
    path(ALL, views.schools, name="support_schools"),
    path(SCHOOL, views.school, name="support_school"),
    path(f"{SCHOOL}plan/", views.plan, name="support_plan"),
    path(f"{SCHOOL}next/", views.next_visit, name="support_next"),
    path(f"{SCHOOL}write/", views.write, name="support_write"),
    path(CONTACT, views.contact, name="contact"),
    path(f"{CONTACT}write/", views.keep, name="contact_write"),
    path(f"{CONTACT}off/", views.off, name="contact_off"),
    path(f"{CONTACT}withdraw/", views.away, name="contact_withdraw"),
    path(f"{CONTACT}again/", views.again, name="contact_again"),
]
