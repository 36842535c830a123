"""Forms with which the table of countries is narrowed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from concord_site.mds.queries.watch_lines import SORTS


class FilterForm(forms.Form):
    """Narrowing and ordering the table of countries."""

    words = forms.CharField(label=_("Country"), required=False, max_length=80)
    region = forms.ChoiceField(label=_("Region"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("of a country's figures", "State"), required=False,
        choices=[
            ("", _("All states")), ("confirmed", _("Confirmed")), ("draft", _("Only in hand")),
            ("withdrawn", _("Taken back")), ("none", _("Nothing")),
        ],
    )  # fmt: skip
    structure = forms.ChoiceField(label=pgettext_lazy("of the data set", "Table"), required=False)
    only = forms.ChoiceField(
        label=pgettext_lazy("which countries", "Only"), required=False,
        choices=[
            ("", _("All countries")), ("questions", _("With questions")), ("waiting", _("That have to answer")),
            ("draft", _("With something in hand")), ("incomplete", _("With some of the tables")),
            ("observatory", _("With figures of an observatory")), ("late", _("Whose figures are late")),
        ],
    )  # fmt: skip
    year = forms.TypedChoiceField(label=_("Year of the figures"), required=False, coerce=int, empty_value=None)
    round = forms.ChoiceField(label=_("Round"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[
            ("", _("By name")), ("state", _("By state")), ("tables", _("Most tables first")),
            ("confirmed", _("Newest first")), ("questions", _("Most questions first")),
            ("explained", _("Most explanations first")), ("late", _("Most days late first")),
        ],
    )  # fmt: skip
    as_of = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, regions: list[Any], structures: list[Any], years: list[int], rounds: list[str],
                 last: dt.date) -> None:  # fmt: skip
        super().__init__(data)
        self.last = last
        self._offer("region", _("All regions"), regions)
        self._offer("structure", _("All tables"), structures)
        self._offer("year", _("All years"), [(each, each) for each in years])
        self._offer("round", _("All rounds"), [(each, each) for each in rounds])
        for name in ("round", "region"):
            if len(self.fields[name].choices) == 1:  # type: ignore[attr-defined]
                del self.fields[name]

    def _offer(self, name: str, every: Any, choices: list[Any]) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen and can be understood; the rest is left out."""
        self.full_clean()
        return {key: value for key, value in self.cleaned_data.items() if value not in ("", None)}

    def clean_as_of(self) -> dt.date | None:
        """A day that is not to come."""
        day: dt.date | None = self.cleaned_data.get("as_of")
        return None if day is None or day > self.last or day.year < 2011 else day

    def clean_sort(self) -> str:
        """An order that is known."""
        given: str = self.cleaned_data.get("sort", "")
        return given if given in SORTS else ""
