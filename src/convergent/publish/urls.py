from django.urls import path

from convergent.publish import views

urlpatterns = [
    path("briefs/<uuid:pk>/", views.brief, name="brief"),
    path("briefs/<uuid:pk>/pdf/", views.brief_pdf, name="brief_pdf"),
]
