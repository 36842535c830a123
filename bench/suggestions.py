"""How good suggested passages are, on agreement texts labelled clause by clause before anything was suggested for them.

``python bench/suggestions.py`` measures and records; ``… fit`` prints weights fitted on the open texts, and where each
open text left out in turn would put the threshold; ``… examples`` prints the declared examples. Neither of the two
reads a text that is held back.

Texts, labels and the names of those held back are in ``tests/specimens/agreements``. All are written for Concord, with
invented parties, by three hands; the first of them wrote cues too, the two others had seen none.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from harness import record, timed

from concord.agreements.elements import catalogue
from concord.agreements.sample_wordings import sample
from concord.agreements.suggesting.cues import Index
from concord.agreements.suggesting.declared import declared
from concord.agreements.suggesting.features import NAMES, Known, declared_for, evidence
from concord.agreements.suggesting.likeness import Example, of_examples
from concord.agreements.suggesting.suggest import suggest, sureness
from concord.agreements.suggesting.words import words
from concord.declarations.packs import BUILT_IN
from concord.declarations.read import read_po, read_yaml
from concord.texts.clauses import Clause

FOLDER = Path(__file__).parents[1] / "tests" / "specimens" / "agreements"
#: Strength of the penalty on weights; the same for all but the constant.
PENALTY = 1.0
#: The same of what is added for an element.
OFFSET_PENALTY = 2.0
#: Texts up to this number are of the hand that wrote the first cues.
FIRST_HAND = 16
BANDS = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01)


@dataclass(frozen=True)
class Labelled:
    """A text with its labels: which elements each clause speaks of, and how specifically."""

    id: str
    language: str
    clauses: tuple[Clause, ...]
    labels: Mapping[str, Mapping[str, str]]
    partly: frozenset[str]

    @property
    def present(self) -> frozenset[str]:
        """Elements that the text speaks of anywhere."""
        return frozenset(element for said in self.labels.values() for element in said)


def held_back() -> frozenset[str]:
    """Ids of the texts that are held back; refuses where one was changed since."""
    said = yaml.safe_load((FOLDER / "held-back.yaml").read_text(encoding="utf-8"))
    for id, digest in said["digests"].items():
        if hashlib.sha256((FOLDER / "texts" / f"{id}.yaml").read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{id} was changed since it was held back")
    return frozenset(said["held-back"])


def labelled(ids: Iterable[str]) -> list[Labelled]:
    """The named texts."""
    return [_read(FOLDER / "texts" / f"{id}.yaml") for id in sorted(ids)]


def _read(path: Path) -> Labelled:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    clauses, labels = [], {}
    for place, each in enumerate(said["clauses"], start=1):
        head = ". ".join(part for part in (str(each["number"]), each["heading"]) if part)
        lead = f"{head}\n" if head else ""
        id = f"c{place}"
        clauses.append(
            Clause(id, str(each["number"]), each["heading"], f"{lead}{each['text']}\n\n", 1, start=len(lead))
        )
        labels[id] = each["elements"]
    return Labelled(said["id"], said["language"], tuple(clauses), labels, frozenset(said["partly"]))


def table(texts: Sequence[Labelled]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Features of every clause and element (one more column for each element), its label, and of which text it is.

    A cue of the first hand speaks in a text of that hand, and one that open texts suggested in any, only if it stands
    in another open text, in the field or in the element's own words too. Examples are those of the other open texts.
    What was taken from the very text would flatter.
    """
    rows, marks, of = [], [], []
    known = standing(texts)
    read = {(each.id, language, cue) for each in catalogue().elements for language, said in each.cues.items()
            for cue in said.read}  # fmt: skip
    ids = [element.id for element in catalogue().elements]
    for text in texts:
        alone = {key for key, places in known.items() if places <= {text.id} and (is_first_hand(text) or key in read)}
        told = fair(text.language) if is_first_hand(text) else declared_for(text.language)
        cues = {
            id: said.without([cue for element, language, cue in alone if (element, language) == (id, text.language)])
            for id, said in told.cues.items()
        }
        others = of_examples(each for other in texts if other is not text and other.language == text.language
                             for each in examples_of(other))  # fmt: skip
        held = Known(cues, told.own, others, text.language)
        for each in evidence(text.clauses, language=text.language, known=held):
            rows.append([*each.values, *(float(each.element.id == id) for id in ids)])
            marks.append(float(each.element.id in text.labels[each.clause.id]))
            of.append(text.id)
    return np.array(rows), np.array(marks), of


