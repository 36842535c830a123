"""Forms of what belongs to the text: an amendment with its days, and one thing that it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.texts.amending import Amendment, Change
from concord_site.agreements.texting import naming
from concord_site.agreements.texting.forms import long_box
from concord_site.agreements.texting.records import Attached


def _day(label: Any, *, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "size": 12})
    return forms.DateField(label=label, required=False, help_text=hint, widget=widget)


class AttachedForm(forms.Form):
    """An amendment, protocol, annex or letter."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect, initial="amendment")
    signed = _day(_("Signed on"))
    in_force = _day(_("In force from"), hint=_("Leave it empty while it is not in force."))
    until = _day(_("Counts no more from"), hint=_("Leave it empty where it counts for good."))
    text = long_box(_("Its own text"), rows=8, required=False)
    is_withheld = forms.BooleanField(
        label=_("It is not made public with the text"), required=False,
        help_text=_("Everybody then sees its kind, title, days and the reason, and that the public text lacks it."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why it is not made public"), max_length=1000, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = naming.kinds()

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("in_force"), cleaned.get("until")
        if ends and not begins:
            self.add_error("in_force", gettext("What counts no more has counted from a day on."))
        elif begins and ends and ends <= begins:
            self.add_error("until", gettext("It would end before it begins."))
        if cleaned.get("is_withheld") and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", gettext("Say why it is not made public: the reason is public."))
        return cleaned

    def value(self, key: str, before: Attached | None, spoken: str) -> Attached:
        """The text as sent; its changes stay."""
        given = self.cleaned_data
        amendment = before.amendment if before else Amendment(key, "", None, (), language=spoken)
        amendment = replace(
            amendment, title=given["title"].strip(), in_force=given["in_force"], signed=given["signed"],
            until=given["until"],
        )  # fmt: skip
        held = bool(given["is_withheld"])
        return Attached(given["kind"], amendment, given["text"], held, given["reason"].strip() if held else "")


def attached_initial(of: Attached | None) -> dict[str, Any]:
    """What stands in the form of an amendment."""
    if of is None:
        return {"kind": "amendment"}
    amendment = of.amendment
    return {
        "title": amendment.title, "kind": of.kind, "signed": amendment.signed, "in_force": amendment.in_force,
        "until": amendment.until, "text": of.text, "is_withheld": of.is_withheld, "reason": of.reason,
    }  # fmt: skip


class ChangeForm(forms.Form):
    """One thing that an amendment does."""

    action = forms.ChoiceField(label=_("What it does"), widget=forms.RadioSelect, initial="replace")
    clause = forms.ChoiceField(label=_("To which clause"), required=False)
    words = forms.CharField(
        label=_("Words that go"), max_length=2000, required=False, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Only where words are exchanged: exactly as they stand in the clause."),
    )  # fmt: skip
    text = long_box(
        _("Words that come"),
        rows=6,
        required=False,
        hint=_("A clause with its number; empty where a clause is repealed."),
    )

    def __init__(self, *args: Any, clauses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action: Any = self.fields["action"]
        clause: Any = self.fields["clause"]
        action.choices, clause.choices = naming.actions(), [("", "–"), *clauses]

    def clean(self) -> dict[str, Any]:
        """Every action has what it needs."""
        cleaned = super().clean() or {}
        action = cleaned.get("action")
        if action != "append" and not cleaned.get("clause"):
            self.add_error("clause", gettext("Say which clause it changes."))
        if action == "words" and not cleaned.get("words"):
            self.add_error("words", gettext("Write the words that go."))
        if action not in ("repeal", "words", None) and not (cleaned.get("text") or "").strip():
            self.add_error("text", gettext("Write the words that come."))
        return cleaned

    def value(self) -> Change:
        """The change as sent."""
        given = self.cleaned_data
        clause = "" if given["action"] == "append" else given["clause"]
        words = given["words"] if given["action"] == "words" else ""
        text = "" if given["action"] == "repeal" else given["text"]
        return Change(given["action"], clause, text, words)
