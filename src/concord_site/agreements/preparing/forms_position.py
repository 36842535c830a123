"""Forms of a national position: what a ministry holds, lines with fall-backs, sign-offs, and what is cited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements.position import Line, SignOff, View, declared
from concord.vocabulary.text import Text
from concord_site.agreements import boxes
from concord_site.agreements.preparing import forms_common as common
from concord_site.agreements.preparing import naming

Choices = list[tuple[str, str]]


def _labels(of: Any) -> Choices:
    return [(id, naming.plain(getattr(each, "label", each))) for id, each in of.items()]


def _choices(form: forms.Form, **options: Choices) -> None:
    for name, choices in options.items():
        field: Any = form.fields[name]
        field.choices = choices


class PastDay(forms.DateField):
    """A day that is not to come."""

    def clean(self, value: Any) -> Any:
        """Nothing is a fact before its day."""
        from django.utils import timezone

        given = super().clean(value)
        if isinstance(given, date) and given > timezone.now().date():
            raise ValidationError(gettext("This day is still to come."))
        return given


def _past(label: Any) -> PastDay:
    return PastDay(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "size": 12}))


class ViewForm(common.Versioned):
    """What a ministry holds."""

    stance = forms.ChoiceField(label=_("How it stands to the agreement"), widget=forms.RadioSelect)
    view = boxes.long(_("What it holds, in its own words"), rows=4)
    conditions = boxes.long(_("Conditions that it sets"), required=False)
    spoke = forms.CharField(label=_("Who said so"), max_length=200, required=False, help_text=_("Name and office."))
    on = _past(_("When"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, stance=_labels(declared().stances))

    def clean(self) -> dict[str, Any]:
        """Whoever supports with conditions names them."""
        cleaned = super().clean() or {}
        if cleaned.get("stance") == "conditions" and not cleaned.get("conditions", "").strip():
            self.add_error("conditions", gettext("Write the conditions down."))
        return cleaned

    def value(self, key: str, before: View | None) -> View:
        """The view as typed."""
        given = self.cleaned_data
        old = before.conditions if before else Text()
        return View(
            key, given["stance"], common.said(given["view"], before.view if before else Text()), given["on"],
            common.said(given["conditions"], old), given["spoke"].strip(),
        )  # fmt: skip


def view_initial(view: View | None, today: date) -> dict[str, Any]:
    """What stands in the form of a view."""
    if view is None:
        return {"on": today}
    return {
        "stance": view.stance, "view": naming.plain(view.view), "conditions": naming.plain(view.conditions),
        "spoke": view.spoke, "on": view.on,
    }  # fmt: skip


class LineForm(common.Versioned):
    """One line of the position."""

    subject = forms.CharField(label=_("What it is about"), max_length=300)
    wanted = boxes.long(_("What is asked for first"))
    fallback = boxes.long(_("What would be accepted instead"), rows=2, required=False)
    fallback_2 = boxes.long(_("And if that cannot be had"), rows=2, required=False)
    never = boxes.long(_("What would not be accepted at all"), rows=2, required=False)
    is_safeguard = forms.BooleanField(
        label=_("It limits active recruitment or gives support to the origin (article 5.1)"), required=False
    )
    element = forms.ChoiceField(label=_("Element of the catalogue that it is about"), required=False)
    ministries = forms.MultipleChoiceField(
        label=_("Ministries that hold it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs that it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    state = forms.ChoiceField(
        label=_("State"), widget=forms.RadioSelect, initial="draft",
        choices=(("draft", _("Draft")), ("agreed", _("Agreed between ministries"))),
        help_text=_("Changing an agreed line makes every sign-off stale."),
    )  # fmt: skip

    def __init__(self, *args: Any, needs: Choices, elements: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(
            self, element=[("", gettext("None")), *elements], ministries=_labels(declared().ministries), needs=needs
        )
        if not needs:
            del self.fields["needs"]

    def value(self, key: str, before: Line | None) -> Line:
        """The line as typed."""
        given, nothing = self.cleaned_data, Text()
        old = before.fallbacks if before else ()
        fallbacks = (
            common.said(given[name], old[at] if len(old) > at else nothing)
            for at, name in enumerate(("fallback", "fallback_2"))
            if given[name].strip()
        )
        return Line(
            key, common.said(given["subject"], before.subject if before else nothing),
            common.said(given["wanted"], before.wanted if before else nothing), tuple(fallbacks),
            common.said(given["never"], before.never if before else nothing), given["state"], given["element"],
            given["is_safeguard"], tuple(given["ministries"]), tuple(given.get("needs") or ()),
        )  # fmt: skip


def line_initial(line: Line | None) -> dict[str, Any]:
    """What stands in the form of a line."""
    if line is None:
        return {}
    fallbacks = [naming.plain(each) for each in (*line.fallbacks, Text(), Text())][:2]
    return {
        "subject": naming.plain(line.subject), "wanted": naming.plain(line.wanted), "fallback": fallbacks[0],
        "fallback_2": fallbacks[1], "never": naming.plain(line.never), "is_safeguard": line.is_safeguard,
        "element": line.element, "ministries": list(line.ministries), "needs": list(line.needs), "state": line.state,
    }  # fmt: skip


class SignOffForm(common.Versioned):
    """A ministry's word on the agreed lines as they stand."""

    says = forms.ChoiceField(label=_("What it says to the lines above"), widget=forms.RadioSelect)
    by = forms.CharField(label=_("Who signed"), max_length=200, help_text=_("Name and office."))
    on = _past(_("When"))
    note = boxes.long(_("The reservation, or why it does not sign"), rows=2, required=False)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, says=_labels(declared().sign_offs))

    def clean(self) -> dict[str, Any]:
        """A reservation and a refusal are said in words."""
        cleaned = super().clean() or {}
        if cleaned.get("says") in ("reserves", "refuses") and not cleaned.get("note", "").strip():
            self.add_error("note", gettext("Write it down in one or two sentences."))
        return cleaned

    def value(self, key: str) -> SignOff:
        """The sign-off as typed, of the lines that stood on the page."""
        given = self.cleaned_data
        return SignOff(key, given["says"], given["digest"], given["by"].strip(), given["on"], given["note"].strip())
