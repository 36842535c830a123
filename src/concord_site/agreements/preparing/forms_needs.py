"""Forms of the needs assessment and of objectives."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from concord.agreements import needs, objectives
from concord.agreements.needs import Evidence, Kept, Need
from concord.agreements.needs_own import GIVEN, Own
from concord.agreements.objectives import Chosen
from concord.agreements.parties import Side
from concord.labour_market.curves import Range
from concord.vocabulary.text import Text
from concord_site.agreements import boxes
from concord_site.agreements.preparing import forms_common as common
from concord_site.agreements.preparing import naming

PRIORITIES = (
    ("1", pgettext_lazy("priority", "First")), ("2", pgettext_lazy("priority", "Next")),
    ("3", pgettext_lazy("priority", "Later")),
)  # fmt: skip
DOCUMENTS = ("", "_2")


class NeedForm(common.Versioned):
    """One need, with its evidence, size, year and owner."""

    statement = boxes.long(_("What is needed"), hint=_("One sentence: who or what is missing, where."))
    area = forms.ChoiceField(label=_("Area"))
    priority = forms.ChoiceField(label=_("Priority"), choices=PRIORITIES, widget=forms.RadioSelect, initial="2")
    likely = common.NumberField(
        label=_("Size"), help_text=_("The most likely number. Leave it empty if it cannot be said.")
    )
    least = common.NumberField(label=_("At least"))
    most = common.NumberField(label=_("At most"))
    unit = forms.ChoiceField(label=_("What the size counts"), required=False)
    year = common.year(_("Year"), hint=_("Of which the size is, or by which it is needed."))
    owner = forms.CharField(label=_("Who answers for it"), max_length=200, required=False)
    figures = forms.MultipleChoiceField(
        label=_("Figures of the labour market analysis that show it"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    document = forms.CharField(label=_("Document that shows it"), max_length=300, required=False)
    document_link = forms.CharField(label=common.LINK, max_length=500, required=False, help_text=common.LINK_HINT)
    document_year = common.year(_("Year of the document"))
    document_2 = forms.CharField(label=_("Another document"), max_length=300, required=False)
    document_link_2 = forms.CharField(label=_("Where the other one stands"), max_length=500, required=False)
    document_year_2 = common.year(_("Year of the other document"))
    occupations = forms.MultipleChoiceField(
        label=_("Occupations"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all."),
    )  # fmt: skip
    objective = forms.ChoiceField(label=_("Objective that it serves"), required=False)
    no_clause = boxes.long(
        _("Why no clause is to meet it"), rows=2, required=False,
        hint=_("Only for a need that will be met without the agreement."),
    )  # fmt: skip

    def __init__(self, *args: Any, kept: Kept | None, chosen: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = {each.id: each for each in kept.figures} if kept is not None else {}
        labelled = [(id, naming.figure_name(id), naming.figure_words(each)) for id, each in self._kept.items()]
        options: dict[str, list[tuple[str, str]]] = {
            "area": [(each.id, naming.plain(each.label)) for each in needs.areas().values()],
            "unit": [("", gettext("Not said")), *naming.units()],
            "objective": [("", gettext("None")), *chosen],
            "occupations": naming.occupation_choices(),
            "figures": [(id, gettext("%(name)s: %(value)s") % {"name": name, "value": v}) for id, name, v in labelled],
        }
        for name, choices in options.items():
            field: Any = self.fields[name]
            field.choices = choices
        if not self._kept:
            del self.fields["figures"]

    def clean(self) -> dict[str, Any]:
        """A least and a most enclose the likely number; without one, their middle stands for it."""
        cleaned = super().clean() or {}
        cleaned["size"] = None
        least, likely, most = (cleaned.get(name) for name in ("least", "likely", "most"))
        low, high = (likely if end is None else end for end in (least, most))
        if low is not None and high is not None:
            middle = (low + high) / 2 if likely is None else likely
            if low <= middle <= high:
                cleaned["size"] = Range(middle, low, high)
            else:
                self.add_error("likely", gettext("The number must lie between the least and the most."))
        elif low is not None or high is not None:
            self.add_error("likely", gettext("Write the likely number too, or both ends."))
        return cleaned

    def value(self, key: str, side: Side, before: Need | None) -> Need:
        """The need as typed; figures that were kept with it before stay as they stood unless they were unticked."""
        given = self.cleaned_data
        old = {each.figure: each for each in before.evidence if each.figure} if before is not None else {}
        ticked = given.get("figures") or []
        figures = [old[id] if id in old else Evidence.of(self._kept[id]) for id in ticked]
        if "figures" not in self.fields:
            figures = list(old.values())
        documents = [
            Evidence(given[f"document{at}"], year=given[f"document_year{at}"], link=given[f"document_link{at}"])
            for at in DOCUMENTS
            if given[f"document{at}"].strip()
        ]
        return Need(
            key, side, given["area"], common.said(given["statement"], before.statement if before else Text()),
            (*figures, *documents), given["size"], given["unit"], given["year"], given["owner"].strip(),
            int(given["priority"]), tuple(given["occupations"]), given["objective"], given["no_clause"].strip(),
        )  # fmt: skip


def need_initial(need: Need | None) -> dict[str, Any]:
    """What stands in the form of a need."""
    if need is None:
        return {}
    documents = [each for each in need.evidence if not each.figure][: len(DOCUMENTS)]
    first: dict[str, Any] = {
        "statement": naming.plain(need.statement), "area": need.area, "priority": str(need.priority),
        "unit": need.unit, "year": need.year, "owner": need.owner, "occupations": list(need.occupations),
        "objective": need.objective, "no_clause": need.no_clause,
        "figures": [each.figure for each in need.evidence if each.figure],
    }  # fmt: skip
    if need.size is not None:
        first |= {"likely": common.shown(need.size.value)}
        if not need.size.is_exact:
            first |= {"least": common.shown(need.size.low), "most": common.shown(need.size.high)}
    for at, each in zip(DOCUMENTS, documents, strict=False):
        first |= {f"document{at}": each.source, f"document_link{at}": each.link, f"document_year{at}": each.year}
    return first


class AnalysisForm(forms.Form):
    """A labour market analysis that the party has elsewhere."""

    title = forms.CharField(label=_("What it is called"), max_length=300)
    on = boxes.day(_("Day of the analysis"))
    link = forms.CharField(label=common.LINK, max_length=500, required=False, help_text=common.LINK_HINT)
    says = boxes.long(
        _("What it found"), rows=4, required=False,
        hint=_("Shortage or surplus, vacant posts, people without a post. Without it the analysis opens no phase."),
    )  # fmt: skip
    occupations = forms.MultipleChoiceField(
        label=_("Occupations it is about"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        occupations: Any = self.fields["occupations"]
        occupations.choices = naming.occupation_choices()

    def value(self, today: date) -> Kept:
        """The analysis as named."""
        given = self.cleaned_data
        return Kept(
            min(given["on"], today), given["title"].strip(), "", given["link"].strip(),
            says=common.said(given["says"]), occupations=tuple(given["occupations"]),
        )  # fmt: skip


class OwnForm(common.Versioned):
    """Figures that the country knows of itself."""

    year = common.year(_("Year"), hint=_("All figures below are of this year."))
    graduates = common.NumberField(label=_("Graduates"))
    entrants = common.NumberField(label=_("New people who look for a post"))
    openings = common.NumberField(label=_("Posts that are new or become free"))
    posts = common.NumberField(label=_("Funded posts"))
    filled = common.NumberField(label=_("Funded posts that are filled"))
    unemployed = common.NumberField(label=_("People without a post"))
    source = forms.CharField(label=_("Where the figures are from"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].required = True

    def value(self, today: date) -> Own:
        """The figures as typed.

        Raises:
            Invalid: As :class:`concord.agreements.needs_own.Own`.
        """
        given = self.cleaned_data
        numbers = {name: given[name] for name in GIVEN}
        return Own(given["year"], today, source=given["source"].strip(), **numbers)


def own_initial(own: Own | None) -> dict[str, Any]:
    """What stands in the form of a country's own figures."""
    if own is None:
        return {}
    return {"year": own.year, "source": own.source, **{name: common.shown(own.given[name]) for name in GIVEN}}


