"""Forms of monitoring: a figure, a target, answers of workers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements.monitoring import AIMS, Target, Told
from concord.agreements.monitoring_declared import declared
from concord.vocabulary import codelists
from concord_site.agreements.following import words
from concord_site.agreements.preparing import forms_common as common
from concord_site.shell.i18n import language

AIM_NAMES = {"at-least": _("At least"), "at-most": _("At most (a ceiling or quota)")}
SIDES = ("origin", "destination", "workers", "process")


def indicator_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Indicators by side, each with its unit."""
    speech = words.of_following()
    found = []
    for side in SIDES:
        listed = [
            (each.id, f"{speech.text(f'indicator-{each.id}')} ({_unit(each.unit)})")
            for each in declared().indicators.values() if each.side == side
        ]  # fmt: skip
        found.append((speech.text(f"group-{side}"), listed))
    return found


def _unit(unit: str) -> str:
    return words.of_following().text(f"unit-{unit.replace('_', '-')}")


def _occupations() -> list[tuple[str, str]]:
    codes = codelists.codelist("occupation")
    return [("", gettext("All together")), *((code, codes.name(code, language()).text) for code in codes.codes)]


class _OfIndicator(common.Versioned):
    """A form about an indicator, with what it is broken down by."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    occupation = forms.ChoiceField(label=_("Occupation"), required=False)
    channel = forms.CharField(
        label=_("Channel"), max_length=80, required=False, help_text=_("Such as agency; empty for all together.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator: Any = self.fields["indicator"]
        occupation: Any = self.fields["occupation"]
        indicator.choices, occupation.choices = indicator_choices(), _occupations()

    def of(self) -> dict[str, str]:
        """What the figure is broken down by."""
        given = {name: str(self.cleaned_data.get(name) or "").strip() for name in ("occupation", "channel")}
        return {name: value for name, value in given.items() if value}

    def clean(self) -> dict[str, Any]:
        """The indicator is broken down by what is chosen; a percentage is one."""
        cleaned = super().clean() or {}
        known = declared().indicators.get(cleaned.get("indicator", ""))
        if known is None:
            return cleaned
        for name in ("occupation", "channel"):
            if cleaned.get(name) and name not in known.by:
                self.add_error(name, gettext("This indicator is not broken down by that. Leave it empty."))
        for name in ("value", "low", "high", "baseline"):
            number = cleaned.get(name)
            if number is not None and (number < 0 or (known.unit == "percent" and number > 100)):
                self.add_error(name, gettext("Write a figure that this indicator can have."))
        return cleaned


class ToldForm(_OfIndicator):
    """What your party says of an indicator in a year."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    value = common.NumberField(label=_("Figure"), required=True)
    low = common.NumberField(label=_("At least"))
    high = common.NumberField(label=_("At most"))
    source = forms.CharField(label=_("Source"), max_length=300)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """A range encloses its figure."""
        cleaned = super().clean()
        value = cleaned.get("value")
        least, most = (value if cleaned.get(name) is None else cleaned[name] for name in ("low", "high"))
        if value is not None and not least <= value <= most:
            self.add_error("value", gettext("The number must lie between the least and the most."))
        return cleaned

    def told(self, by: Any) -> Told:
        """The figure as typed, of the party that writes."""
        given = self.cleaned_data
        return Told(
            given["indicator"], given["year"], by, given["value"], given["low"], given["high"], given["source"].strip(),
            note=given["note"].strip(), of=self.of(),
        )  # fmt: skip


class TargetForm(_OfIndicator):
    """What the parties want of an indicator."""

    aim = forms.ChoiceField(
        label=_("Aim"), choices=[(each, AIM_NAMES[each]) for each in AIMS], widget=forms.RadioSelect
    )
    value = common.NumberField(label=_("Target"), required=True)
    year = forms.IntegerField(label=_("Until the year"), min_value=1990, max_value=2100)
    every_year = forms.BooleanField(label=_("It holds in every year, as a quota does"), required=False)
    baseline = common.NumberField(label=_("Before the agreement"))
    baseline_year = common.year(_("In the year"))
    clause = forms.CharField(label=_("Clause that says so"), max_length=80, required=False)
    source = forms.CharField(label=_("Source of the baseline"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A baseline has its year."""
        cleaned = super().clean()
        if (cleaned.get("baseline") is None) != (cleaned.get("baseline_year") is None):
            self.add_error("baseline_year", gettext("Write the baseline and its year, or neither."))
        return cleaned

    def target(self) -> Target:
        """The target as typed."""
        given = self.cleaned_data
        return Target(
            given["indicator"], given["value"], given["aim"], given["year"], given["every_year"],
            given["clause"].strip(), given["baseline"], given["baseline_year"], given["source"].strip(), self.of(),
        )  # fmt: skip


def target_initial(of: Target) -> dict[str, Any]:
    """What stands in the form of a target."""
    return {
        "indicator": of.indicator, "aim": of.aim, "value": common.shown(of.value), "year": of.year,
        "every_year": of.every_year, "baseline": common.shown(of.baseline), "baseline_year": of.baseline_year,
        "clause": of.clause, "source": of.source, **of.of,
    }  # fmt: skip


def told_initial(of: Told) -> dict[str, Any]:
    """What stands in the form of a figure."""
    return {
        "indicator": of.indicator, "year": of.year, "value": common.shown(of.value), "low": common.shown(of.low),
        "high": common.shown(of.high), "source": of.source, "note": of.note, **of.of,
    }  # fmt: skip


class AnswersForm(forms.Form):
    """Answers of workers, as the tool exports them."""

    year = forms.IntegerField(label=_("Year of the survey"), min_value=1990, max_value=2100)
    file = forms.FileField(
        label=_("File with the answers"),
        help_text=_("CSV or Excel, one row a person. Only how many gave each answer is kept."),
    )

    def clean_file(self) -> Any:
        """Not more than the site takes."""
        from django.conf import settings

        file = self.cleaned_data["file"]
        if file.size > settings.CONCORD.upload_megabytes * 1_000_000:
            raise ValidationError(gettext("The file is too large."))
        return file
