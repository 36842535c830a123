"""Shapes of instruments, question maps, differences, burden and checked answers, as programs get them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from concord_site.shell.interface.schemas import Finding

Wordings = dict[str, str]
WORDINGS = "Wording by language (`en`, `fr`, `es`, `ar`, `ru`, `zh`)."


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": values})


SUMMARY: dict[str, Any] = {
    "id": "nri-2027", "version": "2027.1", "title": {"en": "National reporting instrument 2027: a proposal"},
    "state": "published", "kind": "proposal", "use": "national", "round": "2027", "previous": "nri-2024",
    "languages": ["en", "fr", "es", "ar", "ru", "zh"], "digest": "a6c312f4e2c1…", "questions": 303,
    "provenance": "proposal", "is_example": False, "published_at": None,
    "address": "/api/v1/instruments/nri-2027/versions/2027.1",
}  # fmt: skip
NODE: dict[str, Any] = {
    "what": "question", "name": "authority_designated", "key": "authority_designated",
    "path": "authority/authority_designated", "number": "1.1", "kind": "one", "choices": "yes_no",
    "label": {"en": "Has your country designated a national authority for the Code?"}, "rules": {"required": "yes"},
    "source": "art:7.3", "same_as": {"mode": "same", "ids": ["nri-2024/authority_designated"]},
}  # fmt: skip


class Summary(Schema):
    """An instrument, or one version of it, as a list shows it."""

    model_config = _example(**SUMMARY)

    id: str = Field(description="Of the instrument; the same in all its versions.")
    version: str = Field(description="The author's version.")
    title: Wordings = Field(description=WORDINGS)
    state: Literal["published", "withdrawn"] = Field(description="A withdrawn version takes no new answers.")
    kind: str = Field(description="`current`, `proposal` (Concord's own), `reconstruction`, or `withdrawn`.")
    use: str = Field(description="Who answers: `national`, `stakeholder` or `other`.")
    round: str = Field(description="The round it was made for, or empty.")
    previous: str = Field(description="Id of the instrument that its question map leads to, or empty.")
    languages: list[str] = Field(description="The default language first.")
    digest: str = Field(description="SHA-256 over its sheets in normal form; answers are kept with it.")
    questions: int = Field(description="Questions that somebody answers; each cell of a grid is one.")
    provenance: str = Field(description="What the wording is, as its author says.")
    is_example: bool = Field(description="Invented for a demonstration.")
    published_at: datetime | None = Field(None, description="Null for what the library declares.")
    address: str = Field(description="Where the whole version is.")


class ChoiceOut(Schema):
    """One choice of a list."""

    name: str = Field(description="What answers hold.")
    label: Wordings = Field(description=WORDINGS)
    filters: dict[str, str] = Field({}, description="The author's own columns, for choice filters.")


class ListOut(Schema):
    """A list of choices."""

    name: str = Field(description="What questions call it by.")
    source: str = Field(description="`choices` (the author's own), `codelist:<id>` or `file:<name>`.")
    count: int = Field(description="How many choices it has.")
    choices: list[ChoiceOut] = Field(description="Empty where `lists=names` was asked for.")


class RulesOut(Schema):
    """XLSForm expressions of a question or group; only those the author wrote."""

    relevant: str = Field("", description="When it is asked.")
    required: str = Field("", description="When an answer is needed.")
    constraint: str = Field("", description="What an answer must fulfil.")
    calculation: str = Field("", description="What is worked out.")
    readonly: str = Field("", description="When it cannot be changed.")
    choice_filter: str = Field("", description="Which choices are offered.")
    default: str = Field("", description="What it begins with.")
    count: str = Field("", description="How many entries a repeating block has.")
    trigger: str = Field("", description="Whose change sets off the calculation.")


class LinkOut(Schema):
    """Where it stood before."""

    mode: Literal["same", "reworded", "split", "merged"] = Field(description="What became of it.")
    ids: list[str] = Field(description="What it was: `nri-2024/authority_office`.")


class NodeOut(Schema):
    """A question, a note, a calculation, a section, a group, a repeating block or a grid."""

    what: Literal["question", "group", "repeat", "grid"] = Field(description="A question, or what holds questions.")
    name: str = Field(description="As the author wrote it.")
    key: str = Field(description="What its answer is stored under, within its repeating block or the whole.")
    path: str = Field(description="Names of all groups around it and its own, joined by `/`.")
    number: str = Field("", description="As people call it: `3.12`.")
    kind: str = Field("", description="Kind of answer; empty for groups.")
    repeat: list[str] = Field([], description="Keys of the repeating blocks around it, outermost first.")
    label: Wordings = Field({}, description=WORDINGS)
    hint: Wordings = Field({}, description=WORDINGS)
    help: Wordings = Field({}, description=WORDINGS)
    choices: str = Field("", description="Name of its list of choices.")
    rules: RulesOut = Field(description="Conditions and calculations, as XLSForm expressions.")
    constraint_message: Wordings = Field({}, description=WORDINGS)
    appearance: list[str] = Field([], description="XLSForm's words for how it looks.")
    parameters: dict[str, str] = Field({}, description="XLSForm's parameters, such as `start` and `end`.")
    unit: str = Field("", description="Unit of a number: a code of the list `unit`, or the author's word.")
    statuses: list[str] = Field([], description="Which of `not-known`, `not-available`, `not-applicable` may be said.")
    source: str = Field("", description="Paragraph or document it comes from: `art:7.3`.")
    provenance: str = Field("", description="`verified`, `unverified` or `proposal`.")
    part: str = Field("", description="Part of the report: measures, results, difficulties, lessons.")
    indicator: str = Field("", description="Indicator that its answers feed.")
    known: str = Field("", description="What Concord may already know.")
    confidential: bool = Field(False, description="The country may keep the answer to itself.")
    same_as: LinkOut | None = Field(None, description="Where it stood before; null where it is new.")
    cell: list[str] = Field([], description="Row and columns of the grid it is a cell of.")
    children: list[NodeOut] = Field([], description="What is in it, in order.")


class Whole(Summary):
    """One version, whole."""

    model_config = _example(
        **SUMMARY, about={"en": "Concord's proposal for the national report of 2027."}, children=[NODE],
        lists=[{"name": "yes_no", "source": "choices", "count": 2,
                "choices": [{"name": "yes", "label": {"en": "Yes"}}, {"name": "no", "label": {"en": "No"}}]}],
        forms={"pdf": "/api/v1/instruments/nri-2027/versions/2027.1/files/pdf"},
    )  # fmt: skip

    about: Wordings = Field({}, description=WORDINGS)
    children: list[NodeOut] = Field(description="Sections, groups and questions, nested as they are shown.")
    lists: list[ListOut] = Field([], description="Lists of choices by name.")
    forms: dict[str, str] = Field(description="Addresses of its files, by form.")


class ChoiceEdgeOut(Schema):
    """Where a choice comes from."""

    mode: str = Field(description="As for questions.")
    new: str | None = Field(None, description="Name now; null where it was dropped.")
    old: list[str] = Field([], description="Names before.")


class EdgeOut(Schema):
    """Where a question comes from."""

    mode: Literal["same", "reworded", "split", "merged", "new", "dropped"] = Field(description="What became of it.")
    kind: Literal["question", "repeat"] = Field(description="A question or a repeating block.")
    new: str | None = Field(None, description="Null where it is not asked any more.")
    old: list[str] = Field([], description="Ids before; empty where it is new.")
    sound: bool = Field(description="False where the map contradicts itself here.")
    choices: list[ChoiceEdgeOut] = Field([], description="Where its choices come from.")


class VersionRef(Schema):
    """One version of an instrument."""

    id: str = Field(description="Of the instrument.")
    version: str = Field(description="The author's version.")
    digest: str = Field(description="SHA-256 over its sheets in normal form.")


class MapOut(Schema):
    """How an instrument's questions come from those of another."""

    model_config = _example(
        new={"id": "nri-2027", "version": "2027.1", "digest": "a6c3…"},
        old={"id": "nri-2024", "version": "2024", "digest": "77b0…"}, rounds=["nri-2027", "nri-2024"],
        counts={"same": 1, "new": 1},
        edges=[{"mode": "same", "kind": "question", "new": "nri-2027/authority_designated",
                "old": ["nri-2024/authority_designated"], "sound": True, "choices": []}],
        findings=[],
    )  # fmt: skip

    new: VersionRef
    old: VersionRef
    rounds: list[str] = Field(description="Ids from new to old.")
    counts: dict[str, int] = Field(description="How many questions of each mode.")
    edges: list[EdgeOut] = Field(description="In the order of the new instrument; what was dropped at the end.")
    findings: list[Finding] = Field([], description="Where the map contradicts itself.")


