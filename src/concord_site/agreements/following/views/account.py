"""The benefit account of a dossier: three sides with ranges, figures to try, figures that went in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements import account_report as report
from concord.agreements import account_shown
from concord.agreements.account import account
from concord.agreements.account_declared import SIDES, Quantity, declared
from concord.agreements.account_model import Account
from concord.agreements.account_weights import heaviest
from concord.agreements.account_words import Speech, amount, decimals_of, ranged, reason_said, scale
from concord.documents.figures import Figure, Style
from concord.documents.model import Phrase, Picture, phrase
from concord.errors import NotFound, Refusal
from concord.vocabulary.text import Wording
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.following import forms_account, offers, queries, words
from concord_site.agreements.following.queries import Inputs
from concord_site.agreements.following.views import keeping, trying
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import framing
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link

FORMATS = ("pdf", "docx", "csv", "xlsx", "json")
WIDE, PHONE = 820, 340


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as the page lists it."""

    id: str
    name: str
    unit: str
    figure: str
    by: str
    source: Phrase
    where: str
    is_assumed: bool
    href: str


@login_required
@framing.read_or_send
def page(request: HttpRequest, dossier_id: str, side: str = "shared") -> HttpResponse:
    """The account as it stands; figures that are sent are tried and kept nowhere."""
    dossier, context = framing.frame(request, dossier_id, "account")
    held = queries.inputs(dossier, side)
    context |= {"side": side, "held": held, "views": _views(dossier, side), **offers.shown(dossier, held),
                "missing": list(_missing(dossier, side, held)), "sides": keeping.sides(dossier)}  # fmt: skip
    if held.asked is None:
        moved, remarks = words.of_account().text("quantity-moved"), words.remarks(held.findings, held.kept)
        return framing.page(request, "agreements/following/account.html", context, moved=moved, remarks=remarks)
    standing = account(held.asked)
    form = forms_account.TryForm(_sent(request), asked=held.asked, weightiest=_weightiest(standing))
    tried = form.changed() if form.is_bound and form.is_valid() else {}
    found = account(held.asked.changed(tried)) if tried else standing
    context |= {"form": form, "tried": list(trying.tried(standing, tried)), **shown(found),
                "changes": trying.changes(standing, found) if tried else [],
                "is_put_back": "back" in request.POST, "lines": list(_lines(dossier, side, held, standing)),
                "formats": [(each, _file(dossier, side, each)) for each in FORMATS]}  # fmt: skip
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "agreements/following/account_results.html", {**context, "is_swapped": True})
        answer["Cache-Control"] = "no-store, private"
        return answer
    status = 422 if form.is_bound and form.errors else 200
    return framing.page(request, "agreements/following/account.html", context, status=status)


def _sent(request: HttpRequest) -> dict[str, str] | None:
    """Figures that were sent to be tried, without the one that is put back."""
    if request.method != "POST":
        return None
    return {id: str(value) for id, value in request.POST.items() if id != request.POST.get("back")}


def _weightiest(of: Account) -> tuple[str, ...]:
    """For each side the two figures on which its range rests most; one may weigh on all sides."""
    return tuple(each.quantity for side in SIDES for each in heaviest(of.weighed, side, most=2))


def shown(found: Account) -> dict[str, Any]:
    """What a page says of an account."""
    speech, by = words.of_account(), scale(found)
    return {
        "account": found, "verdicts": report.verdicts(found, speech), "ratio": report.ratio_said(found, speech),
        "note": report.note(found, speech, by), "limits": list(report.limits(found, speech)),
        "drawings": [(width, *_drawn(found, width)) for width in (WIDE, PHONE)],
        "tables": [each for _key, each in report.tables(found, speech.language, without=("inputs",))],
        "beside": [(speech.text(f"line-{line.id}"), *amount(line.whole, by, speech), speech.text(f"name-{side.id}"))
                   for side in found.sides for line in side.beside],
        "weights": report.weights(found, speech), "weights_title": speech.text("part-weights"),
        "weights_note": speech.say("weights-note"), "unit": speech.text(by.unit),
        "seed": report.draws_said(found, speech), "method": f"{found.method} {found.version}",
    }  # fmt: skip


def _drawn(found: Account, width: int) -> tuple[Picture, Figure]:
    speech = words.of_account()
    figure = report.figure(found, speech, scale(found), Style.web(speech.language, width=width))
    return Picture(f"balance-{width}", phrase(figure.title, language()), figure.svg, figure.description), figure


def _views(dossier: Dossier, side: str) -> list[Link]:
    return [Link(_("Shared with all parties"), keeping.address("account", dossier), side == "shared"),
            Link(_("Your party alone"), keeping.address("account-own", dossier), side == "own")]  # fmt: skip


def _file(dossier: Dossier, side: str, format: str) -> str:
    return keeping.address("account-file", dossier, side=side, format=format)


def _edit(dossier: Dossier, side: str, id: str) -> str:
    return keeping.address("account-input", dossier, side=side, quantity=id)


