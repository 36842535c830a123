"""Shapes of agreements in the interface for programs."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


def _example(**example: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": example})


class AgreementPartyOut(Schema):
    """A party of an agreement."""

    area: str = Field(description="Alpha-3 of the state.")
    name: str = Field(description="Its name in the language asked for.")
    side: str = Field(description="`origin`, `destination`, or `member` where the text has no two sides.")
    part: str = Field(description="ISO 3166-2 of the province or region that is bound; empty for the state itself.")


class AgreementClauseOut(Schema):
    """An element of the catalogue that a source names; what is not listed is not known, which is not absent."""

    element: str = Field(description="Id in the catalogue, a composite that is not WHO's own.")
    words: str = Field(description="In the words of the source.")


class AgreementEventOut(Schema):
    """A dated step in the history of a text."""

    on: str = Field(description="A year, a month or a day.")
    event: str = Field(description="What happened.")
    is_verified: bool = Field(description="Whether the date was verified.")


class AgreementOut(Schema):
    """An agreement on health personnel as the register knows it."""

    model_config = _example(
        id="agr-002", title="Bilateral agreement on healthcare workforce collaboration", is_mutual=False, year=2021,
        parties=[
            {"area": "KEN", "name": "Kenya", "side": "origin", "part": ""},
            {"area": "GBR", "name": "United Kingdom", "side": "destination", "part": ""},
        ],
        year_basis="signed", level="national", type="bilateral-agreement", type_name="Bilateral agreement",
        status="in-force", status_name="In force", status_on="2021-11-11", occupations=["nurses", "health"],
        occupations_said="nurses; other health workers", provisions="recruitment; joint committee",
        clauses=[{"element": "CL39", "words": "joint committee"}],
        history=[{"on": "2021-07-29", "event": "signed", "is_verified": True}], verification="verified",
        not_verified=[], sources=["https://www.gov.uk/"], labour_agreements=[], note="",
        address="https://example.org/en/agreements/agr-002/",
    )  # fmt: skip

    id: str = Field(description="Never changes its meaning.")
    title: str = Field(description="In English, as the sources have it.")
    parties: list[AgreementPartyOut] = Field(description="Who is bound.")
    is_mutual: bool = Field(description="Whether it has no two sides.")
    year: int | None = Field(description="Null where it is not known.")
    year_basis: str | None = Field(description="What it is the year of.")
    level: str = Field(description="Between whom it was made.")
    type: str = Field(description="Kind of agreement.")
    type_name: str = Field(description="The kind in the language asked for.")
    status: str = Field(description="`unknown` where it is not known.")
    status_name: str = Field(description="The status in the language asked for.")
    status_on: str | None = Field(description="The time of which the status was read.")
    occupations: list[str] = Field(description="Groups of occupations.")
    occupations_said: str = Field(description="In the words of the sources.")
    provisions: str = Field(description="In the words of the sources.")
    clauses: list[AgreementClauseOut] = Field(description="Elements that a source names.")
    history: list[AgreementEventOut] = Field(description="The earliest first.")
    verification: str = Field(description="`verified`, `partly`, or `unverified`: not even its existence.")
    not_verified: list[str] = Field(description="What of it was not verified.")
    sources: list[str] = Field(description="Where it was read.")
    labour_agreements: list[str] = Field(description="Rows of the labour agreements that are this text.")
    note: str = Field(description="What a reader must know.")
    address: str = Field(description="Its page.")


class PublishedAgreementOut(Schema):
    """An agreement that its parties have made public."""

    model_config = _example(
        slug="an-invented-agreement", version=1, invented=True, title={"en": "An invented agreement"},
        parties=[{"area": "", "name": {"en": "Marania"}, "level": "state", "side": "origin"}],
        status=[{"status": "signed", "on": "2025-05-12"}], parts={}, withheld=[], digest="0" * 64,
        published_at="2025-06-01T00:00:00+00:00", address="https://example.org/en/agreements/an-invented-agreement/",
    )  # fmt: skip

    slug: str = Field(description="Names it in its address.")
    version: int = Field(description="Counts what was published under this name.")
    invented: bool = Field(description="Whether agreement and parties do not exist.")
    title: dict[str, str] = Field(description="By language.")
    parties: list[dict[str, Any]] = Field(description="Who made it.")
    status: list[dict[str, Any]] = Field(description="Dated history, oldest first.")
    parts: dict[str, dict[str, Any]] = Field(description="What is public, by part.")
    withheld: list[dict[str, Any]] = Field(description="What is not, named as such, with the reason.")
    digest: str = Field(description="SHA-256 of the content.")
    published_at: str = Field(description="When this version became public.")
    address: str = Field(description="Its page.")


class PracticeLessonOut(Schema):
    """A lesson that the parties of an agreement have published."""

    model_config = _example(
        id="an-invented-agreement/lesson-teachers", title={"en": "Teachers before places"},
        happened={"en": "Places stayed empty in the first year."}, advice={"en": "Agree on teachers before money."},
        phase="implementation", phase_name="Implementation", element="CL27", about="Training places", articles=["5.2"],
        learnt_by="both", on="2025-05-21", agreement="an-invented-agreement", agreement_title="An invented agreement",
        agreement_version=1, parties=[{"area": "", "name": "Marania", "side": "origin"}], invented=True,
        citation="“Teachers before places”. Lesson from: An invented agreement. …",
        address="https://example.org/en/agreements/an-invented-agreement/#lessons",
    )  # fmt: skip

    id: str = Field(description="Agreement and lesson; unique.")
    title: dict[str, str] = Field(description="By language, as the parties wrote it.")
    happened: dict[str, str] = Field(description="What happened, by language.")
    advice: dict[str, str] = Field(description="What others should do, by language.")
    phase: str = Field(description="Phase of the agreement's life in which it was learnt; empty where not said.")
    phase_name: str = Field(description="The same in the language asked for.")
    element: str = Field(
        description="Element of the catalogue that it is about; empty where it is about something else."
    )
    about: str = Field(description="What it is about, in words.")
    articles: list[str] = Field(description="Paragraphs of the Code that the element is about.")
    learnt_by: str = Field(description="`origin`, `destination` or `both`.")
    on: str | None = Field(description="When it was written down; null where not said.")
    agreement: str = Field(description="Name of the published agreement.")
    agreement_title: str = Field(description="Its title in the language asked for.")
    agreement_version: int = Field(description="The version that was read.")
    parties: list[dict[str, str]] = Field(description="Who made the agreement.")
    invented: bool = Field(description="Whether agreement and parties do not exist.")
    citation: str = Field(description="How it is cited.")
    address: str = Field(description="Where it stands.")


class AgreementCorridorOut(Schema):
    """A pair of origin and destination with agreements between them."""

    model_config = _example(
        origin="PHL",
        destination="CAN",
        agreements=5,
        ids=["agr-010"],
        address="https://example.org/en/corridors/CAN/PHL/",
    )

    origin: str = Field(description="Alpha-3.")
    destination: str = Field(description="Alpha-3.")
    agreements: int = Field(description="How many whose existence was read somewhere.")
    ids: list[str] = Field(description="All of them, those that could not be checked too.")
    address: str = Field(description="The page of the two countries.")


class ClauseShareOut(Schema):
    """How often coders found a clause in labour agreements of all sectors in some years."""

    model_config = _example(
        clause="joint_commit", name="Joint committee", near=["CL39"], first_year=2010, last_year=2020, found=34,
        texts=110, share=0.309, low=0.23, high=0.401, sector="all",
    )  # fmt: skip

    clause: str = Field(description="As the data set names it.")
    name: str = Field(description="In the language asked for.")
    near: list[str] = Field(description="Elements of the catalogue that ask for something like it.")
    first_year: int = Field(description="Included.")
    last_year: int = Field(description="Included.")
    found: int = Field(description="Texts with the clause.")
    texts: int = Field(description="Texts that were coded for it.")
    share: float | None = Field(description="0 to 1; null where no text was coded.")
    low: float = Field(description="Low end of the 95 percent interval.")
    high: float = Field(description="High end of it.")
    sector: str = Field(description="Always `all`: few of the texts are about health personnel.")


class LabourAgreementOut(Schema):
    """A labour agreement of any sector between two countries."""

    model_config = _example(
        id="671", areas=["NOR", "PHL"], year=2001, signed="2001-06-26", ratified="2001-06-26", evidence="copy",
        title="Agreement …", clauses=["recruit_auth"], not_coded=[], sector="all",
    )  # fmt: skip

    id: str = Field(description="As the data set numbers it.")
    areas: list[str] = Field(description="Alpha-3 codes; their order says nothing.")
    year: int | None = Field(description="Null where it is not known.")
    signed: str = Field(description="ISO date; empty where it is not known.")
    ratified: str = Field(description="ISO date; empty where it is not known.")
    evidence: str = Field(description="`copy` of the text, `evidence` of it, or `none`.")
    title: str = Field(description="Of texts that were coded.")
    clauses: list[str] | None = Field(description="Coded clauses that were found; null where the text was not coded.")
    not_coded: list[str] = Field(description="Clauses that the coders left open.")
    sector: str = Field(description="Always `all`.")
