"""Forms of invited consultations: opening one, asking somebody, hearing what they say, answering."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements import lifecycle, stakeholders
from concord.consultations.model import OUTCOMES, WAYS, Comment, Consultation, Invited, Outcome
from concord.vocabulary.text import Text
from concord_site.agreements import boxes
from concord_site.agreements.preparing import forms_common as common
from concord_site.agreements.preparing import naming

WAY_NAMES = {
    "meeting": _("Meeting"), "letter": _("Letter"), "online": _("On line"), "survey": _("Survey"),
    "telephone": _("Telephone"),
}  # fmt: skip
OUTCOME_NAMES = {
    "taken": _("Taken over"), "partly": _("Taken over in part"), "not-taken": _("Not taken over"), "noted": _("Noted"),
}  # fmt: skip


def _types() -> list[tuple[str, str]]:
    return [(each.id, naming.plain(each.label)) for each in stakeholders.types().values()]


class ConsultationForm(common.Versioned):
    """Title, question, phase and days of a consultation."""

    title = forms.CharField(label=_("What it is called"), max_length=200)
    question = boxes.long(_("What is asked"))
    occasion = forms.ChoiceField(label=_("In which phase"))
    way = forms.ChoiceField(label=_("How people are asked"), choices=[(way, WAY_NAMES[way]) for way in WAYS])
    opened = boxes.day(_("From"))
    closes = boxes.day(_("Until"), hint=_("The same day for a meeting."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        occasion: Any = self.fields["occasion"]
        heard = {phase for each in stakeholders.types().values() for phase in each.phases}
        occasion.choices = [(each.id, naming.plain(each.label)) for each in lifecycle.phases() if each.id in heard]

    def clean(self) -> dict[str, Any]:
        """It does not close before it opens."""
        cleaned = super().clean() or {}
        if cleaned.get("opened") and cleaned.get("closes") and cleaned["closes"] < cleaned["opened"]:
            self.add_error("closes", gettext("It would close before it opens."))
        return cleaned

    def value(self, key: str, before: Consultation | None) -> Consultation:
        """The consultation as typed; who was asked and what they said stays."""
        given = self.cleaned_data
        nothing = Text()
        return Consultation(
            key, common.said(given["title"], before.title if before else nothing),
            common.said(given["question"], before.question if before else nothing), given["occasion"],
            next(way for way in WAYS if way == given["way"]), given["opened"], given["closes"],
            before.invited if before else (), before.comments if before else (),
        )  # fmt: skip


def consultation_initial(of: Consultation | None, today: date) -> dict[str, Any]:
    """What stands in the form of a consultation."""
    if of is None:
        return {"opened": today, "closes": today, "occasion": "consultation"}
    return {
        "title": naming.plain(of.title), "question": naming.plain(of.question), "occasion": of.occasion,
        "way": of.way, "opened": of.opened, "closes": of.closes,
    }  # fmt: skip


class InviteForm(forms.Form):
    """Somebody who is asked."""

    type = forms.ChoiceField(label=_("Type of stakeholder"))
    name = forms.CharField(
        label=_("Name of the body"), max_length=200, help_text=_("For a person, what they are; never who they are.")
    )
    on = boxes.day(_("Asked on"))
    declined = forms.CharField(label=_("They did not wish to speak because"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        type: Any = self.fields["type"]
        type.choices = _types()

    def value(self, key: str) -> Invited:
        """Who was asked, as typed."""
        given = self.cleaned_data
        return Invited(key, given["type"], given["name"].strip(), given["on"], given["declined"].strip())


class HearForm(forms.Form):
    """What somebody said."""

    who = forms.ChoiceField(label=_("Who spoke"))
    said = boxes.long(_("What they said"), hint=_("Their words, or a faithful summary."))
    about = forms.CharField(label=_("What it is about"), max_length=200, required=False)
    on = boxes.day(_("When"))

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        asked = [(f"asked:{each.id}", each.name) for each in consultation.invited]
        unasked = [(f"type:{id}", gettext("Unasked: %(type)s") % {"type": name}) for id, name in _types()]
        who.choices = [*asked, *unasked]
        self._types = {each.id: each.type for each in consultation.invited}

    def value(self, key: str) -> Comment:
        """The word as typed."""
        given = self.cleaned_data
        how, _sep, id = given["who"].partition(":")
        invited = id if how == "asked" else ""
        type = self._types[id] if invited else id
        return Comment(key, type, common.said(given["said"]), given["on"], invited, given["about"].strip())


class AnswerForm(forms.Form):
    """What was done with a word, and why."""

    outcome = forms.ChoiceField(
        label=_("What was done with it"), choices=[(each, OUTCOME_NAMES[each]) for each in OUTCOMES]
    )
    answer = boxes.long(
        _("Answer to them"), rows=2, required=False, hint=_("Needed where they are not followed, or in part only.")
    )

    def chosen(self) -> Outcome:
        """The outcome as chosen."""
        return next(each for each in OUTCOMES if each == self.cleaned_data["outcome"])
