from django.urls import path

from convergent.publish import views

OF_PLACE, OF_PRIORITY = "briefs/<uuid:pk>/", "briefs/priorities/<uuid:pk>/"

urlpatterns = [
    path(OF_PLACE, views.brief, name="brief"),
    path(f"{OF_PLACE}pdf/", views.brief_pdf, name="brief_pdf"),
    path(f"{OF_PLACE}word/", views.brief_word, name="brief_word"),
    path(OF_PRIORITY, views.brief_priority, name="brief_priority"),
    path(f"{OF_PRIORITY}pdf/", views.brief_priority_pdf, name="brief_priority_pdf"),
    path(f"{OF_PRIORITY}word/", views.brief_priority_word, name="brief_priority_word"),
]
