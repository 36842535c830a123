"""Registers the parts of following: their pages, what of them can be made public, facts that gates rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from concord.agreements import account_shown, plan, worker_survey
from concord.agreements.monitoring import Told
from concord.agreements.monitoring_declared import declared
from concord.agreements.plan_progress import progress, public
from concord_site.agreements import parts
from concord_site.agreements.following import queries
from concord_site.agreements.parts import Part, PublicPart, Stated, Summary
from concord_site.agreements.queries import older
from concord_site.agreements.queries.spaces import Dossier
from concord_site.shell import suppliers


def ready() -> None:
    """Register everything."""
    shared: tuple[Literal["shared"]] = ("shared",)
    for part in (
        Part("account", gettext_lazy("Who gains, who pays"), "negotiation", "agreements:account", summary=_account,
             order=60),
        Part("plan", gettext_lazy("Implementation plan"), "implementation", "agreements:plan", shared, _plan, 10),
        Part("committee", gettext_lazy("Joint committee"), "implementation", "agreements:committee", shared,
             _committee, 20),
        Part("monitoring", gettext_lazy("Indicators side by side"), "monitoring", "agreements:monitoring", shared,
             _monitoring, 10),
        Part("evaluation", gettext_lazy("Evaluations"), "evaluation", "agreements:evaluation", shared, _evaluation, 10),
        Part("lessons", gettext_lazy("Lessons"), "evaluation", "agreements:lessons", shared, _lessons, 20),
    ):  # fmt: skip
        parts.register(part)
    for each in (
        PublicPart("plan", gettext_lazy("Plan and progress"), public_plan, 30, is_plan_open),
        PublicPart("numbers", gettext_lazy("Numbers"), public_numbers, 40, has_figures),
        PublicPart("account", gettext_lazy("Who gains, who pays"), public_account, 50),
        PublicPart("evaluation", gettext_lazy("Evaluation"), public_evaluation, 60),
        PublicPart("lessons", gettext_lazy("Lessons"), public_lessons, 70),
    ):
        parts.register_public(each)
    parts.register_facts("following", facts)
    older.register(queries.SURVEY, worker_survey.restated)
    suppliers.register("agreements.results", "following", results)


def results(dossier: Dossier) -> tuple[Told, ...]:
    """Every figure that is told of an agreement today."""
    return queries.told(dossier, today=timezone.now().date())


def facts(dossier: Dossier) -> tuple[Stated, Stated]:
    """How many actions the plan has and how many lack something, indicators, who has counted, the final evaluation."""
    whole, targets = queries.plan(dossier), queries.targets(dossier)
    lacking = [each for each in whole.actions if not _is_complete(each)]
    tellers = {each.by for _record, each in queries.values(dossier.shared, queries.VALUE, Told.from_json)}
    final = any(each.kind == "final" for _record, each in queries.evaluations(dossier))
    return {}, {
        "plan-actions": len(whole.actions), "plan-incomplete": len(lacking), "indicators": len(targets),
        "indicators-without-baseline": sum(1 for each in targets if each.baseline is None),
        "counted-by-all": {"origin", "destination"} <= tellers, "evaluation-final": final,
    }  # fmt: skip


def _is_complete(each: plan.Action) -> bool:
    """Whether an action has an owner, dates, money and an indicator."""
    return bool(each.owner and each.start and each.end and each.budget is not None and each.indicator)


# --- How they stand --------------------------------------------------------------------------------------------------
def _account(dossier: Dossier) -> Summary:
    held = queries.inputs(dossier, "own")
    if held.asked is not None:
        return Summary("going", _figures(len(held.kept) - 1))
    return Summary("look", gettext("It lacks figures")) if held.kept else Summary()


def _figures(count: int) -> str:
    return ngettext("%(count)d figure", "%(count)d figures", count) % {"count": count}


def _plan(dossier: Dossier) -> Summary:
    whole = queries.plan(dossier)
    if not whole.actions:
        return Summary()
    late = len(progress(whole, today=timezone.now().date()).late)
    if late:
        return Summary("look", ngettext("%(count)d is late", "%(count)d are late", late) % {"count": late})
    done = all(not each.is_open for each in whole.actions)
    count = len(whole.actions)
    words = ngettext("%(count)d action", "%(count)d actions", count) % {"count": count}
    return Summary("done" if done else "going", words)


def _committee(dossier: Dossier) -> Summary:
    count = len(queries.plan(dossier).meetings)
    words = ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count} if count else ""
    return Summary("going" if count else "open", words)


def _monitoring(dossier: Dossier) -> Summary:
    rows = queries.rows(dossier, today=timezone.now().date())
    differ = sum(1 for each in rows if each.is_marked or each.standing == "disputed")
    if differ:
        words = ngettext("The parties differ on %(count)d", "The parties differ on %(count)d", differ)
        return Summary("look", words % {"count": differ})
    return Summary("going" if rows else "open")


def _evaluation(dossier: Dossier) -> Summary:
    found = queries.evaluations(dossier)
    return Summary("done" if any(each.kind == "final" for _record, each in found) else "going" if found else "open")


def _lessons(dossier: Dossier) -> Summary:
    count = len(queries.lessons(dossier))
    return Summary("going" if count else "open", ngettext("%(count)d lesson", "%(count)d lessons", count) % {
        "count": count} if count else "")  # fmt: skip


# --- What becomes public ---------------------------------------------------------------------------------------------
def public_plan(dossier: Dossier) -> Mapping[str, Any] | None:
    """The public part of the plan, how it stands, and how much of it is withheld."""
    whole = queries.plan(dossier)
    if not (whole.actions or whole.meetings or whole.papers):
        return None
    open_ = public(whole)
    listed = {
        "actions": [_bare(each.to_json()) for each in open_.plan.actions],
        "meetings": [_bare(each.to_json()) for each in open_.plan.meetings],
        "decisions": [_bare(each.to_json()) for each in open_.plan.decisions],
        "documents": [_bare(each.to_json()) for each in open_.plan.papers],
    }
    return {**listed, "withheld": dict(open_.withheld)}


def is_plan_open(dossier: Dossier) -> bool:
    """Whether anything of the plan is public: a plan of which everything is withheld does not go out by itself."""
    open_ = public(queries.plan(dossier)).plan
    return bool(open_.actions or open_.meetings or open_.decisions or open_.papers)


def _bare(body: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is of no use outside: whose sealed file it is, whether it is public."""
    return {name: value for name, value in body.items() if name not in ("public", "file", "needs")}


