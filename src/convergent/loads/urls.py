from django.urls import path

from convergent.loads.views import by_hand, data, downloads, loads, work

ONE = "data/loads/<uuid:pk>/"

urlpatterns = [
    path("data/", data.data, name="data"),
    path("data/under-way/", data.data_under_way, name="data_under_way"),
    path("data/follow/", data.follow_again, name="follow_again"),
    path("data/by-hand/", by_hand.by_hand, name="by_hand"),
    path("data/templates/start.xlsx", data.workbook, name="data_workbook"),
    path("data/templates/<str:name>.csv", data.template, name="data_template"),
    path(ONE, loads.load, name="load"),
    path(f"{ONE}approve/", loads.decide, {"deed": loads.APPROVE}, name="load_approve"),
    path(f"{ONE}refuse/", loads.decide, {"deed": loads.REFUSE}, name="load_refuse"),
    path(f"{ONE}undo/", loads.decide, {"deed": loads.UNDO}, name="load_undo"),
    path(f"{ONE}errors.csv", downloads.errors, name="load_errors"),
    path(f"{ONE}left-out.zip", downloads.quarantine, name="load_quarantine"),
    path("work/<uuid:pk>/", work.work, name="work"),
    path("work/<uuid:pk>/cancel/", work.cancel_work, name="work_cancel"),
]
