"""The role of every column, from its header and its values: how sure, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from concord.intake.columns import letter
from concord.mds.harmonise.deciders import decide_sex
from concord.mds.profile import CODED, PERSON_ROLES, TABLE_ROLES, Profile, SaidTable
from concord.mds.proposing import headings, looks
from concord.mds.proposing.declared import RoleWeight, confidence
from concord.mds.proposing.grid import Spot
from concord.mds.proposing.headings import Said
from concord.mds.proposing.model import Candidate, FoundColumn, Reason
from concord.mds.readers import bare, words
from concord.mds.readers.spread import JOINT

#: Roles of which a table may have several columns.
MANY = frozenset({"nothing", "note", "value", "flag", ""})
#: Columns nobody needs: recognised so that they can be left unread.
NEVER_READ = frozenset({"name", "contact"})
#: A header part that is told to be this is left out with its columns.
AXES = ("year", "sex", "occupation", "origin", "measure")


def of_values(header: str, spots: Sequence[Spot], *, persons: bool) -> list[Candidate]:
    """The roles a column may have, likeliest first."""
    said = _with_cells(headings.said_by(header, persons=persons), header, spots, persons) if header else headings.SILENT
    shares = looks.shares(spots)
    if shares.get("area") and bare.are_answers(spot.text for spot in spots):
        shares |= {"area": 0.0, "area_code": 0.0}
    roles = PERSON_ROLES if persons else TABLE_ROLES
    found = [_weighed(confidence().roles[role], said, shares) for role in roles if role in confidence().roles]
    known = [each for each in found if each.confidence > 0]
    if said.role and said.role not in {each.role for each in known}:
        known.append(_by_header_alone(said))
    return sorted(known, key=lambda each: (-each.confidence, each.role))


def _with_cells(said: Said, header: str, spots: Sequence[Spot], persons: bool) -> Said:
    """What a header says that names a base alone: its country where the cells are countries, else nothing."""
    base = bare.base(headings.plain(header))
    if not base or (base == "nationality" and said.role):
        return said
    texts = list(dict.fromkeys(spot.text for spot in spots))
    places = bare.are_places(texts)
    if places is None:
        return said
    if not places:
        return headings.SILENT if not persons or bare.are_answers(texts) else replace(said, exact=False)
    return Said(base, exact=True, word=header) if persons else Said("origin", base, exact=True, word=header)


def _weighed(weight: RoleWeight, said: Said, shares: Mapping[str, float]) -> Candidate:
    declared = confidence()
    named = said.role == weight.role
    header = (declared.header if said.exact else declared.header_part) if named else 0.0
    share = shares.get(weight.test, 0.0)
    tested = bool(shares) and weight.test != "any"
    # A code that nobody has declared denies nothing: codes are asked about one by one.
    may_deny = weight.role not in CODED or weight.test == "area_code"
    values = weight.values * share if tested and share >= weight.at_least else 0.0
    if named and said.exact and not tested:
        header = declared.header_alone
    denied = named and tested and may_deny and share < declared.denied_below
    header *= 0.5 if denied else 1
    sure = round(1 - (1 - header) * (1 - values), 4)
    params: dict[str, object] = {"word": said.word, "percent": round(100 * share)}
    code = "both" if header and values else "header" if named and said.exact else "header-part" if named else "values"
    code = "denied" if denied else code
    reason = Reason(f"mds.reason.{code}", {**params, "test": weight.test})
    return Candidate(weight.role, sure, reason, said.base if named else "", said.measure if named else "")


def _by_header_alone(said: Said) -> Candidate:
    declared = confidence()
    sure = declared.header_alone if said.exact else declared.header_part
    role = "nothing" if said.role in NEVER_READ else said.role
    code = "never-read" if said.role in NEVER_READ else "header" if said.exact else "header-part"
    return Candidate(role, sure, Reason(f"mds.reason.{code}", {"word": said.word}), said.base, said.measure)


def said_across(header: str, known: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the parts of a header say of the numbers under it, and the parts that say nothing declared.

    Args:
        header: Parts joined with " / ".
        known: Parts that the profile explains: text → ``axis:code``, ``value`` or ``leave-out``.
    """
    says: dict[str, str] = {}
    unknown: list[str] = []
    for part in filter(None, (each.strip() for each in header.split(JOINT))):
        told = known.get(part)
        found = _told(told) if told else headings.across(part)
        if not found or any(says.get(axis, code) != code for axis, code in found.items()):
            unknown.append(part)
        else:
            says.update(found)
    return says, tuple(unknown)


