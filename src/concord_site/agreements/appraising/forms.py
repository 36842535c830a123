"""The form of a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from concord.agreements.appraisal_marks import Marking, checked
from concord.agreements.elements import LEVELS, MARKS, about_level, label_of_level, label_of_mark
from concord.findings import hint, message
from concord.texts.clauses import Clause
from concord.vocabulary.text import Text
from concord_site.agreements.appraising import naming
from concord_site.shell.i18n import language


class MarkForm(forms.Form):
    """Mark, level, clauses cited and a note on one element of one text."""

    mark = forms.ChoiceField(label=_("Does the text do what is asked?"), widget=forms.RadioSelect)
    level = forms.ChoiceField(
        label=_("How specific is the wording?"), widget=forms.RadioSelect, required=False, initial="absent",
        help_text=_("Apart from the mark: a detailed clause may still not do what is asked."),
    )  # fmt: skip
    clauses = forms.MultipleChoiceField(
        label=_("Where does the text say it?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Needed where it is met or partly met. Suggested clauses come first."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5_000,
        help_text=_("Why. Of what was carried out: which report says so."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, element: str, clauses: Sequence[Clause], first: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.element, self.known = element, clauses
        said = language()
        choose: dict[str, Any] = self.fields
        choose["mark"].choices = [(each, label_of_mark(each, said)) for each in MARKS]
        choose["level"].choices = [
            (each, f"{label_of_level(each, said)}: {about_level(each, said)}") for each in LEVELS
        ]
        order = {id: place for place, id in enumerate(first)}
        with_words = [each for each in clauses if each.body]
        with_words.sort(key=lambda each: order.get(each.id, len(order)))
        choose["clauses"].choices = [(each.id, naming.clause_shown(each)) for each in with_words]

    def clean(self) -> dict[str, Any]:
        """Everything that contradicts itself, at once and at its box."""
        cleaned = super().clean() or {}
        if "mark" in cleaned:
            for finding in checked(self.marking(), self.known):
                if finding.level == "hard":
                    where = "clauses" if finding.code.endswith("clause") else "level"
                    said = f"{message(finding, language())} {hint(finding, language())}"
                    self.add_error(where, ValidationError(said.strip()))
        return cleaned

    def marking(self) -> Marking:
        """What was said, from a form whose boxes are valid."""
        said = self.cleaned_data
        note = Text({language(): said["note"].strip()}) if said.get("note", "").strip() else Text()
        return Marking(
            self.element, said["mark"], said.get("level") or "absent", tuple(said.get("clauses", ())), note
        )  # fmt: skip

    def based_on(self) -> int:
        """The version the writer had before them."""
        return self.cleaned_data.get("version") or 0
