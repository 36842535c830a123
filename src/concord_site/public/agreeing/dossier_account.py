"""The benefit account of a published agreement: three sides with every range, and no sum over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements.account_model import Reckoned
from concord.agreements.account_picture import Bar, balance
from concord.agreements.account_picture import Group as Rows
from concord.agreements.account_words import Scale, Speech, amount, ranged
from concord.documents.figures import Figure, Style
from concord.documents.figures.palette import Tone
from concord_site.agreements.queries.published import Published
from concord_site.public import pictures
from concord_site.public.agreeing.dossier_words import Json
from concord_site.shell.i18n import language

TONES: Mapping[str, Tone] = {"origin": "origin", "destination": "destination", "workers": "workers"}
SCALES = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"))


def account(body: Json, found: Published) -> dict[str, Any]:
    """The balance of three sides with every range; the sides are not added."""
    speech, by = Speech(language()), _scale(body)
    groups = [_side(id, body, speech, by) for id in ("origin", "destination", "workers")]
    read = speech.say(
        "read-note", first=str(body["first"]), last=str(body["first"] + body["years"] - 1), unit=speech.text(by.unit),
        **{"price-year": str(body["price_year"])},
    )  # fmt: skip
    drawn = _("%(draws)s draws, seed %(seed)s, method %(method)s %(version)s") % {
        "draws": speech.number(body["ranges"]["draws"]), "seed": body["ranges"]["seed"], "method": body["method"],
        "version": body["version"],
    }  # fmt: skip
    return {
        "drawings": [(width, pictures.drawn(figure(groups, Style.web(language(), width=width)), f"account-{width}"))
                     for width in (820, 340)],
        "groups": groups, "note": str(read),
        "draws": drawn,
    }  # fmt: skip


def _side(id: str, body: Json, speech: Speech, by: Scale) -> Rows:
    side = body[id]
    if id == "workers":
        label = speech.text("side-workers", moved=ranged(_plain(body["counts"].get("moved")), speech))
    else:
        label = speech.text(f"side-{id}", name=str(body["parties"].get(id) or speech.text(f"name-{id}")))
    bars = [_bar(speech.text(f"line-{each['id']}"), _usd(each["amount"]), speech, by, "line")
            for each in side["lines"] if each["in_balance"]]  # fmt: skip
    bars += [Bar(speech.text(f"not-priced-{each}"), None, 0, 0, speech.text("not-priced"), "")
             for each in side["not_priced"]]  # fmt: skip
    bars.append(_bar(speech.text("balance"), _usd(side["balance"]), speech, by, "balance"))
    return Rows(label, TONES[id], bars)


def _bar(label: str, given: Reckoned | None, speech: Speech, by: Scale, kind: Any) -> Bar:
    said, range_ = amount(given, by, speech)
    if given is None:
        return Bar(label, None, 0, 0, said, range_, kind)
    return Bar(label, given.mean / by.per, given.low / by.per, given.high / by.per, said, range_, kind)


def _usd(given: Json | None) -> Reckoned | None:
    return None if given is None else Reckoned(given["mean_usd"], given["low_usd"], given["high_usd"])


def _plain(given: Json | None) -> Reckoned | None:
    return None if given is None else Reckoned(given["mean"], given["low"], given["high"])


def _scale(body: Json) -> Scale:
    sums = [each["amount"] for id in TONES for each in body[id]["lines"] if each["amount"] is not None]
    largest = max((abs(each[end]) for each in sums for end in ("low_usd", "high_usd")), default=0.0)
    return next((Scale(per, f"unit-usd-{name}") for per, name in SCALES if largest >= per), Scale(1.0, "unit-usd"))


def figure(groups: list[Rows], style: Style) -> Figure:
    """The balance for one medium."""
    speech = Speech(language())
    heads = tuple(speech.text(f"head-{each}") for each in ("side", "line", "value", "range"))
    return balance(
        groups, title=speech.text("figure-balance"), style=style, heads=heads,
        description=speech.text("figure-balance-told"),
    )  # fmt: skip
