"""What becomes public: each part by agreement of all parties, after signature; what is withheld is named as withheld.

A party agrees to a part exactly as it would be shown (by digest); the part goes out when every party has agreed to the
same. What nobody withholds goes out by default after a period of notice (:mod:`.noticing`); one party with a reason is
enough to keep it back, and once all agree to that, the public page names it as withheld with the reason and the day.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from concord.errors import Conflict, Invalid
from concord_site.agreements import keys, parts
from concord_site.agreements.actions import writing
from concord_site.agreements.models import Publication
from concord_site.agreements.parts import PublicPart
from concord_site.agreements.queries.published import PARTS
from concord_site.agreements.queries.spaces import Dossier
from concord_site.audit import log

KIND = "publication"
PAGE = "publication-page"
#: Words that are addresses of other pages beside those of agreements.
TAKEN = frozenset({"dossiers", "invitations", "map", "clauses", "labour", "register", "compare", "practice"})
#: Statuses of the dated history from which on an agreement is signed; see the library's lifecycle.
SIGNED = frozenset({"signed", "in-force", "suspended", "superseded", "ended"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How the parties stand to a part: what is proposed, by which digest, who has agreed, whether it is decided."""

    part: str
    choice: str
    digest: str
    reason: str
    until: str
    agreed: frozenset[str]
    is_agreed: bool
    version: int
    by_default: bool = False


