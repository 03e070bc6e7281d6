"""The page of the second step."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import IndexView

from convergent.web.sign_in.second_factor import lacks_second_factor


class SecondStepView(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "lacking": lacks_second_factor(self.request)}
