"""The part of a dossier that the appraisal gives, what of it can be made public, and the facts it states."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from concord.agreements.appraisal_versions import gate_facts
from concord_site.agreements import parts
from concord_site.agreements.appraising import publishing
from concord_site.agreements.appraising.queries import Desk
from concord_site.agreements.parts import Part, PublicPart, Stated, Summary
from concord_site.agreements.queries.spaces import Dossier


def ready() -> None:
    """Register them."""
    parts.register(
        Part(
            "appraisal", gettext_lazy("Appraisal of the text"), "negotiation", "agreements:appraisal",
            summary=_summary, order=30,
        )
    )  # fmt: skip
    title = pgettext_lazy("of an agreement", "Profile")
    parts.register_public(PublicPart("profile", title, publishing.body, 20, publishing.is_finished))
    parts.register_facts("appraising", _facts)


def _summary(dossier: Dossier) -> Summary:
    own, shared = Desk(dossier, "own"), Desk(dossier, "shared")
    desk = shared if shared.source is not None and shared.marks_of(shared.source) else own
    if desk.source is None:
        return Summary("open", "")
    count = desk.appraisal().count
    words = gettext("%(marked)d of %(all)d elements marked") % {
        "marked": count.marked, "all": count.marked + count.open,
    }  # fmt: skip
    return Summary("done" if not count.open else "going" if count.marked else "open", words if count.marked else "")


def _facts(dossier: Dossier) -> tuple[Stated, Stated]:
    desk = Desk(dossier, "shared")
    return {}, gate_facts(desk.appraisal()) if desk.source is not None else {}
