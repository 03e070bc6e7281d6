"""Every address of priorities, one module for each kind of thing."""

from convergent.priorities.urls import cycles, meetings, plans, priorities, requirements, theory

urlpatterns = [
    *priorities.urlpatterns,
    *requirements.urlpatterns,
    *theory.urlpatterns,
    *cycles.urlpatterns,
    *plans.urlpatterns,
    *meetings.urlpatterns,
]
