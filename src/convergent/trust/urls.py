from django.urls import path

from convergent.trust import views

urlpatterns = [
    path("pulse/", views.pulse, name="pulse"),
    path("pulse/aside/", views.aside, name="pulse_aside"),
    path("pulse/<uuid:pk>/", views.pulse_place, name="pulse_place"),
]