def public_numbers(dossier: Dossier) -> Mapping[str, Any] | None:
    """Targets, and every figure by who tells it; figures of two parties stand side by side.

    None where the parties have told nothing themselves: what the data set says of two countries is public anyway.
    """
    told, targets = queries.told(dossier, today=timezone.now().date()), queries.targets(dossier)
    if not targets and all(each.by == "data-set" for each in told):
        return None
    return {
        "figures": [each.to_json() for each in told], "targets": [each.to_json() for each in targets],
        "indicators": {id: {"unit": each.unit, "side": each.side, "goal": each.goal}
                       for id, each in declared().indicators.items()
                       if id in {*(one.indicator for one in told), *(one.indicator for one in targets)}},
    }  # fmt: skip


def has_figures(dossier: Dossier) -> bool:
    """Whether there is a figure beside those of the data set: aims alone do not go out by themselves."""
    return any(each.by != "data-set" for each in queries.told(dossier, today=timezone.now().date()))


def public_account(dossier: Dossier) -> Mapping[str, Any] | None:
    """The account of what the parties share, with every range, input and source."""
    found = queries.shared_account(dossier)
    return None if found is None else account_shown.as_json(found)


def public_evaluation(dossier: Dossier) -> Mapping[str, Any] | None:
    """Evaluations that are public, with the objectives they judge."""
    listed = [each.to_json() for _record, each in queries.evaluations(dossier) if each.is_public]
    if not listed:
        return None
    return {"evaluations": [_bare(each) for each in listed],
            "objectives": [each.to_json() for each in queries.objectives(dossier)]}  # fmt: skip


def public_lessons(dossier: Dossier) -> Mapping[str, Any] | None:
    """Lessons for the library of practice."""
    listed = [_bare(each.to_json()) for _record, each in queries.lessons(dossier) if each.is_public]
    return {"lessons": listed} if listed else None
