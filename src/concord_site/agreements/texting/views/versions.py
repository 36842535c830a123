"""Versions of the text: a new one, one as it was kept, two side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements import sample_wordings
from concord.agreements.elements import element
from concord.errors import NotFound
from concord.texts.comparing import Comparison, Pair, compare
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting import actions, naming
from concord_site.agreements.texting.forms import VersionForm
from concord_site.agreements.texting.queries import KeptVersion, Texts
from concord_site.agreements.texting.views.texts import below, home
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import separator


@login_required
@read_or_send
def new(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Write or upload a version."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, side)
    form = VersionForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()), initial=_initial(request, texts)
    )
    if form.is_valid():
        record = actions.write_version(texts, form.value(), by=request.user, now=timezone.now())
        return redirect(address(dossier, side, record.key))
    return show(
        request, "agreements/texting/new.html", below(context, dossier, side, _("A new version of the text")),
        status=422 if form.errors else 200, form=form, texts=texts, side=side,
    )  # fmt: skip


def _initial(request: HttpRequest, texts: Texts) -> dict[str, Any]:
    """What stands in the form: the newest version to write on, a sample wording, or nothing."""
    if request.GET.get("element"):
        said = sample_wordings.sample(element(request.GET["element"]).id).best(language())
        return {"text": said.text, "language": said.language, "title": str(texts.dossier)}
    if texts.current is None:
        return {"title": str(texts.dossier)}
    version = texts.current.version
    text = version.text if request.GET.get("from") == "newest" else ""
    return {"title": version.title, "language": version.language, "text": text}


@login_required
@read_or_send
def one(request: HttpRequest, dossier_id: str, side: str, key: str) -> HttpResponse:
    """A version as it was kept; it can be shared, or marked as the one that was signed."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, side)
    kept = texts.version(key)
    if request.method == "POST":
        return _acted(request, texts, kept)
    title = _("Version %(number)s") % {"number": kept.number}
    return show(
        request, "agreements/texting/version.html", below(context, dossier, side, title), texts=texts, kept=kept,
        clauses=kept.clauses(), is_signed=texts.signed is not None and texts.signed.key == key,
        is_current=texts.current is not None and texts.current.key == key,
    )  # fmt: skip


def _acted(request: HttpRequest, texts: Texts, kept: KeptVersion) -> HttpResponse:
    do, by, now = request.POST.get("do", ""), request.user, timezone.now()
    if do == "share" and texts.side == "own":
        actions.share(texts, kept.key, by=by, now=now)
        messages.success(request, _("It stands in the shared space now. Whoever reads that space reads it."))
        return redirect(home(texts.dossier, "shared"))
    if do in ("signed", "not-signed") and texts.side == "shared":
        actions.mark_signed(texts, kept.key if do == "signed" else "", by=by, now=now)
        messages.success(request, _("It is saved."))
    return redirect(address(texts.dossier, texts.side, kept.key))


@login_required
@require_safe
def compared(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Two versions side by side; each is named by its space and key."""
    dossier, context = frame(request, dossier_id, "texts")
    choices = _choices(dossier)
    keys = [name for name, _label, _kept in choices]
    first = request.GET.get("a") or (keys[-2] if len(keys) > 1 else keys[-1] if keys else "")
    second = request.GET.get("b") or (keys[-1] if keys else "")
    found = {name: kept for name, _label, kept in choices}
    if first not in found or second not in found:
        raise NotFound("site.access.unknown")
    whole = request.GET.get("all") == "1"
    comparison = _compared(found[first], found[second])
    pairs = [pair for pair in comparison.pairs if whole or pair.kind != "same" or pair.renumbered]
    return show(
        request, "agreements/texting/compare.html",
        below(context, dossier, "shared", _("Two versions side by side")), choices=choices, first=first, second=second,
        before=found[first], after=found[second], counts=comparison.counts(), whole=whole,
        pairs=[(pair, naming.of_clause(pair.clause), strength(pair)) for pair in pairs],
        languages_differ=found[first].version.language != found[second].version.language,
    )  # fmt: skip


def _choices(dossier: Dossier) -> list[tuple[str, str, KeptVersion]]:
    found: list[tuple[str, str, KeptVersion]] = []
    for side, words in (("own", _("Own draft %(number)s")), ("shared", _("Shared version %(number)s"))):
        for kept in Texts(dossier, side).versions:
            found.append((f"{side}:{kept.key}", words % {"number": kept.number}, kept))
    return found


def _compared(before: KeptVersion, after: KeptVersion) -> Comparison:
    return compare(before.clauses(), after.clauses(), language=after.version.language)


def strength(pair: Pair) -> str:
    """What became of the words of strength, in words; empty where nothing did."""
    found = pair.strengths
    if found is None or pair.before is None or pair.after is None:
        return ""
    said = {"before": _levels(found.before), "after": _levels(found.after)}
    if found.weaker:
        return _("Weaker than before: %(before)s became %(after)s.") % said
    if found.weaker is False:
        return _("Stronger than before: %(before)s became %(after)s.") % said
    return _("Words of strength changed: %(before)s became %(after)s.") % said


def _levels(counted: tuple[tuple[str, int], ...]) -> str:
    said = [f"{naming.strength(level)} ({count})" for level, count in counted]
    return separator().join(said) if said else _("none")


def address(dossier: Dossier, side: str, key: str) -> str:
    """Address of one version."""
    return reverse("agreements:text-version", kwargs={"dossier_id": dossier.id, "side": side, "key": key})
