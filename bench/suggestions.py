"""How good suggested passages are, on agreement texts labelled clause by clause before there was a suggester.

``python bench/suggestions.py`` measures and records; ``… fit`` prints weights fitted on the open half, and where each
open text left out in turn would put the threshold; ``… examples`` prints the declared examples. Neither of the two
reads a text that is held back.

Texts, labels and the names of those held back are in ``tests/specimens/agreements``. All are written for Concord, with
invented parties; one hand wrote texts, labels and cues, so agreements of other hands may fare worse.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from harness import record, timed

from concord.agreements.elements import catalogue
from concord.agreements.sample_wordings import sample
from concord.agreements.suggesting.cues import hits
from concord.agreements.suggesting.declared import declared
from concord.agreements.suggesting.features import NAMES, Known, declared_for, evidence
from concord.agreements.suggesting.likeness import Example, descriptions, of_examples
from concord.agreements.suggesting.suggest import confidence, suggest
from concord.agreements.suggesting.words import words
from concord.declarations.packs import BUILT_IN
from concord.declarations.read import read_po, read_yaml
from concord.texts.clauses import Clause

FOLDER = Path(__file__).parents[1] / "tests" / "specimens" / "agreements"
#: Strength of the penalty on weights; the same for all but the constant.
PENALTY = 1.0
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
    """Features of every clause and element, whether it is labelled, and of which text it is.

    A cue speaks in a text only if it stands in another open text, in the field or in the element's own words too, and
    examples are those of the other open texts: what was taken from the very text would flatter.
    """
    rows, marks, of = [], [], []
    known = standing(texts)
    for text in texts:
        alone = {key for key, places in known.items() if places <= {text.id}}
        cues = {
            element.id: element.cues[text.language].without(
                [cue for id, language, cue in alone if (id, language) == (element.id, text.language)]
            )
            for element in catalogue().elements
        }
        others = of_examples(each for other in texts if other is not text and other.language == text.language
                             for each in examples_of(other))  # fmt: skip
        held = Known(cues, descriptions(text.language), others)
        for each in evidence(text.clauses, language=text.language, known=held):
            rows.append(each.values)
            marks.append(float(each.element.id in text.labels[each.clause.id]))
            of.append(text.id)
    return np.array(rows), np.array(marks), of


def examples_of(text: Labelled) -> Iterator[Example]:
    """The labelled clauses of a text."""
    for clause in text.clauses:
        if text.labels[clause.id]:
            yield Example(text.language, clause.text.strip(), tuple(text.labels[clause.id]))


def standing(texts: Sequence[Labelled]) -> dict[tuple[str, str, str], set[str]]:
    """Where each cue stands: ids of the texts, ``own`` words of its element, documents of the ``field``."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for language in sorted({text.language for text in texts}):
        field = [words(said, language) for said in field_of(language)]
        bodies = {text.id: [words(each.text, language) for each in text.clauses]
                  for text in texts if text.language == language}  # fmt: skip
        for element in catalogue().elements:
            told = (element.label[language], element.question[language], sample(element.id).text[language])
            own = [words(each, language) for each in told]
            places = {"own": own, "field": field, **bodies}
            for cue in (*element.cues[language].strong, *element.cues[language].weak):
                found[element.id, language, cue] = {
                    name for name, said in places.items()
                    if any(hits(each, (cue,), language=language) for each in said)
                }  # fmt: skip
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
    penalty = np.diag([0.01, *[PENALTY] * (rows.shape[1] - 1)])
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
    """Weights of the open half, and the threshold by leaving each text out in turn."""
    open_ids = {path.stem for path in (FOLDER / "texts").glob("*.yaml")} - held_back()
    rows, marks, of = table(labelled(open_ids))
    left_out = np.zeros(len(marks))
    for id in open_ids:
        out = np.array([each == id for each in of])
        weights = fitted(rows[~out], marks[~out])
        left_out[out] = 1 / (1 + np.exp(-rows[out] @ weights))
    whole = fitted(rows, marks)
    curve = {round(float(cut), 2): _score(left_out >= cut, marks > 0) for cut in np.arange(0.1, 0.75, 0.05)}
    best = max(curve, key=lambda cut: curve[cut]["f1"])
    said = {"weights": {name: round(float(each), 3) for name, each in zip(NAMES, whole, strict=True)},
            "shown_from": best, "left_out": curve}  # fmt: skip
    sys.stdout.write(json.dumps(said, indent=1) + "\n")


def examples() -> None:
    """The labelled clauses of the open half, as ``data/agreements/elements-examples.yaml`` declares them."""
    open_ids = {path.stem for path in (FOLDER / "texts").glob("*.yaml")} - held_back()
    lines = [
        "# Labelled clauses of the open half of tests/specimens/agreements: invented texts, nobody's agreement.",
        "# Made by `python bench/suggestions.py examples`; a pack may hold its own file of this name.",
        'id: elements-examples', 'version: "1"', "source: own", "verification: invented", "examples:",
    ]  # fmt: skip
    for text in labelled(open_ids):
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


def fair(language: str) -> Known:
    """What is declared, without cues that could have been taken from a text held back."""
    known = declared_for(language)
    return Known({id: cues.without(cues.unmeasured) for id, cues in known.cues.items()}, known.own, known.examples)


def measured(texts: Sequence[Labelled], known: Callable[[str], Known]) -> dict[str, Any]:
    """Precision and recall per clause and per text, by element and by language, and how far confidences hold."""
    model = declared()
    pairs: list[tuple[str, str, str, float, bool]] = []
    for text in texts:
        for each in evidence(text.clauses, language=text.language, known=known(text.language)):
            sure = confidence(each.values, model.weights)
            pairs.append(
                (text.id, text.language, each.element.id, sure, each.element.id in text.labels[each.clause.id])
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


def _per_text(texts: Sequence[Labelled], known: Callable[[str], Known]) -> dict[str, Any]:
    """Whether the text speaks of an element at all, and whether the suggested mark is the labelled one."""
    hit = false = missed = same = levels = counted = 0
    confused: Counter[str] = Counter()
    for text in texts:
        for each in suggest(text.clauses, language=text.language, known=known(text.language)).items:
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
    """Measure both halves and write the result down."""
    held = held_back()
    open_ids = {path.stem for path in (FOLDER / "texts").glob("*.yaml")} - held
    halves = {"open": (labelled(open_ids), fair), "held_back": (labelled(held), fair),
              "held_back_with_every_cue_which_is_not_fair": (labelled(held), declared_for)}  # fmt: skip
    figures: dict[str, Any] = {
        "elements": len(catalogue().elements), "shown_from": declared().shown_from,
        **{name: measured(texts, known) for name, (texts, known) in halves.items()},
    }  # fmt: skip
    longest = max((text for texts, _ in halves.values() for text in texts), key=lambda text: len(text.clauses))
    seconds = timed(lambda: suggest(longest.clauses, language=longest.language))
    figures["seconds_of_one_text"] = round(seconds, 3)
    note = (
        "All texts are written for Concord with invented parties; texts, labels and cues are of one hand, so other"
        " texts may fare worse. Weights, threshold and examples come from the open half alone. Cues that stand in a"
        " text held back, and neither in an open text nor in the field nor in the element's own words, are left out of"
        " what is measured; the third table puts them in and says by how much that would flatter. Elements have two to"
        " nine labels a half: read theirs as counts."
    )
    record("suggestions", figures, note=note)


if __name__ == "__main__":
    {"fit": fit, "examples": examples}.get("".join(sys.argv[1:2]), main)()
