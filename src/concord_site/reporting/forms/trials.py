"""Forms of trials; they only read what was chosen, actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.reporting.models.trials import Trial


class StartForm(forms.Form):
    """How a trial begins."""

    mode = forms.ChoiceField(
        label=_("How do you want to answer?"), initial=Trial.Mode.WHOLE, widget=forms.RadioSelect,
        choices=[
            (Trial.Mode.WHOLE, _("The whole questionnaire")),
            (Trial.Mode.SHORT, _("Only what has changed since last time")),
        ],
    )  # fmt: skip
    last = forms.ChoiceField(
        label=_("Answers of last time"), initial=Trial.Last.NONE, widget=forms.RadioSelect,
        help_text=_("They are shown beside the boxes. Invented answers are marked as invented wherever they stand."),
        choices=[
            (Trial.Last.NONE, _("None")), (Trial.Last.INVENTED, _("Invented ones, to see how it works")),
            (Trial.Last.UPLOADED, _("Answers in a file of mine")),
        ],
    )  # fmt: skip
    answers = forms.FileField(
        label=_("File of answers"), required=False,
        help_text=_("A JSON file of answers, as a trial gives it out. Nothing of it is sent to anybody."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Which role do you play?"), initial=Trial.Role.OFFICER, widget=forms.RadioSelect,
        choices=[
            (Trial.Role.OFFICER, _("Officer of a national authority: answers everything")),
            (Trial.Role.DELEGATE, _("Colleague in another ministry: answers one section")),
            (Trial.Role.REVIEWER, _("Reviewer: sees the answers and changes nothing")),
        ],
    )  # fmt: skip
    section = forms.TypedChoiceField(label=_("Which section?"), coerce=int, required=False, empty_value=None)
    area = forms.ChoiceField(
        label=_("For which country?"), required=False, help_text=_("Only played: nothing becomes that country's word.")
    )
    language = forms.ChoiceField(
        label=_("In which language?"), choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    )

    def __init__(
        self, *args: Any, sections: list[tuple[int, str]], countries: list[tuple[str, str]], has_last: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", _("Choose …")), *sections]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("No country")), *countries]  # type: ignore[attr-defined]
        if not has_last:
            for name in ("mode", "last", "answers"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A delegate needs a section, and an uploaded file a file; the short mode needs answers of last time."""
        given = super().clean() or {}
        if given.get("role") == Trial.Role.DELEGATE and not given.get("section"):
            self.add_error("section", _("Choose the section that is answered in this role."))
        if given.get("last") == Trial.Last.UPLOADED and not given.get("answers"):
            self.add_error("answers", _("Choose the file."))
        if given.get("mode") == Trial.Mode.SHORT and given.get("last") == Trial.Last.NONE:
            self.add_error("last", _("What has changed can only be asked with answers of last time."))
        return given


class UploadForm(forms.Form):
    """A file of answers that comes back."""

    file = forms.FileField(
        label=_("File of answers"),
        help_text=_("The workbook of this questionnaire, a submission of its XForm, or a JSON file of answers."),
    )
