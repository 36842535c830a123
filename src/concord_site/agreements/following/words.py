"""Names of what is followed, in the reader's language: from the library's declared wordings."""

from __future__ import annotations

from concord.agreements import evaluation_report
from concord.agreements.account_words import Speech
from concord_site.shell.i18n import language


def of_account() -> Speech:
    """The words of the benefit account."""
    return Speech(language())


def of_following() -> Speech:
    """The words of monitoring and evaluation."""
    return Speech(language(), evaluation_report.DOMAIN)
