"""Every address of the web application."""

from django.urls import include, path

from convergent.web.views import gallery, gone, health, home, installing, palette, tour

urlpatterns = [
    path("", home.start, name="start"),
    path("today/", home.today, name="today"),
    path("tour/", tour.tour, name="tour"),
    path("find/", palette.find, name="find"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", health.metrics, name="metrics"),
    path("people/gone/", gone.gone, name="gone"),
    path("", include("convergent.web.sign_in.urls")),
    path("", include("convergent.people.urls")),
    path("", include("convergent.search.urls")),
    path("", include("convergent.asking.urls")),
    path("", include("convergent.trust.urls")),
    path("", include("convergent.loads.urls")),
    path("", include("convergent.releases.urls")),
    path("", include("convergent.upkeep.urls")),
    path("", include("convergent.learning.urls")),
    path("", include("convergent.priorities.urls")),
    path("", include("convergent.publish.urls")),
    path("", include("convergent.practice.urls")),
    path("", include("convergent.support.urls")),
    path("", include("convergent.evidence.urls")),
]

handler400 = "convergent.web.views.errors.bad_request"
handler403 = "convergent.web.views.errors.not_there"
handler404 = "convergent.web.views.errors.not_there"
handler429 = "convergent.web.sign_in.views.entrance.too_many"  # asked for by allauth
handler500 = "convergent.web.views.errors.our_fault"
