"""Forms of evaluations and lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements import lifecycle
from concord.agreements.evaluation import KINDS, OUTCOMES, SAID, Evaluation, Lesson, Recommendation, Verdict
from concord.agreements.objectives import Chosen
from concord.vocabulary.text import Text
from concord_site.agreements import boxes
from concord_site.agreements.following import forms_plan, words
from concord_site.agreements.preparing import forms_common as common
from concord_site.shell.i18n import language

KIND_NAMES = {"mid-term": _("Mid-term evaluation"), "final": _("Final evaluation")}


class EvaluationForm(common.Versioned):
    """An evaluation: who looked at what, and what they say of each objective."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(each, KIND_NAMES[each]) for each in KINDS])
    since = boxes.day(_("It looks at the time from"))
    until = boxes.day(_("Until"))
    evaluators = forms.CharField(label=_("Who evaluated"), max_length=300, required=False)
    is_independent = forms.BooleanField(label=_("They belong to neither party"), required=False)
    summary = boxes.long(_("In a few sentences"), rows=5, required=False)
    recommendations = boxes.long(
        _("Advice"), rows=5, required=False, hint=_("One piece of advice a line, to both parties.")
    )
    outcome = forms.ChoiceField(label=_("What should become of the agreement"))

    def __init__(self, *args: Any, objectives: tuple[Chosen, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = objectives
        speech = words.of_following()
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(each, speech.text(f"outcome-{each}")) for each in OUTCOMES]
        named = [("", speech.text("said-none")), *((each, speech.text(f"said-{each}")) for each in SAID)]
        for number, each in enumerate(objectives):
            statement = each.statement.best(language()).text
            label = f"{statement} ({speech.text(f'side-{each.side}')})"
            self.fields[f"said{number}"] = forms.ChoiceField(label=label, choices=named, required=False)
            self.fields[f"because{number}"] = boxes.long(_("Because"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins."""
        cleaned = super().clean() or {}
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", gettext("It would end before it begins."))
        return cleaned

    def value(self, key: str, before: Evaluation | None) -> Evaluation:
        """The evaluation as typed."""
        given, nothing = self.cleaned_data, Text()
        verdicts = []
        for number, each in enumerate(self.objectives):
            if given[f"said{number}"]:
                was = before.verdict(each.id) if before else None
                because = common.said(given[f"because{number}"], was.because if was else nothing)
                verdicts.append(Verdict(each.id, given[f"said{number}"], because))
        return Evaluation(
            key, given["kind"], given["since"], given["until"], given["evaluators"].strip(), given["is_independent"],
            common.said(given["summary"], before.summary if before else nothing), tuple(verdicts),
            _advice(given["recommendations"], before.recommendations if before else ()), given["outcome"],
        )  # fmt: skip


def _advice(typed: str, before: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """Lines as typed; one that stands unchanged keeps its other languages and to whom it is given."""
    was = {each.text.best(language()).text: each for each in before}
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return tuple(was.get(line) or Recommendation(Text({language(): line})) for line in lines)


def evaluation_initial(of: Evaluation | None, objectives: tuple[Chosen, ...]) -> dict[str, Any]:
    """What stands in the form of an evaluation."""
    if of is None:
        return {"outcome": "open"}
    found: dict[str, Any] = {
        "kind": of.kind, "since": of.since, "until": of.until, "evaluators": of.evaluators,
        "is_independent": of.is_independent, "summary": of.summary.best(language()).text, "outcome": of.outcome,
        "recommendations": "\n".join(each.text.best(language()).text for each in of.recommendations),
    }  # fmt: skip
    for number, each in enumerate(objectives):
        if verdict := of.verdict(each.id):
            found |= {f"said{number}": verdict.said, f"because{number}": verdict.because.best(language()).text}
    return found


class LessonForm(common.Versioned):
    """A lesson."""

    title = forms.CharField(label=_("The lesson in one line"), max_length=200)
    happened = boxes.long(_("What happened"))
    advice = boxes.long(_("What others should do"))
    phase = forms.ChoiceField(label=_("In which phase it was learnt"), required=False)
    about = forms.CharField(label=_("What it is about"), max_length=200, required=False)
    whose = forms.ChoiceField(label=_("Who learnt it"))
    on = boxes.day(_("When"), required=False)
    is_public = forms.BooleanField(
        label=_("For the library of practice"), required=False,
        help_text=_(
            "Shown to everybody once the lessons are public: agreed by all parties, or by itself after signature and"
            " notice."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, parties: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phase: Any = self.fields["phase"]
        whose: Any = self.fields["whose"]
        phase.choices = [("", "–"), *((each.id, each.label.best(language()).text) for each in lifecycle.phases())]
        whose.choices = forms_plan.whose_choices(parties)

    def value(self, key: str, before: Lesson | None) -> Lesson:
        """The lesson as typed."""
        given, nothing = self.cleaned_data, Text()
        return Lesson(
            key, common.said(given["title"], before.title if before else nothing),
            common.said(given["happened"], before.happened if before else nothing),
            common.said(given["advice"], before.advice if before else nothing), given["phase"], given["about"].strip(),
            given["whose"], given["on"], given["is_public"],
        )  # fmt: skip


def lesson_initial(of: Lesson | None, mine: str) -> dict[str, Any]:
    """What stands in the form of a lesson."""
    if of is None:
        return {"whose": mine}
    return {
        "title": of.title.best(language()).text, "happened": of.happened.best(language()).text,
        "advice": of.advice.best(language()).text, "phase": of.phase, "about": of.about, "whose": of.whose,
        "on": of.on, "is_public": of.is_public,
    }  # fmt: skip
