"""Declared wording in six languages: what files of ``concord/data`` say in English, and its translations.

::

    python tools/declared.py missing ar              # declared sentences without a translation, one JSON object a line
    python tools/declared.py missing ar instruments/ # of some domains only
    python tools/declared.py fill ar < lines.jsonl   # the same lines with "said": the translation
    python tools/declared.py check                   # what is missing, stale or has lost a placeholder; 1 if anything

Covered: ``messages/<room>`` (findings and refusals), ``roles``, ``notices``, ``instruments/<id>``, ``documents/<id>``
(letters among them; a wording with a number has a line for each plural form of the language). A changed English
sentence is a new one: its old translation is taken out when the catalogue is filled next. ``reviewed: no`` stands in
every entry until a person has reviewed it.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from concord.declarations.packs import BUILT_IN
from concord.declarations.read import read_po, read_yaml

LANGUAGES = ("ar", "zh", "fr", "ru", "es")
#: What stands for a value: {row} in findings, ${name} in instruments.
PLACEHOLDER = re.compile(r"\$?\{[^{}]+\}")
SURVEY_WORDINGS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
SETTINGS_WORDINGS = ("form_title", "x_statement")


#: Forms that a number takes in a language, besides ``other``.
FORMS: dict[str, tuple[str, ...]] = {"ar": ("one", "two", "few", "many"), "ru": ("one", "few", "many"), "zh": ()}


def declared(language: str) -> dict[str, dict[str, str]]:
    """Every declared sentence: domain → key → English, with the plural forms of a language."""
    found: dict[str, dict[str, str]] = {}
    for domain, key, english in (*_messages(), *_roles(), *_notices(), *_instruments(), *_documents(language)):
        if english.strip():
            found.setdefault(domain, {})[key] = english
    return found


def _messages() -> Iterator[tuple[str, str, str]]:
    for path in sorted((BUILT_IN / "messages").glob("*.yaml")):
        for code, wording in (read_yaml(path) or {}).items():
            room = code.partition(".")[0]
            yield f"messages/{room}", code, wording["message"]
            yield f"messages/{room}", f"{code}#hint", wording.get("hint", "")


def _roles() -> Iterator[tuple[str, str, str]]:
    table = read_yaml(BUILT_IN / "roles.yaml")
    for part in ("principals", "actions", "kinds"):
        for each in table[part]:
            yield "roles", each["id"], each["label"]


def _notices() -> Iterator[tuple[str, str, str]]:
    table = read_yaml(BUILT_IN / "notices.yaml")
    for group in table["groups"]:
        yield "notices", f"group.{group['id']}", group["label"]
    for each in table["kinds"]:
        yield from (("notices", f"{each['id']}.{part}", each[part]) for part in ("label", "title", "mail"))


def _instruments() -> Iterator[tuple[str, str, str]]:
    for folder in sorted(path.parent for path in (BUILT_IN / "instruments").glob("*/survey.csv")):
        domain, around = f"instruments/{folder.name}", list[str]()
        for row in _rows(folder / "survey.csv"):
            kind = row["type"].strip().replace(" ", "_")
            if kind.startswith("end_"):
                around.pop()
                continue
            path = "/".join((*around, row["name"]))
            yield from ((domain, f"survey/{path}/{column}", row.get(column) or "") for column in SURVEY_WORDINGS)
            if kind.startswith("begin_"):
                around.append(row["name"])
        for row in _rows(folder / "choices.csv"):
            yield domain, f"choices/{row['list_name']}/{row['name']}/label", row.get("label") or ""
        for row in _rows(folder / "settings.csv"):
            yield from ((domain, f"settings/{column}", row.get(column) or "") for column in SETTINGS_WORDINGS)


def _documents(language: str) -> Iterator[tuple[str, str, str]]:
    for path in sorted((BUILT_IN / "documents").glob("**/*.yaml")):
        domain = path.relative_to(BUILT_IN).with_suffix("").as_posix()
        document = read_yaml(path)
        if path.parent.name == "letters":
            yield domain, "title", document["title"]
        for key, words in (document.get("wordings") or {}).items():
            if isinstance(words, str):
                yield domain, key, words
                continue
            for form in (*FORMS.get(language, ("one",)), "other"):
                yield domain, f"{key}#{form}", words["one" if form == "one" else "other"]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if any(row.values())]


def said(language: str, domain: str) -> dict[str, polib.POEntry]:
    """The catalogue's entries by key."""
    path = _path(language, domain)
    return {entry.msgctxt: entry for entry in read_po(path)} if path.is_file() else {}


