"""Every address of the web application."""

from django.urls import include, path

from convergent.web.views import areas, gallery, gone, home, palette

urlpatterns = [
    path("", home.start, name="start"),
    path("today/", home.today, name="today"),
    path("find/", palette.find, name="find"),
    path("priorities/", areas.priorities, name="priorities"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("people/gone/", gone.gone, name="gone"),
    path("", include("convergent.web.sign_in.urls")),
    path("", include("convergent.people.urls")),
    path("", include("convergent.loads.urls")),
    path("", include("convergent.learning.urls")),
]

handler400 = "convergent.web.views.errors.bad_request"
handler403 = "convergent.web.views.errors.not_there"
handler404 = "convergent.web.views.errors.not_there"
handler429 = "convergent.web.sign_in.views.entrance.too_many"  # asked for by allauth
handler500 = "convergent.web.views.errors.our_fault"
