"""Sending files, and saying why something was decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.texts import no_social_security_number

MOST_FILES = 100


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, each checked as Django checks one."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        sent = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(one, initial) for one in sent or [None]]


class UploadForm(forms.Form):
    exports = FilesField(
        label=_("Files"),
        help_text=_("One zip, or the files of an export together."),
        error_messages={
            "required": _("Choose the files of an export."),
            "empty": _("One of the files is empty. Export it again."),
        },
    )
    changes = forms.BooleanField(
        label=_("They hold changes alone; what they do not hold stays"), required=False
    )

    def __init__(self, *args: Any, too_large: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        self.too_large = too_large

    def clean_exports(self) -> list[UploadedFile[Any]]:
        files: list[UploadedFile[Any]] = self.cleaned_data["exports"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Pack so many files into one zip."))
        if any(str(file.name).lower().endswith(".toml") for file in files):
            raise forms.ValidationError(
                _("A source that is asked over the network is loaded on the server alone.")
            )
        return files

    def clean(self) -> dict[str, Any]:
        if self.too_large:
            self.errors.pop("exports", None)
            self.add_error("exports", self.too_large)
        return self.cleaned_data


class ReasonForm(forms.Form):
    """Why a person decided so. The reason stays in the audit."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the audit. Name no student here."),
        validators=[no_social_security_number],
        error_messages={"required": _("Say in a sentence why.")},
    )