class ChangeOut(Schema):
    """One change."""

    what: str = Field(description="`added`, `removed`, `moved`, `reworded`, `rule`, `choice-added` …")
    new: str = Field(description="Id now; empty where it was removed.")
    old: list[str] = Field(description="Ids before; empty where it was added.")
    column: str = Field("", description="What of it changed: `label::fr`, `relevant`, a choice's name.")
    before: str = Field("", description="What stood there.")
    after: str = Field("", description="What stands there.")


class DifferenceOut(Schema):
    """What changed from one version to another."""

    model_config = _example(
        new={"id": "nri-2027", "version": "2027.1", "digest": "a6c3…"},
        old={"id": "nri-2024", "version": "2024", "digest": "77b0…"}, counts={"reworded": 1},
        changes=[{"what": "reworded", "new": "nri-2027/authority_office", "old": ["nri-2024/authority_office"],
                  "column": "label::en", "before": "Which office?", "after": "Which office is it?"}],
    )  # fmt: skip

    new: VersionRef
    old: VersionRef
    counts: dict[str, int] = Field(description="How many changes of each kind.")
    changes: list[ChangeOut] = Field(description="In the order of the new one; what was removed at the end.")


class RangeOut(Schema):
    """A low, a usual and a high figure."""

    low: float = Field(description="The least to be expected.")
    typical: float = Field(description="The usual.")
    high: float = Field(description="The most to be expected.")


