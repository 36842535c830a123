"""The parts of a dossier that the text gives, and what of it can be made public."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, ngettext

from concord_site.agreements import parts
from concord_site.agreements.parts import Part, PublicPart, Summary
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting import publishing
from concord_site.agreements.texting.queries import Texts


def ready() -> None:
    """Register them."""
    parts.register(
        Part(
            "texts",
            gettext_lazy("Text of the agreement"),
            "negotiation",
            "agreements:texts",
            summary=_summary,
            order=20,
        )
    )
    parts.register(
        Part(
            "amendments",
            gettext_lazy("Amendments and the text in force"),
            "implementation",
            "agreements:text-amendments",
            ("shared",),
            _amendments,
            90,
        )
    )
    parts.register_public(PublicPart("text", gettext_lazy("Text"), publishing.body, 10, publishing.is_finished))


def _summary(dossier: Dossier) -> Summary:
    texts = Texts(dossier, "shared")
    if texts.current is None:
        own = len(Texts(dossier, "own").versions)
        said = ngettext("%(count)d draft of your own", "%(count)d drafts of your own", own) % {"count": own}
        return Summary("going" if own else "open", said if own else "")
    counts = texts.mark_counts()
    waiting = [each for each in texts.open_proposals if each.proposed.party != dossier.mine.id]
    if waiting:
        count = len(waiting)
        said = ngettext("%(count)d proposal waits for you", "%(count)d proposals wait for you", count) % {
            "count": count
        }
        return Summary("look", said)
    words = gettext("%(agreed)d of %(all)d clauses agreed") % {"agreed": counts["agreed"], "all": len(texts.clauses)}
    return Summary("done" if counts["agreed"] == len(texts.clauses) else "going", words)


def _amendments(dossier: Dossier) -> Summary:
    count = len(Texts(dossier, "shared").attached)
    said = ngettext("%(count)d text", "%(count)d texts", count) % {"count": count}
    return Summary("going" if count else "open", said if count else "")
