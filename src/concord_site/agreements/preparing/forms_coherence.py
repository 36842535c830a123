"""The form of something that a position is checked against: agreements, laws, policies, answers of reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements.coherence import NONE, NOT_LOOKED, SAID_WHY, Cited
from concord.agreements.coherence_offered import Offered
from concord.agreements.position import declared
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text
from concord_site.agreements import boxes
from concord_site.agreements.preparing import forms_common as common
from concord_site.agreements.preparing import naming

Choices = list[tuple[str, str]]


def _labels(of: Any) -> Choices:
    return [(id, naming.plain(getattr(each, "label", each))) for id, each in of.items()]


def _verdicts(offered: Offered | None) -> Choices:
    """What is there, and is being looked at, is neither missing nor unseen."""
    return [each for each in _labels(declared().verdicts) if offered is None or each[0] in SAID_WHY]


class CitedForm(common.Versioned):
    """Something of the state that bears on the position; of what this site offers, the verdict and the reason alone."""

    kind = forms.ChoiceField(label=_("Kind"))
    title = forms.CharField(label=_("What it is called"), max_length=300, required=False)
    dated = boxes.PartialDateField(label=_("Of when it is"), required=False)
    reference = forms.CharField(
        label=_("Number, paragraph"), max_length=200, required=False, help_text=_("As one cites it.")
    )
    link = forms.CharField(label=common.LINK, max_length=500, required=False, help_text=common.LINK_HINT)
    says = boxes.long(_("What it says on the matter"), required=False)
    verdict = forms.ChoiceField(label=_("What that means for the position"), widget=forms.RadioSelect)
    why = boxes.long(
        _("What of it the position serves or strains, and why"), rows=2, required=False,
        hint=_("One or two sentences; without them it is flagged."),
    )  # fmt: skip
    settled = boxes.long(
        _("How a strain is settled"), rows=2, required=False,
        hint=_("Which of the two prevails, what is changed, by whom and by when."),
    )  # fmt: skip
    lines = forms.MultipleChoiceField(
        label=_("Lines that it bears on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    register = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    asked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, lines: Choices, offered: Offered | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = offered
        for name, choices in (
            ("kind", _labels(declared().cited)), ("verdict", _verdicts(offered)), ("lines", lines),
        ):  # fmt: skip
            field: Any = self.fields[name]
            field.choices = choices
        if not lines:
            del self.fields["lines"]
        self.fields["why"].required = offered is not None
        for name in ("kind", "title", "dated", "reference", "link", "says", "register") if offered else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """It has a title, unless there is none."""
        cleaned = super().clean() or {}
        verdict = cleaned.get("verdict")
        if "title" in self.fields and verdict != NONE and not cleaned.get("title", "").strip():
            self.add_error("title", gettext("Write what it is called, or say that there is none."))
        return cleaned

    def value(self, key: str, before: Cited | None, today: date) -> Cited:
        """The citation as typed; looked at today, unless nobody has looked."""
        given, nothing = self.cleaned_data, Text()
        looked = None if given["verdict"] == NOT_LOOKED else today
        why = common.said(given["why"], before.why if before else nothing)
        settled = common.said(given["settled"], before.settled if before else nothing)
        lines = tuple(given.get("lines") or ())
        if self._offered is not None:
            return _of(key, self._offered, given["verdict"], why, settled, lines, looked)
        return Cited(
            key, given["kind"], given["title"].strip(), given["verdict"],
            common.said(given["says"], before.says if before else nothing), settled, lines,
            given["reference"].strip(), given["link"].strip(), given["register"], looked, why, given["dated"],
            given["asked"], before.edition if before else "",
        )  # fmt: skip


def _of(
    key: str, of: Offered, verdict: str, why: Text, settled: Text, lines: tuple[str, ...], looked: date | None
) -> Cited:
    """What this site offers, as it stands now, with what the party says of it."""
    return Cited(
        key, of.kind, of.asked[:300], verdict, Text({of.answered_in: of.answered}), settled, lines,
        " · ".join(each for each in (of.edition, of.number) if each), of.link, "", looked, why,
        PartialDate.parse(of.round) if of.round.isdigit() and len(of.round) == 4 else None, of.key, of.edition,
    )  # fmt: skip


def cited_initial(cited: Cited | None) -> dict[str, Any]:
    """What stands in the form of a citation."""
    if cited is None:
        return {"verdict": NOT_LOOKED}
    return {
        "kind": cited.kind, "title": cited.title, "reference": cited.reference, "link": cited.link,
        "says": naming.plain(cited.says), "verdict": cited.verdict, "settled": naming.plain(cited.settled),
        "lines": list(cited.lines), "register": cited.register, "why": naming.plain(cited.why),
        "dated": str(cited.dated) if cited.dated else "", "asked": cited.asked,
    }  # fmt: skip