class PartOut(Schema):
    """The burden of a section, or of the whole."""

    section: str = Field(description="Name of the section; empty for the whole.")
    questions: int = Field(description="Questions in all; each cell of a grid is one.")
    always: int = Field(description="Questions asked whatever the answers are.")
    asked: RangeOut = Field(description="Questions asked, entries of repeating blocks counted each.")
    share: RangeOut = Field(description="Share of the questions asked at least once, 0 to 1.")
    minutes: RangeOut = Field(description="Estimated minutes.")
    minutes_alone: RangeOut = Field(description="Minutes if nothing were known.")
    words: int = Field(description="Words to read, in the language asked for.")
    knowable: int = Field(description="Questions whose answer Concord might know.")
    known: int = Field(description="Of those, the ones it does know.")
    ready: int = Field(description="Questions with an answer before anybody writes.")


class AssumptionOut(Schema):
    """What an estimate rests on and nobody measured."""

    id: str = Field(description="Name of the assumption.")
    figures: RangeOut
    reason: str = Field(description="Why these figures were chosen.")


class BurdenOut(Schema):
    """How much an instrument asks of whoever answers; estimates from declared assumptions."""

    model_config = _example(
        instrument={"id": "nri-2027", "version": "2027.1", "digest": "a6c3…"},
        whole={"section": "", "questions": 10, "always": 6, "asked": {"low": 6, "typical": 8, "high": 10},
               "share": {"low": 0.6, "typical": 0.8, "high": 1.0}, "minutes": {"low": 8, "typical": 15, "high": 30},
               "minutes_alone": {"low": 8, "typical": 15, "high": 30}, "words": 210, "knowable": 1, "known": 0,
               "ready": 0},
        sections=[], assumptions=[], note="Minutes are assumptions, not measurements.", language="en",
    )  # fmt: skip

    instrument: VersionRef
    whole: PartOut
    sections: list[PartOut] = Field(description="In order.")
    assumptions: list[AssumptionOut] = Field(description="Those that the figures rest on.")
    note: str = Field(description="What the figures are and what they are not.")
    language: str = Field(description="The language whose words were counted.")


class AnswersIn(Schema):
    """A set of answers to check."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "answers": {
                    "authority_designated": "yes",
                    "agreements": [{"agreement_title": "An invented agreement"}],
                    "complaints_number": {"status": "not-known"},
                },
                "complete": False,
            }
        },
    )

    answers: dict[str, Any] = Field(
        description='`{key: value}`; a repeating block is a list of such objects; a non-answer is `{"status": …}`.'
    )
    complete: bool = Field(True, description="Whether answers that are needed and missing are findings.")
    today: date | None = Field(None, description="The day that conditions see; today where it is left out.")
    why: bool = Field(False, description="Whether to say why each question is asked or not.")


class ReasonOut(Schema):
    """A condition that decides whether something is asked."""

    at: str = Field(description="Path of the question or group it stands at.")
    expression: str = Field(description="The XLSForm expression.")
    holds: bool = Field(description="Whether it holds.")


class CheckedOut(Schema):
    """What is asked given some answers, and what breaks a rule."""

    model_config = _example(
        instrument={"id": "nri-2027", "version": "2027.1", "digest": "a6c3…"},
        asked=["authority_designated", "authority_office", "agreements[1]/agreement_title"],
        required=["authority_office"], calculated={"agreements_count": 1},
        findings=[{"code": "instrument.answer.required", "level": "hard", "item": "authority_office",
                   "message": "An answer is needed here.", "hint": "Answer the question."}],
        counts={"hard": 1, "soft": 0, "note": 0}, more=0, why={},
    )  # fmt: skip

    instrument: VersionRef
    asked: list[str] = Field(description="Addresses of the questions asked, in order: `agreements[2]/partner`.")
    required: list[str] = Field(description="Addresses of those that need an answer.")
    calculated: dict[str, Any] = Field(description="Results by address.")
    findings: list[Finding] = Field(description="At most 100, gravest first; `more` says how many are left out.")
    counts: dict[str, int] = Field(description="How many findings of each level.")
    more: int = Field(0, description="How many findings are left out.")
    why: dict[str, list[ReasonOut]] = Field({}, description="By address, where it was asked for.")
