from django.urls import path

from convergent.releases import views

urlpatterns = [
    path("data/releases/", views.releases, name="releases"),
    path("data/releases/<uuid:pk>/", views.release, name="release"),
    path("withheld/", views.what_is_withheld, name="what_is_withheld"),
]