def is_first_hand(text: Labelled) -> bool:
    """Whether texts, labels and first cues are of one hand: texts 1 to 16."""
    return int(text.id.split("-")[1]) <= FIRST_HAND


def examples_of(text: Labelled) -> Iterator[Example]:
    """The labelled clauses of a text."""
    for clause in text.clauses:
        if text.labels[clause.id]:
            yield Example(text.language, clause.text.strip(), tuple(text.labels[clause.id]))


def standing(texts: Sequence[Labelled]) -> dict[tuple[str, str, str], set[str]]:
    """Where each cue stands that could be taken from a text: texts, its element's ``own`` words, the ``field``."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for language in sorted({text.language for text in texts}):
        elements = catalogue().elements
        cues = {each.id: {*each.cues[language].strong, *each.cues[language].weak}
                - (each.cues[language].usage - each.cues[language].read)
                for each in elements}  # fmt: skip
        found |= {(id, language, cue): set() for id, said in cues.items() for cue in said}
        index = Index(cues, language=language)
        bodies = [(text.id, each.text) for text in texts if text.language == language for each in text.clauses]
        for place, said in (*(("field", each) for each in field_of(language)), *bodies):
            for id, hit in index.all(words(said, language)).items():
                for cue in hit:
                    found[id, language, cue].add(place)
        for each in elements:
            for said in (each.label[language], each.question[language], sample(each.id).text[language]):
                for cue in index.all(words(said, language)).get(each.id, ()):
                    found[each.id, language, cue].add("own")
    return found


def field_of(language: str) -> Iterator[str]:
    """Documents of the field that know nothing of the labelled texts: the Code's paragraphs, instruments, registers."""
    if language == "en":
        for path in sorted((BUILT_IN / "articles").glob("*.yaml")):
            said = read_yaml(path)
            listed = (each for each in said.values() if isinstance(each, list))
            yield from (each["words"] for some in listed for each in some if isinstance(each, dict) and "words" in each)
        for path in (*BUILT_IN.glob("instruments/*/survey.csv"), *BUILT_IN.glob("agreements/register/*.csv")):
            yield path.read_text(encoding="utf-8")
        return
    for path in BUILT_IN.glob(f"locale/{language}/**/*.po"):
        if path.name == "articles.po" or path.parent.name == "instruments":
            yield from (entry.msgstr for entry in read_po(path))


