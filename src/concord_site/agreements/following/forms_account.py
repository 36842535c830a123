"""Forms of the benefit account: what it is about, one figure, and figures to try out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements.account_declared import Quantity, declared
from concord.agreements.account_given import GIVERS, SHARES, Asked, Given
from concord.labour_market.curves import Range
from concord_site.agreements.following import words
from concord_site.agreements.preparing import forms_common as common

SETUP_FIELDS = ("first", "years", "price_year")
#: What everybody asks first; the others stand folded.
ASKED_FIRST = ("training-public", "anyway", "discount")


def percent(unit: str) -> bool:
    """Whether people write it in percent."""
    return unit in SHARES


def typed(number: float, unit: str) -> str:
    """A figure as it stands in a box; shares in percent."""
    return common.shown(round(100 * number, 6) if percent(unit) else number)


def unit_words(unit: str) -> str:
    """The unit beside a box."""
    if unit == "share":
        return gettext("percent")
    return gettext("percent a year") if unit == "share-a-year" else words.of_account().text(f"unit-{unit}")


class SetupForm(common.Versioned):
    """Years and prices of an account."""

    first = forms.IntegerField(label=_("First year"), min_value=1990, max_value=2100)
    years = forms.IntegerField(label=_("How many years"), min_value=1)
    price_year = forms.IntegerField(
        label=_("Prices of which year"), min_value=1990, max_value=2100,
        help_text=_("All amounts are in United States dollars of this year."),
    )  # fmt: skip

    counting = forms.MultipleChoiceField(
        label=_("Lines beside the balance that are to be counted in it"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years: Any = self.fields["years"]
        years.max_value = declared().most_years
        speech, counting = words.of_account(), cast(Any, self.fields["counting"])
        counting.choices = [
            (each.id, f"{speech.text(f'line-{each.id}')} ({speech.text(f'name-{each.side}')})")
            for each in declared().terms if each.beside
        ]  # fmt: skip

    def body(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """The record's body; what the form does not show stays as it stands."""
        given = {name: self.cleaned_data[name] for name in (*SETUP_FIELDS, "counting")}
        return {**standing, **given}


