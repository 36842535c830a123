"""Forms of the plan and of the committee."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements.monitoring_declared import declared
from concord.agreements.plan import STATES, WHOSE, Action, Decision, Meeting, Paper, Plan
from concord.vocabulary.money import Money
from concord.vocabulary.text import Text
from concord_site.agreements import boxes
from concord_site.agreements.following import words
from concord_site.agreements.preparing import forms_common as common
from concord_site.shell.i18n import language

STATE_NAMES = {
    "planned": _("Planned"), "under-way": _("Under way"), "done": _("Done"), "stopped": _("Stopped"),
}  # fmt: skip
PUBLIC_HINT = _(
    "Shown to everybody once the plan is public: agreed by all parties, or by itself after signature and notice."
)


def whose_choices(parties: dict[str, str]) -> list[tuple[str, str]]:
    """Origin, destination and both, by the parties' names."""
    return [(each, parties.get(each) or gettext("Both parties")) for each in WHOSE]


class ActionForm(common.Versioned):
    """One action of the plan."""

    title = forms.CharField(label=_("What is done"), max_length=300)
    party = forms.ChoiceField(label=_("Who does it"))
    owner = forms.CharField(label=_("Office that answers for it"), max_length=200, required=False)
    start = boxes.day(_("From"), required=False)
    end = boxes.day(_("Until"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[(each, STATE_NAMES[each]) for each in STATES])
    done_on = boxes.day(_("Finished on"), required=False)
    budget = common.NumberField(label=_("Budget, US$"), help_text=_("0 where it costs nothing; empty where unknown."))
    spent = common.NumberField(label=_("Spent so far, US$"))
    indicator = forms.ChoiceField(label=_("By which figure one will see that it worked"), required=False)
    clauses = forms.CharField(
        label=_("Clauses it carries out"), max_length=200, required=False, help_text=_("Numbers, with commas between.")
    )
    why = boxes.long(_("Why it is late or was stopped"), rows=2, required=False)
    is_public = forms.BooleanField(label=_("In the public part of the plan"), required=False, help_text=PUBLIC_HINT)

    def __init__(self, *args: Any, parties: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party: Any = self.fields["party"]
        indicator: Any = self.fields["indicator"]
        party.choices = whose_choices(parties)
        speech = words.of_following()
        named = [(id, speech.text(f"indicator-{id}")) for id in declared().indicators]
        indicator.choices = [("", gettext("None yet")), *named]

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins; what is done has a day, what is stopped a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", gettext("It would end before it begins."))
        if cleaned.get("state") == "done" and not cleaned.get("done_on"):
            self.add_error("done_on", gettext("Write the day on which it was finished."))
        if cleaned.get("state") == "stopped" and not cleaned.get("why", "").strip():
            self.add_error("why", gettext("Write in one sentence why it was stopped."))
        for name in ("budget", "spent"):
            if (cleaned.get(name) or 0) < 0:
                self.add_error(name, gettext("An amount is not below zero."))
        return cleaned

    def value(self, key: str, before: Action | None) -> Action:
        """The action as typed."""
        given = self.cleaned_data
        return Action(
            key, common.said(given["title"], before.title if before else Text()), given["party"],
            given["owner"].strip(), _dollars(given["budget"]), _dollars(given["spent"]), given["start"], given["end"],
            given["state"], given["done_on"] if given["state"] == "done" else None, given["indicator"],
            before.needs if before else (), tuple(each.strip() for each in given["clauses"].split(",") if each.strip()),
            given.get("is_public", False), given["why"].strip(),
        )  # fmt: skip


def action_initial(of: Action | None, mine: str) -> dict[str, Any]:
    """What stands in the form of an action."""
    if of is None:
        return {"party": mine, "is_public": True}
    return {
        "title": of.title.best(language()).text, "party": of.party, "owner": of.owner, "start": of.start,
        "end": of.end, "state": of.state, "done_on": of.done_on, "budget": _number(of.budget),
        "spent": _number(of.spent), "indicator": of.indicator, "clauses": ", ".join(of.clauses), "why": of.why,
        "is_public": of.is_public,
    }  # fmt: skip


def _dollars(value: float | None) -> Money | None:
    return None if value is None else Money(Decimal(str(value)).normalize() + 0)


def _number(of: Money | None) -> str:
    return "" if of is None else format(of.amount, "f")


class MeetingForm(common.Versioned):
    """A meeting of the joint committee."""

    on = boxes.day(_("Day"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    is_held = forms.BooleanField(label=_("It was held"), required=False)
    present = forms.MultipleChoiceField(label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple)
    minutes = boxes.long(_("What was said"), rows=8, required=False)
    is_public = forms.BooleanField(label=_("In the public part of the plan"), required=False, help_text=PUBLIC_HINT)
    is_present_public = forms.BooleanField(
        label=_("With who was there"), required=False, help_text=_("Else the public part does not say who came.")
    )

    def __init__(self, *args: Any, parties: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present: Any = self.fields["present"]
        present.choices = list(parties.items())

    def value(self, key: str, before: Meeting | None) -> Meeting:
        """The meeting as typed."""
        given = self.cleaned_data
        return Meeting(
            key, given["on"], given["is_held"], given["place"].strip(), tuple(given["present"]),
            common.said(given["minutes"], before.minutes if before else Text()), given["is_public"],
            given["is_present_public"],
        )  # fmt: skip


def meeting_initial(of: Meeting | None) -> dict[str, Any]:
    """What stands in the form of a meeting."""
    if of is None:
        return {}
    return {
        "on": of.on, "place": of.place, "is_held": of.is_held, "present": list(of.present),
        "minutes": of.minutes.best(language()).text, "is_public": of.is_public,
        "is_present_public": of.is_present_public,
    }  # fmt: skip


class DecisionForm(common.Versioned):
    """What a meeting decided."""

    meeting = forms.ChoiceField(label=_("Meeting"))
    text = boxes.long(_("What was decided"))
    party = forms.ChoiceField(label=_("Who carries it out"))
    due = boxes.day(_("Until"), required=False)
    done_on = boxes.day(_("Done on"), required=False)
    action = forms.ChoiceField(label=_("Action of the plan it leads to"), required=False)
    is_public = forms.BooleanField(label=_("In the public part of the plan"), required=False, help_text=PUBLIC_HINT)

    def __init__(self, *args: Any, parties: dict[str, str], plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Any = self.fields["meeting"]
        party: Any = self.fields["party"]
        action: Any = self.fields["action"]
        speech = words.of_following()
        meeting.choices = [(each.id, f"{speech.date(each.on).text} {each.place}".strip()) for each in plan.meetings]
        party.choices = whose_choices(parties)
        action.choices = [("", "–"), *((each.id, each.title.best(language()).text) for each in plan.actions)]

    def value(self, key: str, before: Decision | None) -> Decision:
        """The decision as typed."""
        given = self.cleaned_data
        return Decision(
            key, given["meeting"], common.said(given["text"], before.text if before else Text()), given["party"],
            given["due"], given["done_on"], given["action"], given["is_public"],
        )  # fmt: skip


def decision_initial(of: Decision | None) -> dict[str, Any]:
    """What stands in the form of a decision."""
    if of is None:
        return {"party": "both"}
    return {
        "meeting": of.meeting, "text": of.text.best(language()).text, "party": of.party, "due": of.due,
        "done_on": of.done_on, "action": of.action, "is_public": of.is_public,
    }  # fmt: skip


class PaperForm(common.Versioned):
    """A document of carrying out."""

    title = forms.CharField(label=_("What it is"), max_length=300)
    on = boxes.day(_("Of which day"), required=False)
    link = forms.URLField(
        label=common.LINK, required=False, assume_scheme="https",
        help_text=_("An https address. A file is kept in the shared room."),
    )  # fmt: skip
    is_public = forms.BooleanField(label=_("In the public part of the plan"), required=False, help_text=PUBLIC_HINT)

    def clean_link(self) -> str:
        """An address that begins with https://."""
        link = str(self.cleaned_data.get("link") or "")
        if link and not link.startswith("https://"):
            raise ValidationError(gettext("Write an address that begins with https://."))
        return link

    def value(self, key: str, before: Paper | None) -> Paper:
        """The document as typed."""
        given = self.cleaned_data
        title = common.said(given["title"], before.title if before else Text())
        return Paper(key, title, given["on"], before.file if before else "", given["link"], given["is_public"])


def paper_initial(of: Paper | None) -> dict[str, Any]:
    """What stands in the form of a document."""
    if of is None:
        return {}
    return {"title": of.title.best(language()).text, "on": of.on, "link": of.link, "is_public": of.is_public}
