"""The benefit account of a published agreement: three sides with every range, and no sum over them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements import account_published
from concord.agreements import account_report as report
from concord.agreements.account_model import Account
from concord.agreements.account_picture import Group, balance
from concord.agreements.account_words import Speech, amount, scale
from concord.documents.figures import Figure, Style
from concord.documents.model import Phrase
from concord_site.agreements.queries.published import Published
from concord_site.public import pictures
from concord_site.public.agreeing.dossier_shapes import SHAPES, fits
from concord_site.public.agreeing.dossier_words import Json
from concord_site.shell.i18n import language

#: Of the account's tables, those that stand in its own room alone.
INSIDE = ("counts", "years", "sways", "inputs")


def account(body: Json, found: Published) -> dict[str, Any]:
    """Who gains and who loses, what is received of what is saved, the balance, what was promised and delivered."""
    told, speech = _named(account_published.read(body), found), Speech(language())
    by = scale(told)
    groups = list(report.groups(told, speech, by))
    drawn = _("%(draws)s draws, seed %(seed)s, method %(method)s %(version)s") % {
        "draws": speech.number(told.draws), "seed": told.seed, "method": told.method, "version": told.version,
    }  # fmt: skip
    return {
        "verdicts": report.verdicts(told, speech), "ratio": report.ratio_said(told, speech),
        "drawings": [(width, pictures.drawn(figure(groups, Style.web(language(), width=width)), f"account-{width}"))
                     for width in (820, 340)],
        "groups": groups, "note": str(report.note(told, speech, by)), "draws": drawn,
        "tables": [table for _key, table in report.tables(told, language(), prefix="account-", without=INSIDE)],
        "beside": [(speech.text(f"line-{line.id}"), *amount(line.whole, by, speech), speech.text(f"name-{side.id}"))
                   for side in told.sides for line in side.beside],
        "limits": list(report.limits(told, speech)), "unit": speech.text(by.unit),
    }  # fmt: skip


def verdicts(found: Published) -> tuple[Phrase, ...]:
    """What the published account says of each side, in a sentence; nothing where its shape is not known here."""
    body = found.parts.get("account", {})
    if not fits(body, SHAPES["account"]):
        return ()
    return report.verdicts(_named(account_published.read(body), found), Speech(language()))


def _named(told: Account, found: Published) -> Account:
    """With the parties of each side as the reader calls them; as the account has them where they were others then."""
    names = dict(told.names)
    for side, name in told.names.items():
        parties = [each.name for each in found.parties if each.side == side]
        if name and ", ".join(each.best("en").text for each in parties) == name:
            names[side] = Speech(language()).listed([each.best(language()).text for each in parties])
    return replace(told, names=names)


def figure(groups: list[Group], style: Style) -> Figure:
    """The balance for one medium."""
    speech = Speech(language())
    heads = tuple(speech.text(f"head-{each}") for each in ("side", "line", "value", "range"))
    return balance(
        groups, title=speech.text("figure-balance"), style=style, heads=heads,
        description=speech.text("figure-balance-told"),
    )  # fmt: skip