class ObjectiveForm(common.Versioned):
    """An objective in the parties' own words."""

    statement = boxes.long(_("Objective"), rows=2)
    goal = forms.ChoiceField(label=_("Under which goal"))
    side = forms.ChoiceField(
        label=_("For which country"), widget=forms.RadioSelect,
        choices=(("origin", _("Origin")), ("destination", _("Destination"))),
    )  # fmt: skip
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    no_indicator = boxes.long(_("Why there is no indicator"), rows=2, required=False)

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal: Any = self.fields["goal"]
        indicator: Any = self.fields["indicator"]
        goal.choices = [(each.id, naming.plain(each.label)) for each in objectives.goals().values()]
        indicator.choices = [("", gettext("None exists")), *indicators]

    def clean(self) -> dict[str, Any]:
        """An objective without an indicator says why."""
        cleaned = super().clean() or {}
        if not cleaned.get("indicator") and not cleaned.get("no_indicator", "").strip():
            self.add_error("no_indicator", gettext("Choose an indicator, or say why there is none."))
        return cleaned

    def value(self, key: str, before: Chosen | None) -> Chosen:
        """The objective as typed."""
        given = self.cleaned_data
        statement = common.said(given["statement"], before.statement if before else Text())
        side: Side = "origin" if given["side"] == "origin" else "destination"
        why = (
            Text()
            if given["indicator"]
            else common.said(given["no_indicator"], before.no_indicator if before else Text())
        )
        return Chosen(
            key, given["goal"], side, statement, before.declared if before else "", given["indicator"], why
        )  # fmt: skip


def objective_initial(chosen: Chosen | None) -> dict[str, Any]:
    """What stands in the form of an objective."""
    if chosen is None:
        return {}
    return {
        "statement": naming.plain(chosen.statement), "goal": chosen.goal, "side": chosen.side,
        "indicator": chosen.indicator, "no_indicator": naming.plain(chosen.no_indicator),
    }  # fmt: skip
