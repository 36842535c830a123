"""Forms of instruments as wholes: upload, begin, copy, withdraw, settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES, direction

ID = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", _("Use letters, digits, hyphens and full stops, without spaces."))
USES = [("national", _("National authorities")), ("stakeholder", _("Stakeholders")), ("other", _("Others"))]
LANGUAGE_CHOICES = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Workbook or form"),
        help_text=_("XLSForm (.xlsx). Nothing is kept before you have seen what was found."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.xml,.json"}),
    )


class NewForm(forms.Form):
    """An empty draft."""

    form_title = forms.CharField(label=_("Title"), max_length=200)
    form_id = forms.CharField(
        label=_("Identifier"), max_length=60, validators=[ID],
        help_text=_("Stands in addresses and files and never changes, such as nri-2027."),
    )  # fmt: skip
    version = forms.CharField(label=_("Version"), max_length=40, validators=[ID], initial="1")
    default_language = forms.ChoiceField(label=_("Language it is written in"), choices=LANGUAGE_CHOICES)
    x_use = forms.ChoiceField(label=_("Who answers"), choices=USES)


class CopyForm(forms.Form):
    """The next version of a published one."""

    number = forms.CharField(
        label=_("Number of the new version"), max_length=40, validators=[ID],
        help_text=_("Another one than those that are published."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a version is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody reads it beside the version."),
    )  # fmt: skip


class SettingsForm(forms.Form):
    """What a draft is called, and what it belongs to; title and statement in each language."""

    form_id = forms.CharField(
        label=_("Identifier"), max_length=60, required=False, validators=[ID],
        help_text=_("Stands in addresses and files and never changes, such as nri-2027."),
    )  # fmt: skip
    version = forms.CharField(label=_("Version"), max_length=40, required=False, validators=[ID])
    default_language = forms.CharField(
        label=_("Language it is written in"), max_length=40, required=False,
        help_text=_("As a code, such as en."),
    )  # fmt: skip
    x_use = forms.ChoiceField(label=_("Who answers"), choices=[("", "–"), *USES], required=False)
    x_round = forms.CharField(
        label=_("Round"), max_length=10, required=False, widget=forms.TextInput(attrs={"size": 10})
    )
    x_previous = forms.ChoiceField(label=_("Questionnaire of the round before"), required=False)
    x_provenance = forms.CharField(
        label=_("Provenance"), max_length=200, required=False,
        help_text=_("proposal, reconstruction, or verified; a note may follow after a colon."),
    )  # fmt: skip

    def __init__(self, *args: Any, default: str, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initial = (kwargs.get("initial") or {}).get("x_previous", "")
        choices = [("", "–"), *known]
        if initial and initial not in {code for code, _name in known}:
            choices.append((initial, initial))
        self.fields["x_previous"].choices = choices  # type: ignore[attr-defined]
        self.default = default
        for column, rows in (("form_title", 2), ("x_statement", 4)):
            for code in (default, *(each for each in LANGUAGES if each != default)):
                name = column if code == default else f"{column}::{code}"
                attrs = {"rows": rows, "lang": code, "dir": direction(code)}
                self.fields[name] = forms.CharField(
                    label=NATIVE_NAMES.get(code, code), required=False, widget=forms.Textarea(attrs=attrs),
                    max_length=5000,
                )  # fmt: skip

    def wordings(self) -> list[tuple[str, list[Any]]]:
        """Bound fields of title and statement, the default language first."""
        return [(column, _bound(self, column, self.default)) for column in ("form_title", "x_statement")]


def _bound(form: forms.Form, column: str, default: str) -> list[Any]:
    names = [column, *(f"{column}::{code}" for code in LANGUAGES if code != default)]
    return [form[name] for name in names if name in form.fields]
