from django.urls import path

from convergent.upkeep import views

urlpatterns = [path("data/server/", views.operations, name="operations")]
