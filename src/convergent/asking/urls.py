from django.urls import path

from convergent.asking import views

ONE = "asked/<uuid:pk>/"

urlpatterns = [
    path(ONE, views.ask, name="ask"),
    path(f"{ONE}aside/", views.aside, name="ask_aside"),
    path(f"{ONE}again/", views.again, name="ask_again"),
    path("answered/<uuid:pk>/", views.digest, name="digest"),
]