def _lines(dossier: Dossier, side: str, held: Inputs, found: Account) -> Iterator[Line]:
    """Figures that went in, in declared order."""
    speech = words.of_account()
    for used in found.used:
        unit, where = forms_account.unit_words(used.unit), held.kept.get(used.quantity, ("", None))[0]
        by = speech.text("assumed") if used.given is None else speech.text(f"given-by-{used.given.by}")
        given = phrase(Wording(used.given.source, language())) if used.given is not None else None
        yield Line(
            used.quantity, speech.text(f"quantity-{used.quantity}"), unit, _figure(used, speech), by,
            given or reason_said(used.quantity, used.reason, speech), where, used.is_assumed,
            _edit(dossier, side, used.quantity),
        )  # fmt: skip


def _figure(used: Any, speech: Speech) -> str:
    per = 100 if forms_account.percent(used.unit) else 1
    decimals = 0 if per == 100 else decimals_of(used.unit)
    if used.given is None:
        return ranged(_times(used.assumed, per), speech, decimals=decimals)
    parts = [ranged(_times(used.given.every, per), speech, decimals=decimals)] if used.given.every else []
    parts += [f"{year}: {ranged(_times(each, per), speech, decimals=decimals)}"
              for year, each in sorted(used.given.by_year.items())]  # fmt: skip
    return "; ".join(parts)


def _times(given: Any, per: int) -> Any:
    return given * per if per != 1 and given.low >= 0 else given


def _missing(dossier: Dossier, side: str, held: Inputs) -> Iterator[Line]:
    """Quantities that nobody gave and nobody may assume."""
    speech = words.of_account()
    for quantity in declared().quantities.values():
        if quantity.id not in held.kept and quantity.usual is None:
            yield Line(
                quantity.id, speech.text(f"quantity-{quantity.id}"), forms_account.unit_words(quantity.unit), "",
                _whose(quantity, speech), phrase(""), "", False, _edit(dossier, side, quantity.id),
            )  # fmt: skip


def _whose(quantity: Quantity, speech: Speech) -> str:
    return speech.text(f"name-{quantity.of}") if quantity.of in ("origin", "destination", "workers") else ""


@login_required
@framing.read_or_send
def setup(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Years and prices of the account."""
    dossier, context = framing.frame(request, dossier_id, "account")
    space = dossier.space(side)
    record = space.record(queries.INPUT, queries.SETUP)
    standing = record.body if record else queries.inputs(dossier, side).setup
    initial = {**{"first": timezone.now().year, "years": 5, "price_year": timezone.now().year}, **standing,
               "version": record.version if record else 0}  # fmt: skip
    form = forms_account.SetupForm(request.POST or None, initial=initial)
    return keeping.edited(
        request, dossier, context, side=side, kind=queries.INPUT, key=queries.SETUP if record else "new", form=form,
        body=lambda _key: form.body(standing), title=_("Years and prices"), back=_home(dossier, side),
        new_key=lambda: queries.SETUP,
    )  # fmt: skip


@login_required
@framing.read_or_send
def figure(request: HttpRequest, dossier_id: str, side: str, quantity: str) -> HttpResponse:
    """One figure with its range and its source."""
    dossier, context = framing.frame(request, dossier_id, "account")
    known = declared().quantities.get(quantity)
    if known is None:
        raise NotFound("site.access.unknown")
    space, held = dossier.space(side), queries.inputs(dossier, side)
    record = space.record(queries.INPUT, quantity)
    before = held.kept.get(quantity)
    form = forms_account.InputForm(
        request.POST or None, quantity=known, span=held.span, given=queries.given_of(before[1]) if before else None,
        mine=dossier.mine.side, initial={"version": record.version if record else 0},
    )  # fmt: skip
    speech = words.of_account()
    title = f"{speech.text(f'quantity-{quantity}')} ({forms_account.unit_words(known.unit)})"
    return keeping.edited(
        request, dossier, context, side=side, kind=queries.INPUT, key=quantity if record else "new", form=form,
        body=lambda _key: form.body(), title=title, back=_home(dossier, side), new_key=lambda: quantity,
        more=_usual(known, speech),
    )  # fmt: skip


def _usual(of: Quantity, speech: Speech) -> dict[str, Any]:
    """What the account assumes while nobody gives the figure, and why."""
    if of.usual is None:
        return {}
    figure = (
        ranged(_times(of.usual.range, 100), speech) if forms_account.percent(of.unit)
        else ranged(of.usual.range, speech, decimals=decimals_of(of.unit))
    )  # fmt: skip
    unit = forms_account.unit_words(of.unit)
    return {"usual": reason_said(of.id, of.usual.reason, speech), "usual_words": f"{figure} {unit}"}


def _home(dossier: Dossier, side: str) -> str:
    return keeping.address("account" if side == "shared" else "account-own", dossier)


@login_required
@require_safe
def file(request: HttpRequest, dossier_id: str, side: str, format: str) -> HttpResponse:
    """The account as a file."""
    import json

    from concord.agreements.account_commands import content_of

    dossier, _context = framing.frame(request, dossier_id, "account")
    asked = queries.inputs(dossier, side).asked
    if format not in FORMATS or asked is None:
        raise NotFound("site.access.unknown")
    found = account(asked)
    try:
        if format == "json":
            content = json.dumps(account_shown.as_json(found), ensure_ascii=False, indent=1).encode()
        else:
            content = content_of(found, format, language(), timezone.now().date())
    except Refusal as refusal:
        from django.contrib import messages

        messages.error(request, problems.sentence(refusal))
        return redirect(_home(dossier, side))
    return framing.download(Opened(f"benefit-account.{format}", "application/octet-stream", content))
