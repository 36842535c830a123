"""Names of what is followed, in the reader's language: from the library's declared wordings."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from concord.agreements import evaluation_report
from concord.agreements.account_declared import declared
from concord.agreements.account_words import Speech
from concord.findings import NOWHERE, Finding, Findings, Place
from concord_site.shell.i18n import language


def of_account() -> Speech:
    """The words of the benefit account."""
    return Speech(language())


def of_following() -> Speech:
    """The words of monitoring and evaluation."""
    return Speech(language(), evaluation_report.DOMAIN)


def called(found: Findings, names: Mapping[str, str]) -> Findings:
    """Remarks on things that people wrote, each by its own words instead of the key under which it is kept."""
    return Findings(
        replace(each, where=Place(item=names[item])) if (item := each.where.item) and item in names else each
        for each in found
    )


def remarks(found: Findings, given: Container[str]) -> Findings:
    """What an account still lacks, with its quantities named; that nothing was given is said elsewhere on the page."""
    return Findings(
        _named(each) for each in found if each.code != "agreements.account.needed" or each.params.get("id") in given
    )


def _named(finding: Finding) -> Finding:
    """A remark on a quantity, called as people know it."""
    id = str(finding.params.get("id", ""))
    if id not in declared().quantities:
        return finding
    return replace(finding, where=NOWHERE, params={**finding.params, "id": of_account().text(f"quantity-{id}")})
