"""What preparation states of a dossier: facts for gates, and how each part stands in the task list."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord.agreements import coherence, needs, needs_kept, stakeholders
from concord.agreements.gates import Fact
from concord_site.agreements.parts import Stated, Summary
from concord_site.agreements.preparing import queries, thread
from concord_site.agreements.queries.spaces import Dossier


def facts(dossier: Dossier) -> tuple[Stated, Stated]:
    """Facts of the own space; preparation states none of the shared one."""
    stated = queries.needs_of(dossier)
    own: dict[str, Fact] = {
        **needs_kept.facts(queries.analyses_of(dossier), (each.need.occupations for each in stated)),
        "needs-complete": sum(needs.is_complete(each.need) for each in stated),
        "heard-consultation": stakeholders.all_asked(queries.flags_in(dossier, "consultation")),
        "heard-negotiation": stakeholders.all_asked(queries.flags_in(dossier, "negotiation")),
        "answers-owed": sum(len(each.owed) for each in queries.consultations_of(dossier)),
        **queries.position_of(dossier).facts(),
        **coherence.facts(queries.cited_of(dossier)),
        **_traced(dossier),
    }
    return own, {}


def _traced(dossier: Dossier) -> Mapping[str, Fact]:
    """How many needs have no clause; not known while nobody has stated a need or there is no text."""
    own = {each.need.id for each in queries.needs_of(dossier)}
    left = thread.needs_left(dossier) if own else None
    return {} if left is None else {"needs-without-clause": sum(each.id in own for each in left)}


def needs_summary(dossier: Dossier) -> Summary:
    """How many needs are stated, and how many lack something."""
    stated = queries.needs_of(dossier)
    lacking = sum(not needs.is_complete(each.need) for each in stated)
    if not stated:
        return Summary("going" if queries.analysis_of(dossier) else "open")
    if lacking:
        words = ngettext("%(count)d need lacks something", "%(count)d needs lack something", lacking)
        return Summary("look", words % {"count": lacking})
    return Summary("done", ngettext("%(count)d need", "%(count)d needs", len(stated)) % {"count": len(stated)})


def position_summary(dossier: Dossier) -> Summary:
    """Whether the position is signed, or what comes next."""
    position = queries.position_of(dossier)
    if not position.views and not position.lines:
        return Summary("open")
    if position.findings().hard or any(each.is_open for each in queries.cited_of(dossier)):
        return Summary("look", _("Something must be settled"))
    return Summary("done", _("Signed off")) if position.is_signed else Summary("going", _("Not signed off yet"))


def consultations_summary(dossier: Dossier) -> Summary:
    """How many words wait for an answer."""
    held = queries.consultations_of(dossier)
    owed = sum(len(each.owed) for each in held)
    if not owed:
        return Summary("going" if held else "open")
    words = ngettext("%(count)d word has no answer", "%(count)d words have no answer", owed)
    return Summary("look", words % {"count": owed})


def objectives_summary(dossier: Dossier) -> Summary:
    """How many objectives are set."""
    count = len(queries.objectives_of(dossier))
    if not count:
        return Summary("open")
    return Summary("going", ngettext("%(count)d objective", "%(count)d objectives", count) % {"count": count})


def tracing_summary(dossier: Dossier) -> Summary:
    """How many needs have no clause."""
    left = _traced(dossier).get("needs-without-clause")
    if not isinstance(left, int):
        return Summary("open")
    if not left:
        return Summary("done")
    words = ngettext("%(count)d need has no clause", "%(count)d needs have no clause", left)
    return Summary("look", words % {"count": left})
