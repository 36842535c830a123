"""The example forms of pyxform, and plausible answers to any instrument: what other rooms test themselves against.

:data:`CONVERTED` names the forms that pyxform itself converts (``tests/cases/instrument/examples.yaml``, which a test
holds to pyxform), :data:`EXAMPLES` those of them that are read here. :func:`instrument_of` reads one;
:func:`sample_answers` answers it.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations.read import read_yaml
from concord.instrument.checks import check
from concord.instrument.model import Group, Instrument, Question
from concord.instrument.routing import State, evaluate
from concord.instrument.xlsform import Read, read

TESTS = Path(__file__).parents[2]
FOLDER = TESTS / "specimens/xlsform-examples"
DECLARED: dict[str, dict[str, Any]] = read_yaml(TESTS / "cases/instrument/examples.yaml")
#: Forms that pyxform converts.
CONVERTED: tuple[str, ...] = tuple(name for name, said in DECLARED.items() if said["converts"])
#: Of those, the ones that are read into an instrument; the others are refused, for the reason that is declared.
EXAMPLES: tuple[str, ...] = tuple(name for name in CONVERTED if not DECLARED[name].get("refused"))
TODAY = dt.date(2027, 3, 1)
_PASSES = 12


@lru_cache(maxsize=128)
def read_example(name: str) -> Read:
    """What is read of an example form, with the files beside it."""
    return read(FOLDER / name, beside=True)


def instrument_of(name: str) -> Instrument:
    """The instrument of an example form."""
    found = read_example(name).instrument
    assert found is not None, [each.code for each in read_example(name).findings.hard]
    return found


def sample_answers(instrument: Instrument, *, today: dt.date = TODAY, instances: int = 2) -> dict[str, Any]:
    """Plausible answers to everything that is asked, keeping every rule that can be kept; the same at every call.

    Args:
        instrument: What is answered.
        today: The day of answering.
        instances: Of every repeating block whose number is free.

    Returns:
        Answers as JSON: ``{"key": value}``, repeats as lists of such objects.
    """
    answers: dict[str, Any] = {}
    tried: dict[str, int] = {}
    for _ in range(_PASSES):
        before = repr(answers)
        _grow(instrument.children, (), "", answers, instances, evaluate(instrument, answers, today=today))
        state = evaluate(instrument, answers, today=today)
        _answer(instrument, state, answers, tried)
        wrong = {each.where.item for each in check(instrument, answers, today=today).hard if each.where.item}
        for address in wrong & set(tried):
            tried[address] += 1
            _put(answers, address, None)
        # A choice may no longer be offered, a block no longer be counted.
        for address in wrong - set(tried):
            _put(answers, address, None)
        if not wrong and repr(answers) == before:
            break
    return _pruned(answers)


def _grow(
    nodes: Any, repeat: tuple[str, ...], prefix: str, answers: dict[str, Any], instances: int, state: State
) -> None:
    for node in nodes:
        if not isinstance(node, Group):
            continue
        if not node.repeats:
            _grow(node.children, repeat, prefix, answers, instances, state)
            continue
        wanted = state.count(f"{prefix}{node.key}") if node.rules.count else instances
        listed = answers.setdefault(node.key, [])
        while len(listed) < min(wanted, 5):
            listed.append({})
        for place, each in enumerate(listed, start=1):
            _grow(node.children, (*repeat, node.key), f"{prefix}{node.key}[{place}]/", each, instances, state)


def _answer(instrument: Instrument, state: State, answers: dict[str, Any], tried: dict[str, int]) -> None:
    for address in state.asked:
        question = question_at(instrument, address)
        if question is None or _get(answers, address) is not None or address in state.calculated:
            continue
        values = candidates(question, [choice.name for choice in state.choices(address)], instrument)
        place = tried.setdefault(address, 0)
        if values:
            _put(answers, address, values[place % len(values)])


def question_at(instrument: Instrument, address: str) -> Question | None:
    """The question at an address."""
    found = instrument.by_key.get(_parts(address))
    return found if isinstance(found, Question) else None


def _parts(address: str) -> tuple[tuple[str, ...], str]:
    repeats = tuple(re.findall(r"([^\[\]]+)\[\d+\]/", address))
    return repeats, re.sub(r"[^\[\]]+\[\d+\]/", "", address)


def candidates(question: Question, offered: list[str], instrument: Instrument) -> list[Any]:
    """Values that may answer a question, the likeliest first."""
    match question.kind:
        case "one":
            return offered
        case "many":
            return [offered[:2], offered[:1], *([each] for each in offered[1:])] if offered else []
        case "rank":
            return [offered] if offered else []
        case "integer":
            return [3, 12, 1, 0, 40, 100, 2024, 7, 18, 65]
        case "decimal":
            return [2.5, 1, 0, 12.25, 60, 100]
        case "range":
            start = float(question.parameters.get("start", "1"))
            step = float(question.parameters.get("step", "1"))
            values = [start + step, start, start + 2 * step]
            return [int(value) if value == int(value) else value for value in values]
        case "date":
            return ["2026-05-17", "2024-01-01", "2027-03-01", "2030-12-31"]
        case "datetime":
            return ["2026-05-17T10:30:00", "2030-12-31T00:00:00"]
        case "time":
            return ["10:30", "00:00"]
        case "year":
            return ["2025", "2024", "2027", "2010"]
        case "month":
            return ["2025-06", "2027-01"]
        case "link":
            return ["https://example.org/register"]
        case "point":
            return ["46.2 6.1 372 5", "46.2 6.1 0 0"]
        case "line":
            return ["46.2 6.1 0 0; 46.3 6.2 0 0"]
        case "shape":
            return ["46.2 6.1 0 0; 46.3 6.2 0 0; 46.4 6.1 0 0; 46.2 6.1 0 0"]
        case "acknowledge":
            return ["OK"]
        case "barcode":
            return ["4006381333931"]
        case "file" | "image" | "audio" | "video":
            name = {"image": "picture.png", "audio": "sound.mp3", "video": "film.mp4"}.get(question.kind, "paper.pdf")
            if question.accept.startswith("."):
                name = f"paper{question.accept.split(',')[0].strip()}"
            return [{"file": "f1", "name": name, "size": 1024, "digest": "0" * 64}]
        case "text" | "long-text":
            return ["Plain words", "a", "12", "yes", "someone@example.org", "0612345678"]
        case _:
            return []


def _get(answers: dict[str, Any], address: str) -> Any:
    repeats, key = _parts(address)
    holder = _holder(answers, address, repeats)
    return None if holder is None else holder.get(key)


def _holder(answers: dict[str, Any], address: str, repeats: tuple[str, ...]) -> dict[str, Any] | None:
    places = [int(place) for place in re.findall(r"\[(\d+)\]/", address)]
    here = answers
    for key, place in zip(repeats, places, strict=True):
        listed = here.get(key) or []
        if place > len(listed):
            return None
        here = listed[place - 1]
    return here


def _put(answers: dict[str, Any], address: str, value: Any) -> None:
    repeats, key = _parts(address)
    holder = _holder(answers, address, repeats)
    if holder is None:
        return
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value


def _pruned(answers: dict[str, Any]) -> dict[str, Any]:
    """Without empty blocks."""
    kept: dict[str, Any] = {}
    for key, value in answers.items():
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            value = [each for each in (_pruned(each) for each in value) if each]
        if value not in (None, []):
            kept[key] = value
    return kept
