"""What parties have published of an agreement, part by part, ready for the page.

Each part is plain JSON of the room that made it. A part that has another shape than its room gives today is not drawn:
the page then says that it is public and leads to it as data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements import elements as catalogue
from concord.agreements.account_model import Reckoned
from concord.agreements.account_picture import Bar, balance
from concord.agreements.account_picture import Group as Rows
from concord.agreements.account_words import Scale, Speech, amount, ranged
from concord.agreements.evaluation_report import DOMAIN
from concord.documents import figures
from concord.documents.figures import Group, Style
from concord.documents.figures.palette import Tone
from concord.documents.figures.profile import Mark
from concord.errors import Refusal
from concord.texts.clauses import cut
from concord.vocabulary import formats
from concord.vocabulary.languages import NATIVE_NAMES
from concord.vocabulary.text import Text, Wording
from concord_site.agreements.queries.published import Published
from concord_site.public import pictures
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number

SIDES = {"origin": None, "destination": None}.keys()
#: Indicators that the page begins with.
LEADING = ("persons-moved", "places-filled")

Json = Mapping[str, Any]
TONES: Mapping[str, Tone] = {"origin": "origin", "destination": "destination", "workers": "workers"}
SCALES = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
MARKS = ("met", "partly", "absent", "not-applicable")


def shown(found: Published) -> dict[str, Any]:
    """Every public part by its id; None where its shape is not known here."""
    return {id: _shown(id, body, found) for id, body in found.parts.items()}


def _shown(id: str, body: Json, found: Published) -> Any:
    make = PARTS.get(id)
    if make is None:
        return None
    try:
        return make(body, found)
    except (KeyError, TypeError, ValueError, AttributeError, Refusal):
        return None


# ---- text ------------------------------------------------------------------------------------------------------------
def text(body: Json, found: Published) -> dict[str, Any]:
    """The text as clauses, its other authentic languages, which prevails, and what was attached to it later."""
    spoken = str(body.get("language") or "en")
    others = [(str(each["language"]), cut(str(each["text"]), language=str(each["language"])))
              for each in body.get("languages") or ()]  # fmt: skip
    return {
        "versions": [(code, NATIVE_NAMES.get(code, code), clauses)
                     for code, clauses in ((spoken, cut(str(body["text"]), language=spoken)), *others)],
        "prevails": _prevails(str(body.get("prevails") or "")),
        "attached": [_attached(each) for each in body.get("attached") or ()],
    }  # fmt: skip


def _prevails(said: str) -> str:
    """Which language version prevails, in a sentence; nothing where the text does not say."""
    if said == "equal":
        return _("All language versions are equally valid.")
    return _("The version in %(language)s prevails.") % {"language": NATIVE_NAMES[said]} if said in NATIVE_NAMES else ""


def _attached(each: Json) -> dict[str, Any]:
    """An amendment, protocol, annex or letter: its title, its days and its words."""
    of = each["amendment"]
    kinds = {"amendment": _("Amendment"), "protocol": _("Protocol"), "annex": _("Annex"), "letter": _("Letter")}
    return {
        "kind": kinds.get(str(each["kind"]), str(each["kind"])), "title": str(each["title"]), "text": str(each["text"]),
        "signed": _day(of.get("signed")), "in_force": _day(of.get("in_force")), "language": str(of.get("language")),
        "changes": len(of["changes"]),
    }  # fmt: skip


# ---- profile ---------------------------------------------------------------------------------------------------------
def profile(body: Json, found: Published) -> dict[str, Any]:
    """Every element as a square by group, with counts of each mark and no score."""
    marks = {each["id"]: each["mark"] for each in body["elements"]}
    cited = {each["id"]: ", ".join(map(str, each.get("clauses", ()))) for each in body["elements"]}
    groups, gaps = [], []
    for group in catalogue.catalogue().groups:
        known = [each for each in group.elements if marks.get(each.id) in MARKS]
        if known:
            named = [(each.label.best(language()).text, cast(Mark, marks[each.id])) for each in known]
            groups.append(Group(group.label.best(language()).text, named, _articles(group.articles)))
        gaps += [
            (each.label.best(language()).text, _articles(each.articles), each.question.best(language()))
            for each in known if marks[each.id] == "absent"
        ]  # fmt: skip
    return {
        "drawings": [(width, _profile(groups, width)) for width in (820, 340)], "gaps": gaps,
        "counts": [(catalogue.label_of_mark(cast(Mark, mark), language()), sum(each == mark for each in marks.values()))
                   for mark in MARKS],
        "unmarked": sum(each not in MARKS for each in marks.values()),
        "rows": [
            (each.label.best(language()).text, _articles(each.articles),
             catalogue.label_of_mark(cast(Mark, marks[each.id]), language()), cited[each.id])
            for each in catalogue.catalogue().elements if marks.get(each.id) in MARKS
        ],
        "note": catalogue.note(language()),
    }  # fmt: skip


def _articles(listed: tuple[str, ...]) -> str:
    return ", ".join(listed)


def _profile(groups: list[Group], width: int) -> pictures.Drawn:
    """One group under the other: articles beside it where there is room, else in the table alone."""
    if width <= pictures.NARROW:
        groups = [Group(each.label, each.marks) for each in groups]
    figure = figures.profile(
        groups, columns=1, title=_("Measured against the Code"), style=Style.web(language(), width=width),
        description=_("A square for each element: met, partly met, absent, or a dash where it does not apply."),
    )  # fmt: skip
    return pictures.drawn(figure, f"profile-{width}")


# ---- account ---------------------------------------------------------------------------------------------------------
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
        "drawings": [(width, _balance(groups, speech, width)) for width in (820, 340)], "note": str(read),
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


def _balance(groups: list[Rows], speech: Speech, width: int) -> pictures.Drawn:
    heads = tuple(speech.text(f"head-{each}") for each in ("side", "line", "value", "range"))
    figure = balance(
        groups, title=speech.text("figure-balance"), style=Style.web(language(), width=width), heads=heads,
        description=speech.text("figure-balance-told"),
    )  # fmt: skip
    return pictures.drawn(figure, f"account-{width}")


# ---- plan and numbers ------------------------------------------------------------------------------------------------
def plan(body: Json, found: Published) -> dict[str, Any]:
    """Actions with party, dates and state; meetings, decisions and documents that are public."""
    return {
        "actions": [
            {"title": _wording(each["title"]), "party": whose(str(each["party"]), found),
             "owner": each.get("owner", ""), "start": _day(each.get("start")), "end": _day(each.get("end")),
             "state": state(str(each["state"]))}
            for each in body["actions"]
        ],
        "meetings": [(_day(each["on"]), _wording(each.get("minutes") or {})) for each in body["meetings"]],
        "decisions": [(_wording(each["text"]), _day(each.get("due")), _day(each.get("done_on")))
                      for each in body["decisions"]],
        "documents": [(_wording(each["title"]), _link(each.get("link"))) for each in body["documents"]],
        "withheld": sum(int(each) for each in body.get("withheld", {}).values()),
    }  # fmt: skip


def numbers(body: Json, found: Published) -> dict[str, Any]:
    """Each indicator and year with what each party says side by side, and what is aimed at."""
    speech = Speech(language(), DOMAIN)
    units = {id: each["unit"] for id, each in body["indicators"].items()}
    by: dict[tuple[str, int, str], dict[str, Json]] = {}
    for each in body["figures"]:
        key = (each["indicator"], int(each["year"]), ", ".join(map(str, each.get("of", {}).values())))
        by.setdefault(key, {})[str(each["by"])] = each
    targets = {(each["indicator"], ", ".join(map(str, each.get("of", {}).values()))): each for each in body["targets"]}
    lines = [
        {
            "name": _indicator(id, speech), "part": part, "year": year, "unit": speech.text(f"unit-{units[id]}"),
            "cells": [_told(said.get(teller)) for teller in SIDES],
            "others": [
                (speech.text(f"teller-{teller}"), _told(each)) for teller, each in said.items() if teller not in SIDES
            ],
            "aim": _aim(targets.get((id, part))),
        }
        for (id, year, part), said in sorted(by.items(), key=lambda each: (each[0][0], each[0][2], each[0][1]))
    ]  # fmt: skip
    return {
        "lines": lines, "parties": [whose(each, found) for each in SIDES], "leads": _leads(by, targets, speech),
        "has_others": any(each["others"] for each in lines),
    }  # fmt: skip


def _leads(
    by: Mapping[tuple[str, int, str], Json], targets: Mapping[tuple[str, str], Json], speech: Speech
) -> list[str]:
    """What the page says first: of who moved and of what was trained, the newest figures beside what is aimed at."""
    made = []
    for id in LEADING:
        aim = _aim(targets.get((id, "")))
        found = {year: said for (each, year, part), said in by.items() if (each, part) == (id, "")}
        told = {year: said for year, said in found.items() if SIDES & said.keys()}
        if aim is None or not told:
            continue
        year = max(told)
        figures = sorted(float(told[year][side]["value"]) for side in SIDES & told[year].keys())
        words = {
            "name": _indicator(id, speech), "year": year, "least": number(figures[0]), "most": number(figures[-1]),
            "aim": f"{aim[0]} {number(aim[1])}",
        }  # fmt: skip
        if figures[0] == figures[-1]:
            made.append(_("%(name)s in %(year)s: %(least)s. The aim: %(aim)s.") % words)
        else:
            made.append(_("%(name)s in %(year)s: %(least)s to %(most)s. The aim: %(aim)s.") % words)
    return made


def _told(each: Json | None) -> tuple[float, tuple[float, float] | None] | None:
    if each is None:
        return None
    low, high = each.get("low"), each.get("high")
    return float(each["value"]), None if low is None or high is None else (float(low), float(high))


def _aim(target: Json | None) -> tuple[str, float, str] | None:
    if target is None:
        return None
    words = _("at most") if target["aim"] == "at-most" else _("at least")
    when = _("every year") if target.get("every_year") else str(target["year"])
    return words, float(target["value"]), when


def _indicator(id: str, speech: Speech) -> str:
    try:
        return speech.text(f"indicator-{id}")
    except Refusal:
        return id


# ---- evaluation and lessons ------------------------------------------------------------------------------------------
def evaluation(body: Json, found: Published) -> dict[str, Any]:
    """Evaluations with their verdict on each objective, and what they advise."""
    speech = Speech(language(), DOMAIN)
    aims = {each["id"]: _wording(each["statement"]) for each in body.get("objectives", ())}
    listed = [
        {
            "kind": _("Final evaluation") if each["kind"] == "final" else _("Mid-term evaluation"),
            "since": _day(each["since"]), "until": _day(each["until"]), "evaluators": each.get("evaluators", ""),
            "summary": _wording(each.get("summary") or {}),
            "verdicts": [
                (aims.get(one["objective"]) or Wording(str(one["objective"]), "en", False),
                 speech.text(f"said-{one['said']}"), _wording(one.get("because") or {}))
                for one in each.get("verdicts", ())
            ],
            "advice": [
                (_wording(one["text"]), whose(str(one["to"]), found)) for one in each.get("recommendations", ())
            ],
        }
        for each in body["evaluations"]
    ]  # fmt: skip
    return {"evaluations": listed}


def lessons(body: Json, found: Published) -> dict[str, Any]:
    """What others may learn."""
    return {
        "lessons": [
            (_wording(each["title"]), _wording(each["happened"]), _wording(each["advice"])) for each in body["lessons"]
        ]
    }


# ---- small ones ------------------------------------------------------------------------------------------------------
def whose(side: str, found: Published) -> str:
    """A side by the name of its party."""
    named = [each.name.best(language()).text for each in found.parties if each.side == side]
    if named:
        return named[0]
    return {"both": _("both parties"), "origin": _("Origin"), "destination": _("Destination")}.get(side, side)


def state(code: str) -> tuple[str, str]:
    """Tag and words of the state of an action."""
    return {
        "planned": ("open", _("planned")), "under-way": ("going", _("under way")),
        "done": ("done", pgettext("an action", "done")), "stopped": ("look", _("stopped")),
    }.get(code, ("open", code))  # fmt: skip


def _day(text_: Any) -> str:
    return formats.date(str(text_), language()) if text_ else ""


def _link(given: Any) -> str:
    """An address that a browser may follow; nothing else."""
    return str(given) if str(given or "").startswith("https://") else ""


def _wording(given: Mapping[str, str]) -> Wording:
    return Text(dict(given)).best(language())


PARTS: Mapping[str, Callable[[Json, Published], Any]] = {
    "text": text, "profile": profile, "account": account, "plan": plan, "numbers": numbers, "evaluation": evaluation,
    "lessons": lessons,
}  # fmt: skip
