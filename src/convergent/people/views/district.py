"""What the district calls things, and its time zone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.district import set_words
from convergent.people.forms import WordsForm
from convergent.people.models import DistrictSettings
from convergent.people.views.frame import say_done, typed


@opens_to(OpensTo.KEEPERS, methods=("GET", "POST"))
def words(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    own = get_object_or_404(
        DistrictSettings.objects.select_related("district"), district=viewer.district_id
    )
    form = WordsForm(typed(request), words=viewer.words, district=own)
    if form.is_valid():
        set_words(
            own.district,
            form.chosen(),
            time_zone=form.cleaned_data["time_zone"],
            year_starts=form.year_starts(),
            by=viewer,
        )
        say_done(request, _("Every page uses these words from now on."))
        return redirect("words")
    return render(request, "people/words.html", {"form": form, "district": own.district})
