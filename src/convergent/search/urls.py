from django.urls import path

from convergent.search import views

urlpatterns = [path("search/", views.search, name="search")]
