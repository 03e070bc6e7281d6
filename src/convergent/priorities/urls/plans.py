from django.urls import path

from convergent.priorities.views import plans

AT = "priorities/at/<uuid:pk>/plan/"

urlpatterns = [
    path(AT, plans.plan, name="plan"),
    path(f"{AT}take/", plans.take, name="plan_take"),
    path(f"{AT}fill/", plans.fill, name="plan_fill"),
]