class InputForm(common.Versioned):
    """One figure with its range, its years and its source."""

    value = common.NumberField(label=_("Likeliest"))
    low = common.NumberField(label=_("At least"))
    high = common.NumberField(label=_("At most"), help_text=_("Leave both empty only where the figure was counted."))
    source = forms.CharField(
        label=_("Source"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A document, a register, a decision; an estimate of your own says that it is one."),
    )  # fmt: skip
    by = forms.ChoiceField(label=_("Given by"))

    def __init__(self, *args: Any, quantity: Quantity, span: tuple[int, ...], given: Given | None, mine: str,
                 **kwargs: Any) -> None:  # fmt: skip
        self.quantity, self.span = quantity, span if quantity.by_year else ()
        self.before = given
        stands = {**_initial(given, quantity), "by": given.by if given else mine}
        kwargs["initial"] = {**stands, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        by: Any = self.fields["by"]
        speech = words.of_account()
        by.choices = [(each, speech.text(f"given-by-{each}")) for each in GIVERS if each != "own"]
        for year in self.span:
            self.fields[f"y{year}"] = common.NumberField(label=gettext("In %(year)s") % {"year": year})
        if self.span:
            self.fields[f"y{self.span[0]}"].help_text = gettext(
                "A year left empty has the figure above; where there is none above, nobody has told it yet."
            )
        rest = ("source", "by")
        self.order_fields([name for name in self.fields if name not in rest] + list(rest))

    def clean(self) -> dict[str, Any]:
        """There is a figure; the likeliest lies between the bounds; nothing is below zero, no share above all."""
        cleaned = super().clean() or {}
        value, low, high = (cleaned.get(name) for name in ("value", "low", "high"))
        years = [cleaned.get(f"y{year}") for year in self.span]
        numbers = [each for each in (value, low, high, *years) if each is not None]
        if self.errors:
            return cleaned
        if not numbers:
            raise ValidationError(gettext("Write a figure for all years, or for at least one."))
        if value is None and (low is not None or high is not None):
            self.add_error("value", gettext("Write the likeliest figure too."))
        elif value is not None and not (value if low is None else low) <= value <= (value if high is None else high):
            self.add_error("value", gettext("The likeliest figure lies between the least and the most."))
        if min(numbers) < 0 and self.quantity.id != "living":
            raise ValidationError(gettext("Figures are not below zero; the account knows which side pays."))
        if percent(self.quantity.unit) and max(numbers) > 100:
            raise ValidationError(gettext("A share is at most 100 percent."))
        return cleaned

    def body(self) -> dict[str, Any]:
        """The record's body, as the library reads it; what stands unchanged keeps its range and who said what."""
        given, unit = self.cleaned_data, self.quantity.unit
        per = 100 if percent(unit) else 1
        found: dict[str, Any] = {"source": given["source"].strip(), "by": given["by"]}
        if given["value"] is not None:
            found |= {name: given[name] / per for name in ("value", "low", "high") if given[name] is not None}
        stood = _initial(self.before, self.quantity)
        names = ("value", "low", "high")
        if self.before is not None and self.before.said and all(_same(given[each], stood.get(each)) for each in names):
            found = {"source": found["source"], "by": found["by"], "said": dict(self.before.said)}
        years = {str(year): self._of_year(year, stood) for year in self.span if given[f"y{year}"] is not None}
        return {**found, "by_year": years} if years else found

    def _of_year(self, year: int, stood: Mapping[str, Any]) -> dict[str, float]:
        typed_value = self.cleaned_data[f"y{year}"]
        was = self.before.by_year.get(year) if self.before is not None else None
        if was is not None and not was.is_exact and _same(typed_value, stood.get(f"y{year}")):
            return {"value": was.value, "low": was.low, "high": was.high}
        return {"value": typed_value / (100 if percent(self.quantity.unit) else 1)}


def _same(number: float | None, stood: str | None) -> bool:
    """Whether a box holds what stood in it."""
    return common.shown(number) == (stood or "")


def _initial(given: Given | None, quantity: Quantity) -> dict[str, Any]:
    if given is None:
        return {}
    found: dict[str, Any] = {"source": given.source}
    if given.every is not None:
        found["value"] = typed(given.every.value, quantity.unit)
        if not given.every.is_exact:
            found |= {"low": typed(given.every.low, quantity.unit), "high": typed(given.every.high, quantity.unit)}
    return found | {f"y{year}": typed(each.value, quantity.unit) for year, each in given.by_year.items()}


class TryForm(forms.Form):
    """Figures to try: what is typed takes the place of the likeliest, and its range goes with it in proportion."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, asked: Asked, weightiest: tuple[str, ...] = ()
    ) -> None:
        """``weightiest`` are the figures on which most rests: they stand first."""
        self.ranges = dict(_ranges(asked))
        self.open = tuple(id for id in dict.fromkeys((*weightiest, *ASKED_FIRST)) if id in self.ranges)
        stands = {id: typed(each.value, declared().quantities[id].unit) for id, each in self.ranges.items()}
        super().__init__(None if data is None else {**stands, **{id: data[id] for id in stands if id in data}})
        speech = words.of_account()
        for id in self.ranges:
            unit = unit_words(declared().quantities[id].unit)
            self.fields[id] = common.NumberField(label=f"{speech.text(f'quantity-{id}')} ({unit})", required=True)
            self.fields[id].initial = stands[id]

    @property
    def first(self) -> list[Any]:
        """Boxes that stand open."""
        return [self[id] for id in self.open]

    @property
    def has_others(self) -> bool:
        """Whether one of the folded boxes holds something else than what stands, or an error."""
        found = {id for id in self.fields if id not in self.open}
        is_other = self.is_bound and any(self[id].value() != self.fields[id].initial for id in found)
        return is_other or bool(found & set(self.errors))

    @property
    def others(self) -> list[Any]:
        """Boxes that stand folded."""
        return [self[id] for id in self.fields if id not in self.open]

    def changed(self) -> Mapping[str, Range]:
        """What differs from what stands."""
        found = {}
        for id, usual in self.ranges.items():
            value, unit = self.cleaned_data.get(id), declared().quantities[id].unit
            if value is None or value < 0 or common.shown(value) == typed(usual.value, unit):
                continue
            found[id] = moved(usual, value / 100 if percent(unit) else value, most=1.0 if percent(unit) else None)
        return found


def moved(usual: Range, value: float, *, most: float | None = None) -> Range:
    """A range about another middle, as wide in proportion; about nothing it has no width."""
    at = value if most is None else min(value, most)
    if not usual.value:
        return Range.exact(at)
    low, high = (end * at / usual.value for end in (usual.low, usual.high))
    return Range(at, min(low, at), max(at, high if most is None else min(high, most)))


def _ranges(asked: Asked) -> Any:
    for id, quantity in declared().quantities.items():
        given = asked.given.get(id)
        if given is not None and given.every is not None and not given.by_year:
            yield id, given.every
        elif given is None and quantity.usual is not None:
            yield id, quantity.usual.range
