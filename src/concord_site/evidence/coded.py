"""Counts of coded free-text answers as facts for reports: of what is published, as of a day, by use."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from concord.reporting.coding import export
from concord.reporting.coding.counting import Counts
from concord.reporting.facts import Facts
from concord.reporting.rounds import round_of
from concord.vocabulary.provenance import Input, Provenance
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import coding


def with_coded(facts: Facts) -> Facts:
    """Facts of a report with the counts of its round that everybody may read by its day.

    As with answers (:mod:`concord_site.evidence.answers`), generated texts never stand for a round that was held.
    """
    counted = {
        str(use): found
        for use in Publication.Use.values
        if (found := coding.counts(facts.round, facts.as_of, use=use)) is not None and _may_stand(found)
    }
    if not counted:
        return facts
    inputs = tuple(
        Input(f"coded-answers:{facts.round}:{use}", _digest(found), facts.as_of.isoformat())
        for use, found in counted.items()
    )
    return replace(facts, coded=counted, provenance=facts.provenance.merged(Provenance(inputs)))


def _may_stand(found: Counts) -> bool:
    return not found.is_example or round_of(found.round).status != "closed"


def _digest(found: Counts) -> str:
    return hashlib.sha256(export.counts_json(found, language="en").encode()).hexdigest()