def digest_of(body: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what would be public."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def shown_to_all(dossier: Dossier, body: Mapping[str, Any]) -> dict[str, Any]:
    """A part as everybody would see it: the ids of the dossier and of its spaces, which open nothing, are left out."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    for id in (dossier.id, dossier.shared.id, dossier.own.id):
        text = text.replace(id, "agreement")
    found: dict[str, Any] = json.loads(text)
    return found


def is_signed(dossier: Dossier) -> bool:
    """Whether the dated history says that the agreement was signed."""
    return any(status.get("status") in SIGNED for status in history(dossier))


def history(dossier: Dossier) -> list[dict[str, Any]]:
    """The dated history of status, oldest first, as the room of the agreement's life keeps it (kind ``status``)."""
    found = [dict(record.body) for record in dossier.shared.records("status")]
    return sorted(found, key=lambda each: str(each.get("on", "")))


def deciders(dossier: Dossier) -> frozenset[str]:
    """The parties whose agreement it takes: all that have not left."""
    return frozenset(party.id for party in dossier.parties if not party.has_left)


def standing(dossier: Dossier, part: str) -> Standing | None:
    """How the parties stand to a part; None where nobody has said anything."""
    record = dossier.shared.record(KIND, part)
    if record is None:
        return None
    body = record.body
    return Standing(
        part, body["choice"], body["digest"], body["reason"], body["until"], frozenset(body["agreed"]),
        _is_decided(dossier, body), record.version, bool(body.get("by_default")),
    )  # fmt: skip


def _is_decided(dossier: Dossier, body: Mapping[str, Any]) -> bool:
    """Whether all parties have agreed, or the part went out by default."""
    return bool(body.get("by_default")) or deciders(dossier) <= frozenset(body["agreed"])


def withheld_by(dossier: Dossier, part: str) -> dict[str, date | None]:
    """Parties whose last word on ``part`` is to withhold it → until when; None for good.

    What another party proposes afterwards takes nothing of it back; nor does leaving.
    """
    last: dict[str, Mapping[str, Any]] = {}
    for record in dossier.shared.history(KIND, part):
        last.update(dict.fromkeys(record.body.get("agreed", ()), record.body))
    return {
        party: date.fromisoformat(body["until"]) if body["until"] else None
        for party, body in last.items() if body["choice"] == "withhold"
    }  # fmt: skip


def publish_by_default(dossier: Dossier, part: PublicPart, *, by: Any, now: datetime) -> None:
    """Write that ``part`` goes out by default as it stands, which no party has agreed to; :func:`bring_out` follows."""
    body = part.body(dossier)
    assert body is not None
    shown = shown_to_all(dossier, body)
    record = dossier.shared.record(KIND, part.id)
    choice = {
        "choice": "publish", "digest": digest_of(shown), "reason": "", "until": "", "body": shown, "agreed": [],
        "by_default": True,
    }  # fmt: skip
    version = record.version if record is not None else 0
    writing.put(dossier.shared, KIND, part.id, choice, by=by, now=now, based_on=version)


def publish(dossier: Dossier, part: str, body: Mapping[str, Any], *, by: Any, now: datetime) -> Standing:
    """Agree that ``part`` becomes public exactly so; it does when all parties have agreed.

    Raises:
        Invalid: ``agreements.publication.part`` for an unknown part.
        Conflict: ``agreements.publication.unsigned`` before signature.
    """
    shown = shown_to_all(dossier, body)
    choice = {"choice": "publish", "digest": digest_of(shown), "reason": "", "until": "", "body": shown}
    return _agree(dossier, part, choice, by=by, now=now)


def withhold(dossier: Dossier, part: str, reason: str, until: date | None, *, by: Any, now: datetime) -> Standing:
    """Agree that ``part`` is not made public, for a reason that will be, until a day or without one.

    Raises:
        Invalid: ``agreements.publication.reason`` without a reason; as :func:`publish`.
        Conflict: as :func:`publish`.
    """
    if not reason.strip():
        raise Invalid("agreements.publication.reason")
    day = until.isoformat() if until else ""
    choice = {"choice": "withhold", "digest": "", "reason": reason.strip()[:1000], "until": day}
    return _agree(dossier, part, choice, by=by, now=now)


def proposed(dossier: Dossier, part: str) -> Mapping[str, Any] | None:
    """What another party has agreed to make public of ``part`` and one's own has not yet; None where nothing waits."""
    record, found = dossier.shared.record(KIND, part), standing(dossier, part)
    if record is None or found is None or found.choice != "publish" or dossier.mine.id in found.agreed:
        return None
    body: Mapping[str, Any] = record.body["body"]
    return body


def _agree(dossier: Dossier, part: str, choice: Mapping[str, Any], *, by: Any, now: datetime) -> Standing:
    if part not in PARTS:
        raise Invalid("agreements.publication.part", params={"part": part})
    if not is_signed(dossier):
        raise Conflict("agreements.publication.unsigned")
    with transaction.atomic():
        dossier.shared.journal.catch_up()
        record = dossier.shared.record(KIND, part)
        same = record is not None and all(
            record.body[name] == choice[name] for name in ("choice", "digest", "reason", "until")
        )
        agreed = {*(record.body["agreed"] if record is not None and same else ()), dossier.mine.id}
        body = {**choice, "agreed": sorted(agreed)}
        if record is not None and same and record.body.get("by_default"):
            body["by_default"] = True
        version = record.version if record is not None else None
        writing.put(dossier.shared, KIND, part, body, by=by, now=now, based_on=version)
        found = standing(dossier, part)
        assert found is not None
        if found.is_agreed:
            bring_out(dossier, by=by, now=now)
    return found


def bring_out(dossier: Dossier, *, by: Any, now: datetime) -> Publication:
    """Freeze a new public version of what is decided: by all parties, or by default."""
    content = _content(dossier)
    slug = _slug(dossier, by=by, now=now)
    rows = Publication.objects.filter(slug=slug)
    last = rows.order_by("-version").first()
    rows.filter(state=Publication.State.PUBLISHED).update(state=Publication.State.CORRECTED)
    made = Publication.objects.create(
        slug=slug, version=1 + (last.version if last is not None else 0), content=content, digest=digest_of(content),
        published_at=now,
    )  # fmt: skip
    log.record("agreements.publication.published", subject=made, details={"version": made.version})
    return made


def _content(dossier: Dossier) -> dict[str, Any]:
    found = {part: dossier.shared.record(KIND, part) for part in PARTS}
    agreed = {
        part: record.body for part, record in found.items()
        if record is not None and _is_decided(dossier, record.body)
    }  # fmt: skip
    public = {part: body["body"] for part, body in agreed.items() if body["choice"] == "publish"}
    return {
        "title": dict(dossier.title), "invented": dossier.is_invented, "status": history(dossier), "parts": public,
        "parties": [
            {"area": party.area, "name": dict(party.name), "level": party.level, "side": party.side}
            for party in dossier.parties
        ],
        "withheld": [_withheld(part, agreed.get(part)) for part in _expected(public, agreed)],
    }  # fmt: skip


def _expected(public: Mapping[str, Any], agreed: Mapping[str, Any]) -> list[str]:
    """Parts that are not out: those agreed to be withheld, and those that some room could show and nobody decided."""
    offered = {part.id for part in parts.public_parts()}
    return [part for part in PARTS if part not in public and (part in agreed or part in offered)]


def _withheld(part: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
    if body is None:
        return {"part": part, "reason": "", "until": "", "agreed": False}
    return {"part": part, "reason": body["reason"], "until": body["until"], "agreed": True}


def _slug(dossier: Dossier, *, by: Any, now: datetime) -> str:
    record = dossier.shared.record(PAGE, PAGE)
    if record is not None:
        return str(record.body["slug"])
    plain = unicodedata.normalize("NFKD", dossier.title.best("en").text).encode("ascii", "ignore").decode().lower()
    begins = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "agreement"
    is_taken = begins in TAKEN or Publication.objects.filter(slug=begins).exists()
    slug = f"{begins}-{keys.new_id()[:6]}" if is_taken else begins
    writing.put(dossier.shared, PAGE, PAGE, {"slug": slug}, by=by, now=now, based_on=0)
    return slug