def letters_told(headers: Collection[str]) -> dict[str, str]:
    """Parts of heads that are a single letter of a sex → ``sex:code``, as the letters beside them settle it.

    Example:
        >>> letters_told(["2021 / H", "2021 / M"]), letters_told(["2021 / M"])
        ({'H': 'sex:M', 'M': 'sex:F'}, {})
    """
    parts = {part.strip() for header in headers for part in header.split(JOINT)}
    letters = {part for part in parts if words.is_sex_letter(part)}
    found = {letter: decide_sex(letter, among=letters).values["sex"] for letter in sorted(letters)}
    return {letter: f"sex:{sex}" for letter, sex in found.items() if sex} if len(letters) > 1 else {}


def _told(said: str) -> dict[str, str]:
    axis, colon, code = said.partition(":")
    return {axis: code} if colon else {said: "yes"}


def settled(
    at: int,
    header: str,
    spots: Sequence[Spot],
    *,
    persons: bool,
    profile: Profile,
    table: SaidTable,
    key: str,
    numeric: bool,
    told_of: Mapping[str, str],
) -> FoundColumn:
    """One column with its role: as the profile says, else as its header and values say, else to be asked.

    ``told_of`` are the parts of heads that the profile or the letters beside them explain.
    """
    candidates = tuple(of_values(header, spots, persons=persons))
    column = FoundColumn(at, header, "nothing", 0.0, Reason("mds.reason.nothing"), filled=len(spots))
    told = table.columns.get(key) or table.columns.get(letter(at)) or profile.columns.get(key)
    best = candidates[0] if candidates else None
    if told and told != "value":
        base = next((each.base for each in candidates if each.role == told), "")
        sure = replace(column, role=told, confidence=1.0, reason=Reason("mds.reason.said"), base=base)
        return replace(sure, candidates=candidates)
    if not persons and numeric and (told or best is None or not _is_named(best)):
        return _counted(column, header, told_of, candidates, told=bool(told))
    if best is None or best.confidence < confidence().ask:
        return replace(column, candidates=candidates)
    role = best.role if best.confidence >= confidence().sure else ""
    measure = best.measure if best.role == "value" else ""
    return replace(
        column,
        role=role,
        confidence=best.confidence,
        reason=best.reason,
        candidates=candidates,
        base=best.base,
        measure=measure,
        says={"measure": measure} if measure else {},
    )


def _is_named(best: Candidate) -> bool:
    """Whether a column of numbers is one of years, codes and the like rather than of counts."""
    if best.reason.code == "mds.reason.values" and best.role != "year":
        return False
    return best.role not in ("value", "") and best.confidence >= confidence().sure


def _counted(
    column: FoundColumn, header: str, told_of: Mapping[str, str], candidates: tuple[Candidate, ...], *, told: bool
) -> FoundColumn:
    """A column of numbers: what stands across the columns, or a column of counts."""
    says, unknown = said_across(header, told_of)
    if "leave-out" in says:
        return replace(column, reason=Reason("mds.reason.said"), confidence=1.0, candidates=candidates)
    says.pop("value", None)
    measure = says.get("measure", "")
    if measure == "value":
        says.pop("measure")
        measure = ""
    fte = any(each.role == "fte" and each.confidence >= confidence().sure for each in candidates)
    if fte and not told:
        return replace(column, role="fte", confidence=candidates[0].confidence, reason=candidates[0].reason)
    heading = words.heading(headings.plain(header))
    named = heading is not None and heading.role == "value"
    code = "said" if told else "across" if says else "header" if named else "numbers"
    return replace(
        column,
        role="value",
        confidence=1.0 if told else confidence().header_alone if says or named else confidence().header_part,
        reason=Reason(f"mds.reason.{code}", {"word": header}),
        says=says,
        unknown=() if told else unknown,
        candidates=candidates,
        measure=measure,
    )


def is_persons(headers: Sequence[str]) -> tuple[int, int]:
    """How many of the headers belong to persons alone, and how many to counts."""
    person, counted = 0, 0
    own = {"person", "birth_date", "birth_year", "age", "entered", "left", "returned", "graduated", "left_for"}
    for header in headers:
        said = headings.said_by(header, persons=True)
        if said.exact and said.role in own | NEVER_READ:
            person += 1
        general = headings.said_by(header)
        if general.role == "value" and general.exact:
            counted += 1
    return person, counted