def fitted(rows: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """Logistic weights by Newton's method with a penalty."""
    weights = np.zeros(rows.shape[1])
    penalty = np.diag([0.01, *[PENALTY] * (len(NAMES) - 1), *[OFFSET_PENALTY] * (rows.shape[1] - len(NAMES))])
    for _ in range(60):
        sure = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (marks - sure) - penalty @ weights
        bend = (rows * (sure * (1 - sure))[:, None]).T @ rows + penalty
        step = np.linalg.solve(bend, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def fit() -> None:
    """Weights of the open texts, and the threshold by leaving each text out in turn, and each hand."""
    texts = labelled(open_ids())
    rows, marks, of = table(texts)
    first = {text.id for text in texts if is_first_hand(text)}
    hands = [first, {text.id for text in texts} - first]
    by_text = _left_out(rows, marks, of, [{text.id} for text in texts])
    by_hand = _left_out(rows, marks, of, hands)
    whole = fitted(rows, marks)
    curve = {round(float(cut), 2): _score(by_text >= cut, marks > 0) for cut in np.arange(0.1, 0.75, 0.05)}
    best = max(curve, key=lambda cut: curve[cut]["f1"])
    parts = {f"hand {n}": np.array([each in ids for each in of]) for n, ids in enumerate(hands, start=1)}
    languages = {each: np.array([id.startswith(each) for id in of]) for each in sorted({id[:2] for id in of})}
    said = {
        "weights": {name: round(float(each), 3) for name, each in zip(NAMES, whole, strict=False)},
        "offsets": {element.id: round(float(each), 3)
                    for element, each in zip(catalogue().elements, whole[len(NAMES) :], strict=True)},
        "shown_from": best, "left_out": curve,
        "text_left_out_at_it": {name: _score(by_text[part] >= best, marks[part] > 0)
                                for name, part in (parts | languages).items()},
        "hand_left_out_at_it": {name: _score(by_hand[part] >= best, marks[part] > 0) for name, part in parts.items()},
    }  # fmt: skip
    sys.stdout.write(json.dumps(said, indent=1) + "\n")


def _left_out(rows: np.ndarray, marks: np.ndarray, of: list[str], groups: Iterable[Collection[str]]) -> np.ndarray:
    found = np.zeros(len(marks))
    for ids in groups:
        out = np.array([each in ids for each in of])
        weights = fitted(rows[~out], marks[~out])
        found[out] = 1 / (1 + np.exp(-rows[out] @ weights))
    return found


def open_ids() -> set[str]:
    """Ids of the texts that are not held back."""
    said = yaml.safe_load((FOLDER / "held-back.yaml").read_text(encoding="utf-8"))
    return {path.stem for path in (FOLDER / "texts").glob("*.yaml")} - set(said["held-back"])


def examples() -> None:
    """The labelled clauses of the open half, as ``data/agreements/elements-examples.yaml`` declares them."""
    lines = [
        "# Labelled clauses of the open texts of tests/specimens/agreements: invented texts, nobody's agreement.",
        "# Made by `python bench/suggestions.py examples`; a pack may hold its own file of this name.",
        'id: elements-examples', 'version: "1"', "source: own", "verification: invented", "examples:",
    ]  # fmt: skip
    for text in labelled(open_ids()):
        for each in examples_of(text):
            elements = ", ".join(each.elements)
            text_line = f"    text: {json.dumps(each.text, ensure_ascii=False)}"
            lines += [f"  - language: {each.language}", f"    elements: [{elements}]", text_line]
    sys.stdout.write("\n".join(lines) + "\n")


def _score(found: np.ndarray, true: np.ndarray) -> dict[str, float]:
    hit = float((found & true).sum())
    precision, recall = hit / max(found.sum(), 1), hit / max(true.sum(), 1)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


@lru_cache(maxsize=8)
def fair(language: str) -> Known:
    """What is declared, without cues that could have been taken from a text of the first hand that is held back.

    Those are ``unmeasured``; with them go cues of usage that would be found in their words: whoever wrote usage had
    seen no text held back, but had seen these cues.
    """
    known = declared_for(language)
    cues = {}
    for id, said in known.cues.items():
        usage = Index({"": said.usage}, language=language)
        found = {hit for cue in said.unmeasured for hit in usage.all(words(cue.replace("*", ""), language)).get("", ())}
        cues[id] = said.without(said.unmeasured | found)
    return Known(cues, known.own, known.examples, language)


def known_of(text: Labelled) -> Known:
    """What a text is measured with: every cue, for texts of other hands than the one that wrote the first cues."""
    return fair(text.language) if is_first_hand(text) else declared_for(text.language)


def known_in_use(text: Labelled) -> Known:
    """Every cue, as an installation uses them."""
    return declared_for(text.language)


def measured(texts: Sequence[Labelled], known: Callable[[Labelled], Known]) -> dict[str, Any]:
    """Precision and recall per clause and per text, by element and by language, and how far confidences hold."""
    model = declared()
    pairs: list[tuple[str, str, str, float, bool]] = []
    for text in texts:
        for each in evidence(text.clauses, language=text.language, known=known(text)):
            pairs.append(
                (
                    text.id,
                    text.language,
                    each.element.id,
                    sureness(each),
                    each.element.id in text.labels[each.clause.id],
                )
            )
    found = np.array([sure >= model.shown_from for *_, sure, _ in pairs])
    true = np.array([mark for *_, mark in pairs])
    languages = sorted({language for _, language, *_ in pairs})
    return {
        "texts": len(texts), "clauses": sum(len(text.clauses) for text in texts), "labels": int(true.sum()),
        "per_clause": _score(found, true),
        "per_clause_by_language": {
            each: _score(*(part[np.array([pair[1] == each for pair in pairs])] for part in (found, true)))
            for each in languages
        },
        "per_clause_by_text": {
            each.id: _score(*(part[np.array([pair[0] == each.id for pair in pairs])] for part in (found, true)))
            for each in texts
        },
        "per_text": _per_text(texts, known),
        "calibration": _bands(pairs),
        "brier": round(float(np.mean([(sure - mark) ** 2 for *_, sure, mark in pairs])), 5),
        "brier_of_always_the_base_rate": round(float(true.mean() * (1 - true.mean())), 5),
        "by_element": _by_element(pairs, model.shown_from),
    }  # fmt: skip


def _per_text(texts: Sequence[Labelled], known: Callable[[Labelled], Known]) -> dict[str, Any]:
    """Whether the text speaks of an element at all, and whether the suggested mark is the labelled one."""
    hit = false = missed = same = levels = counted = 0
    confused: Counter[str] = Counter()
    for text in texts:
        for each in suggest(text.clauses, language=text.language, known=known(text)).items:
            there, said = each.element in text.present, each.mark != "absent"
            hit, false, missed = hit + (there and said), false + (said and not there), missed + (there and not said)
            mark = "absent" if not there else "partly" if each.element in text.partly else "met"
            same += mark == each.mark
            confused[f"{mark} suggested {each.mark}"] += mark != each.mark
            for passage in each.passages:
                label = text.labels[passage.clause].get(each.element)
                counted, levels = counted + (label is not None), levels + (label == passage.level)
    total = len(texts) * len(catalogue().elements)
    return {
        "precision": round(hit / max(hit + false, 1), 3), "recall": round(hit / max(hit + missed, 1), 3),
        "mark_right": round(same / total, 3), "confusions": {key: n for key, n in confused.most_common() if n},
        "level_right_where_the_passage_is": round(levels / max(counted, 1), 3),
    }  # fmt: skip


def _bands(pairs: Sequence[tuple[str, str, str, float, bool]]) -> list[dict[str, Any]]:
    """Of suggestions with a confidence between two bounds, the share that was right."""
    found = []
    for low, high in pairwise(BANDS):
        inside = [(sure, mark) for *_, sure, mark in pairs if low <= sure < high]
        if inside:
            said, right = (float(np.mean([each[i] for each in inside])) for i in (0, 1))
            found.append({"from": low, "to": min(high, 1.0), "count": len(inside), "said": round(said, 3),
                          "right": round(right, 3)})  # fmt: skip
    return found


def _by_element(pairs: Sequence[tuple[str, str, str, float, bool]], cut: float) -> dict[str, Any]:
    result = {}
    for element in catalogue().elements:
        mine = [(sure >= cut, mark) for _, _, id, sure, mark in pairs if id == element.id]
        found, true = (np.array([each[i] for each in mine]) for i in (0, 1))
        hit = int((found & true).sum())
        result[element.id] = {
            "labels": int(true.sum()), "suggested": int(found.sum()), "right": hit,
            "precision": round(hit / int(found.sum()), 2) if found.any() else None,
            "recall": round(hit / int(true.sum()), 2) if true.any() else None,
        }  # fmt: skip
    return result


def main() -> None:
    """Measure the open texts and those held back, by hand, and write the result down."""
    held, free = labelled(held_back()), labelled(open_ids())
    first, others = [each for each in held if is_first_hand(each)], [each for each in held if not is_first_hand(each)]
    parts = {
        "open": (free, known_of), "held_back": (held, known_of), "held_back_of_the_first_hand": (first, known_of),
        "held_back_of_other_hands": (others, known_of),
        "held_back_of_the_first_hand_with_every_cue_which_is_not_fair": (first, known_in_use),
    }  # fmt: skip
    figures: dict[str, Any] = {
        "elements": len(catalogue().elements), "shown_from": declared().shown_from,
        **{name: measured(texts, known) for name, (texts, known) in parts.items()},
    }  # fmt: skip
    longest = max((*free, *held), key=lambda text: len(text.clauses))
    figures["seconds_of_one_text"] = round(timed(lambda: suggest(longest.clauses, language=longest.language)), 3)
    note = (
        "All texts are written for Concord with invented parties. Texts 1 to 16, their labels and the first cues are of"
        " one hand; texts 21 to 43 and their labels are of two others, who had seen no cue. Cues of usage were written"
        " by one who had seen no text held back. Weights, threshold and examples come from the open texts alone. For"
        " the first hand's texts, cues that stand in a text held back and neither in an open text nor in the field nor"
        " in the element's own words are left out; the last table puts them in and says by how much that would flatter."
        " Spanish, Arabic, Russian and Chinese have one or two texts a half: read their figures, and those of single"
        " elements, as counts."
    )
    record("suggestions", figures, note=note)


if __name__ == "__main__":
    {"fit": fit, "examples": examples}.get("".join(sys.argv[1:2]), main)()
