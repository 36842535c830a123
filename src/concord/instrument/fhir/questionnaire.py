"""An instrument as a FHIR R4 Questionnaire.

What FHIR has no word for travels as ``urn:concord:xlsform:<column>`` and, where it changes what is asked, is said in a
``designNote`` and in a finding: a condition that is not simple is never turned into one that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.findings import Finding, Findings, Place
from concord.instrument.fhir.conditions import bounds, enable_when, system
from concord.instrument.fhir.options_out import Lists, link_cell
from concord.instrument.fhir.terms import (
    DESIGN_NOTE,
    EMPTY_GROUP,
    HIDDEN,
    MAX_OCCURS,
    MAX_VALUE,
    MIN_OCCURS,
    MIN_VALUE,
    TYPES,
    UNIT,
    VALUES,
    WITHOUT_LABEL,
    Json,
    column,
    control,
    plain_id,
    worded,
)
from concord.instrument.model import CHOOSING, FILES, Group, Instrument, Node, Question
from concord.instrument.sheets import SURVEY

ALWAYS = frozenset({"true()"})
_ELSEWHERE = frozenset({"form_id", "form_title", "version", "default_language", "x_statement"})


@dataclass(frozen=True, slots=True)
class Written:
    """A resource, and what of the instrument it could not carry or could carry only as an extension."""

    resource: Json
    findings: Findings


def questionnaire(instrument: Instrument, *, url: str = "", status: str = "active", on: date | None = None) -> Written:
    """The instrument as a Questionnaire.

    Args:
        instrument: The instrument.
        url: Its canonical address; by default ``urn:concord:instrument:<id>``.
        status: ``draft``, ``active`` or ``retired``.
        on: The date that stands in it, or none.
    """
    return _Writing(instrument).run(url or f"urn:concord:instrument:{instrument.id}", status, on)


class _Writing:
    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.language = instrument.language
        self.found: list[Finding] = []
        self.lists = Lists(instrument)

    def run(self, url: str, status: str, on: date | None) -> Written:
        instrument = self.instrument
        items = [self._item(node) for node in instrument.children]
        resource: Json = {"resourceType": "Questionnaire", "id": plain_id(instrument.id), "language": self.language}
        if self.lists.sets:
            resource["contained"] = list(self.lists.sets.values())
        resource["extension"] = [column(f"settings:{name}", text) for name, text in self._settings()]
        resource |= {"url": url, "version": instrument.version}
        resource |= {"name": plain_id(instrument.id).replace("-", "_").replace(".", "_")}
        resource |= worded("title", instrument.title, self.language)
        resource |= {"status": status, **({"date": on.isoformat()} if on else {})}
        resource |= worded("description", instrument.about, self.language)
        resource["item"] = items
        for key in ("contained", "extension", "item", "version"):
            if not resource.get(key):
                resource.pop(key, None)
        return Written(resource, Findings(self.found))

    def _settings(self) -> Iterator[tuple[str, str]]:
        said = self.instrument
        yield "form_id", said.id
        yield "languages", " ".join(said.languages)
        named = {"x_round": said.round, "x_use": said.use, "x_previous": said.previous}
        named |= {"x_provenance": said.provenance}
        named |= {name: text for name, text in said.settings.items() if name.partition("::")[0] not in _ELSEWHERE}
        yield from ((name, text) for name, text in named.items() if text)

    def _item(self, node: Node) -> Json:
        item: Json = {"linkId": "/".join(node.path)}
        item |= worded("text", node.label, self.language, bare=node.name)
        extra: list[Json] = [] if node.label else [column(WITHOUT_LABEL, "yes")]
        made = self._group(node, extra) if isinstance(node, Group) else self._question(node, extra)
        made |= self._condition(node, extra)
        extra += [column(name, text) for name, text in self._cells(node)]
        if extra:
            item["extension"] = extra
        return item | made

    def _group(self, node: Group, extra: list[Json]) -> Json:
        made: Json = {"type": "group"}
        if node.repeats:
            made["repeats"] = True
            if node.rules.count.isdigit():
                extra += [{"url": each, "valueInteger": int(node.rules.count)} for each in (MIN_OCCURS, MAX_OCCURS)]
            elif node.rules.count:
                extra.append(column("repeat_count", node.rules.count))
                self._say("count", node, node.rules.count, extra)
        if node.grid is not None:
            self._note("grid-flattened", node)
        items = [*self._beside(node), *(self._item(child) for child in node.children)]
        if not items:
            extra.append(column("kind", EMPTY_GROUP))
            return {"type": "display"}
        return made | {"item": items}

    def _question(self, node: Question, extra: list[Json]) -> Json:
        kind = TYPES[node.kind]
        made: Json = {"type": kind}
        extra.append(column("kind", node.kind))
        if node.kind in {"hidden", "meta", "calculate"}:
            extra.append({"url": HIDDEN, "valueBoolean": True})
        if kind != "display":
            made |= self._required(node, extra)
            made |= self._constraint(node, extra)
            made |= self._initial(node, extra)
        if node.kind in CHOOSING:
            made |= self._choices(node, extra)
        if node.about.unit and kind in {"integer", "decimal"}:
            extra.append({"url": UNIT, "valueCoding": {"system": "urn:concord:codelist:unit", "code": node.about.unit}})
        if node.kind in FILES and node.accept:
            extra.append(column("body::accept", node.accept))
        beside = list(self._beside(node)) if kind != "display" else []
        return made | ({"item": beside} if beside else {})

    def _beside(self, node: Node) -> Iterator[Json]:
        """Hint and help, as display items that say what they are."""
        link = "/".join(node.path)
        texts = {"hint": (node.hint, "flyover")}
        if isinstance(node, Question):
            texts["guidance_hint"] = (node.help, "help")
        for name, (text, code) in texts.items():
            if text:
                words = worded("text", text, self.language)
                yield {"linkId": f"{link}#{name}", **words, "type": "display", "extension": [control(code)]}

    def _condition(self, node: Node, extra: list[Json]) -> Json:
        source = node.rules.relevant
        if not source:
            return {}
        simple = enable_when(source, self.instrument, node)
        if simple is None:
            extra.append(column("relevant", source))
            self._say("condition", node, source, extra)
            return {}
        made: Json = {"enableWhen": simple[0]}
        return made | ({"enableBehavior": simple[1]} if simple[1] else {})

    def _required(self, node: Question, extra: list[Json]) -> Json:
        made: Json = {}
        for name, source in (("required", node.rules.required), ("readonly", node.rules.readonly)):
            if source in ALWAYS:
                made["required" if name == "required" else "readOnly"] = True
            elif source:
                extra.append(column(name, source))
                self._say(name, node, source, extra)
        return made

    def _constraint(self, node: Question, extra: list[Json]) -> Json:
        if node.kind == "range":
            return self._range(node, extra)
        if not node.rules.constraint:
            return {}
        simple = bounds(node.rules.constraint, node)
        if simple is None:
            extra.append(column("constraint", node.rules.constraint))
            self._say("constraint", node, node.rules.constraint, extra)
            return {}
        extra += simple[0]
        return {"maxLength": simple[1]} if simple[1] is not None else {}

    def _range(self, node: Question, extra: list[Json]) -> Json:
        for url, name in ((MIN_VALUE, "start"), (MAX_VALUE, "end")):
            text = node.parameters.get(name, "")
            if text.removeprefix("-").replace(".", "", 1).isdigit():
                extra.append({"url": url, "valueDecimal": float(text) if "." in text else int(text)})
        extra.append(control("slider"))
        if node.rules.constraint:
            extra.append(column("constraint", node.rules.constraint))
            self._say("constraint", node, node.rules.constraint, extra)
        return {}

    def _initial(self, node: Question, extra: list[Json]) -> Json:
        default = node.rules.default
        if not default:
            return {}
        value = _plain_value(node, default, self.instrument)
        if value is None:
            extra.append(column("default", default))
            return {}
        name = VALUES[TYPES[node.kind]]
        return {"initial": [{name: each} for each in (value if isinstance(value, list) else [value])]}

    def _choices(self, node: Question, extra: list[Json]) -> Json:
        made: Json = {"repeats": True} if node.kind in {"many", "rank"} else {}
        extra.append(column("list_name", node.choices))
        if node.rules.choice_filter:
            extra.append(column("choice_filter", node.rules.choice_filter))
            self._say("choice-filter", node, node.rules.choice_filter, extra)
        return made | self.lists.element(node.choices)

    def _cells(self, node: Node) -> Iterator[tuple[str, str]]:
        """Cells of the sheets that no element of FHIR holds."""
        about = node.about
        said = {
            "appearance": " ".join(node.appearance),
            "x_source": about.source,
            "x_provenance": about.provenance,
            "x_same_as": link_cell(about.same_as),
            "x_unit": about.unit,
            "x_status": " ".join(about.statuses),
            "x_part": about.part,
            "x_indicator": about.indicator,
            "x_known": about.known,
            "x_confidential": "yes" if about.confidential else "",
            "x_short": "yes" if about.short else "",
            "x_minutes": "" if about.minutes is None else f"{about.minutes:g}",
        }
        if isinstance(node, Question):
            said |= {"calculation": node.rules.calculation, "trigger": node.rules.trigger, "meta": node.meta}
            said |= {"parameters": " ".join(f"{name}={value}" for name, value in node.parameters.items())}
            said |= self._texts(node)
            if node.kind == "calculate":
                self._note("calculation", node)
        yield from ((name, text) for name, text in said.items() if text)

    def _texts(self, node: Question) -> dict[str, str]:
        """Messages and media by column and language; a note's hint, since nothing can stand inside a display item."""
        texts = {"constraint_message": node.constraint_message, "required_message": node.required_message, **node.media}
        if node.media:
            self._note("media", node)
        if node.kind == "note":
            texts |= {"hint": node.hint, "guidance_hint": node.help}
        return {
            name if code == self.language else f"{name}::{code}": wording
            for name, text in texts.items()
            for code, wording in text.items()
        }

    def _say(self, what: str, node: Node, source: str, extra: list[Json]) -> None:
        """Something that matters to who is asked what, and that FHIR cannot say: a design note and a finding."""
        extra.append({"url": DESIGN_NOTE, "valueMarkdown": f"{what.capitalize()} (XLSForm): `{source}`"})
        self._note("not-simple", node, what=what, expression=source)

    def _note(self, reason: str, node: Node, **params: Any) -> None:
        place = Place(self.instrument.sheets.file or None, SURVEY, node.row, item=node.name)
        self.found.append(Finding(f"instrument.fhir.{reason}", "note", place, {"question": node.name, **params}))


def _plain_value(node: Question, text: str, instrument: Instrument) -> Any:
    """A default that is a plain value of the question's kind; None where it is an expression."""
    if "(" in text or "${" in text:
        return None
    if node.kind in CHOOSING:
        listed = instrument.lists.get(node.choices)
        names = [text] if node.kind == "one" else text.split()
        if listed is None or not all(listed.choice(name) for name in names):
            return None
        return [{"system": system(instrument, node.choices), "code": name} for name in names]
    try:
        if node.kind == "integer":
            return int(text)
        if node.kind in {"decimal", "range"}:
            return float(text)
    except ValueError:
        return None
    return text if node.kind in {"text", "long-text", "barcode", "link", "hidden"} else None