def _path(language: str, domain: str) -> Path:
    return BUILT_IN / "locale" / language / f"{domain}.po"


def missing(language: str, prefixes: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Sentences without a translation of exactly this English."""
    for domain, sentences in declared(language).items():
        if prefixes and not domain.startswith(prefixes):
            continue
        have = said(language, domain)
        for key, english in sentences.items():
            entry = have.get(key)
            if entry is None or not entry.msgstr or entry.msgid != english:
                yield {"domain": domain, "key": key, "english": english}


def fill(language: str, lines: Iterator[str]) -> int:
    """Write translations into their catalogues, in the order of the declared files; stale entries go."""
    told: dict[str, dict[str, str]] = {}
    for line in filter(str.strip, lines):
        each = json.loads(line)
        told.setdefault(each["domain"], {})[each["key"]] = each["said"]
    known = declared(language)
    for domain, translations in told.items():
        _write(language, domain, known[domain], said(language, domain), translations)
    return sum(len(each) for each in told.values())


def _write(
    language: str, domain: str, known: dict[str, str], have: dict[str, polib.POEntry], told: dict[str, str]
) -> None:
    unknown = told.keys() - known.keys()
    if unknown:
        raise SystemExit(f"{domain}: nothing declared is called {', '.join(sorted(unknown))}")
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "Concord", "Language": language, "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
    }  # fmt: skip
    for key, english in known.items():
        entry = have.get(key)
        if key in told and told[key].strip():
            comment = "reviewed: no"
            catalogue.append(polib.POEntry(msgctxt=key, msgid=english, msgstr=told[key], tcomment=comment))
        elif entry is not None and entry.msgid == english:
            catalogue.append(entry)
    for key, entry in have.items():  # further forms that somebody has written for a wording with a number
        if key not in known and f"{key.partition('#')[0]}#other" in known:
            catalogue.append(entry)
    path = _path(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def problems(prefixes: tuple[str, ...]) -> Iterator[str]:
    """What a reader of a language would miss, or read wrongly."""
    for language in LANGUAGES:
        for each in missing(language, prefixes):
            yield f"{language} {each['domain']}: no translation of {each['key']}"
        for domain, sentences in declared(language).items():
            for key, entry in said(language, domain).items():
                if domain.startswith(prefixes or ("",)):
                    form = key.partition("#")[2]
                    if form in {"one", "two", "few", "many"}:
                        continue  # a form may leave the number out: "the day after"
                    if key not in sentences:
                        yield f"{language} {domain}: nothing declared is called {key}"
                    elif _placeholders(entry.msgid) != _placeholders(entry.msgstr):
                        yield f"{language} {domain}: {key} does not keep its placeholders"


def _placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def main() -> int:
    """Run one of the three."""
    what, *rest = sys.argv[1:] or ["help"]
    if what == "missing" and rest:
        for each in missing(rest[0], tuple(rest[1:])):
            print(json.dumps(each, ensure_ascii=False))
        return 0
    if what == "fill" and len(rest) == 1:
        print(f"{fill(rest[0], iter(sys.stdin))} written")
        return 0
    if what == "check":
        found = list(problems(tuple(rest)))
        print("\n".join(found) or "nothing missing")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
