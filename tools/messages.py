"""Wording of the site in six languages: from the sources to catalogues, and from catalogues to what Django reads.

::

    python tools/messages.py extract     # sources → src/concord_site/locale/<language>/LC_MESSAGES/django.po
    python tools/messages.py compile     # .po → .mo, and locale/reviewed.json (how much a person has reviewed)
    python tools/messages.py check       # what is missing, stale or wrong; ends with 1 if anything is
    python tools/messages.py missing ar  # wordings still without a translation, one JSON object a line
    python tools/messages.py fill ar < translations.json   # a map from wording (context|wording) to translation

No gettext program is needed: Django's ``templatize`` turns a template into Python, Babel reads the wordings, polib
writes the files. The ``.mo`` files are kept in the repository, so that a clone speaks six languages at once; ``check``
compares them with their ``.po``. A comment in each entry says whether a person has reviewed it: ``reviewed: no``, or
``reviewed: NAME DATE``. A wording that changes is a new wording: it is shown in English until it is translated.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.extract import extract as babel_extract

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "src" / "concord_site"
LOCALE = SITE / "locale"
#: Number of plural forms and the rule that chooses one, as gettext writes them.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);",
    "zh": "nplurals=1; plural=0;",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "es": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = {
    **DEFAULT_KEYWORDS, "gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
REVIEWED = re.compile(r"^reviewed: (no|\S.* \d{4}-\d{2}-\d{2})$", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|\{(\w+)\}")
MARKUP = re.compile(r"</?([a-z]+)")
_ALLAUTH_ROOMS = ("account", "mfa", "usersessions", "allauth")
Key = tuple[str | None, str]


@dataclass
class Message:
    """A wording found in the sources."""

    context: str | None
    text: str
    plural: str = ""
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """What it is looked up by."""
        return (self.context, self.text)


def _ready() -> None:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True, LANGUAGE_CODE="en")


def _source(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    from django.utils.translation.template import templatize

    lines = templatize(text, origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines).encode()  # indentation of HTML is none of Python's


def messages_in(path: Path, place: str) -> Iterator[Message]:
    """The wordings of one template or module."""
    for _line, found, _comments, context in babel_extract("python", io.BytesIO(_source(path)), keywords=KEYWORDS):
        text, *plural = [found] if isinstance(found, str) else [part for part in found if part]
        if text:
            yield Message(context, text, plural[0] if plural else "", {place})


def _files() -> Iterator[Path]:
    for pattern in ("*.html", "*.txt", "*.py"):
        yield from (path for path in sorted(SITE.rglob(pattern)) if "migrations" not in path.parts)


def _shown_by_allauth() -> Iterator[tuple[Path, str]]:
    """Templates of django-allauth that we show as they are: not those in whose place one of ours stands."""
    import allauth

    base = Path(allauth.__file__).parent / "templates"
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base)
        ours = SITE / "shell" / "templates" / name
        if path.suffix in {".html", ".txt"} and name.parts[0] in _ALLAUTH_ROOMS and not ours.exists():
            yield path, f"allauth:{name.as_posix()}"


@cache
def sources() -> dict[Key, Message]:
    """Every wording of the site's templates and modules, and of the pages of django-allauth that are shown."""
    _ready()
    found: dict[Key, Message] = {}
    places = [(path, path.relative_to(ROOT / "src").as_posix()) for path in _files()]
    for path, place in [*places, *_shown_by_allauth()]:
        for message in messages_in(path, place):
            known = found.setdefault(message.key, message)
            known.places |= message.places
            known.plural = known.plural or message.plural
    return found


def _theirs(language: str) -> set[Key]:
    """What Django or django-allauth already translate: pages of theirs need no second translation."""
    import allauth
    import django

    known: set[Key] = set()
    folder = {"zh": "zh_Hans"}.get(language, language)
    for base in (Path(allauth.__file__).parent, Path(django.__file__).parent / "conf"):
        path = base / "locale" / folder / "LC_MESSAGES" / "django.mo"
        if path.exists():
            known |= {(entry.msgctxt, entry.msgid) for entry in polib.mofile(str(path)) if _is_translated(entry)}
    return known


def wanted(language: str) -> dict[Key, Message]:
    """What the catalogue of a language must hold: all of ours, and of allauth's what it leaves untranslated."""
    theirs = _theirs(language)
    return {
        key: message
        for key, message in sources().items()
        if key not in theirs or any(not place.startswith("allauth:") for place in message.places)
    }


def _is_translated(entry: polib.POEntry | polib.MOEntry) -> bool:
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(forms) and all(forms)


def po_path(language: str) -> Path:
    """Where the catalogue of a language stands."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> polib.POFile:
    """The catalogue of a language, a new one where there is none."""
    path = po_path(language)
    po = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    po.metadata = {
        "Project-Id-Version": "Concord", "Language": language, "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }  # fmt: skip
    return po


def extract(language: str) -> tuple[int, int]:
    """Bring the catalogue of a language in line with the sources; how many wordings came and went."""
    po, needed = catalogue(language), wanted(language)
    kept = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = po.metadata
    for key, message in sorted(needed.items(), key=lambda each: (min(each[1].places), each[1].text, each[0][0] or "")):
        fresh.append(_entry(message, kept.get(key), language))
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(po_path(language)))
    return len(needed.keys() - kept.keys()), len(kept.keys() - needed.keys())


def _entry(message: Message, old: polib.POEntry | None, language: str) -> polib.POEntry:
    count = int(PLURALS[language].partition("=")[2].partition(";")[0])
    entry = polib.POEntry(
        msgctxt=message.context, msgid=message.text, msgid_plural=message.plural,
        occurrences=[(place, "") for place in sorted(message.places)],
        tcomment=old.tcomment if old and REVIEWED.search(old.tcomment) else "reviewed: no",
    )  # fmt: skip
    if message.plural:
        before = old.msgstr_plural if old else {}
        entry.msgstr_plural = {index: before.get(index, "") for index in range(count)}
    elif old:
        entry.msgstr = old.msgstr
    if "%(" in message.text + message.plural:
        entry.flags.append("python-format")
    return entry


def compiled(po: polib.POFile) -> bytes:
    """The catalogue as Django reads it; the same catalogue gives the same bytes."""
    return bytes(po.to_binary())


def write_all() -> dict[str, list[int]]:
    """Compile every catalogue and count what has been reviewed."""
    counts = {}
    for language in PLURALS:
        po = catalogue(language)
        po_path(language).with_suffix(".mo").write_bytes(compiled(po))
        counts[language] = [sum(_is_reviewed(entry) for entry in po), len(po)]
    (LOCALE / "reviewed.json").write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
    return counts


def _is_reviewed(entry: polib.POEntry) -> bool:
    found = REVIEWED.search(entry.tcomment)
    return found is not None and found.group(1) != "no"


def faults(language: str) -> list[str]:
    """What is missing, stale or wrong in a catalogue, one sentence each."""
    if not po_path(language).exists():
        return [f"{language}: there is no catalogue"]
    po, needed = catalogue(language), wanted(language)
    held = {(entry.msgctxt, entry.msgid): entry for entry in po}
    found = [f"{language}: not in the catalogue: {text!r}" for _context, text in needed.keys() - held.keys()]
    found += [f"{language}: no longer in the sources: {text!r}" for _context, text in held.keys() - needed.keys()]
    for entry in po:
        found.extend(f"{language}: {fault}: {entry.msgid!r}" for fault in _entry_faults(entry))
    mo = po_path(language).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(po):
        found.append(f"{language}: the .mo is not the .po's; run compile")
    return sorted(found)


def _entry_faults(entry: polib.POEntry) -> Iterator[str]:
    if not REVIEWED.search(entry.tcomment):
        yield "no comment says whether a person has reviewed it"
    if not _is_translated(entry):
        yield "not translated"
        return
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    wanted_names = _names(entry.msgid) | _names(entry.msgid_plural or "")
    for form in forms:
        names = _names(form)
        if not names <= wanted_names or (not entry.msgid_plural and names != wanted_names):
            yield f"placeholders differ ({', '.join(sorted(names ^ wanted_names))})"
        if sorted(MARKUP.findall(form)) != sorted(MARKUP.findall(entry.msgid)):
            yield "markup differs"
        if form != form.strip() and entry.msgid == entry.msgid.strip():
            yield "begins or ends with a space"
    if entry.msgid.endswith(".") and not all(form.endswith((".", "。")) for form in forms):
        yield "a sentence without its full stop"


def _names(text: str) -> set[str]:
    return {a or b for a, b in PLACEHOLDER.findall(text)} - {""}


def missing(language: str) -> list[dict[str, object]]:
    """Wordings of a language still without a translation, with their places."""
    return [
        {
            "key": key_of(entry),
            "plural": entry.msgid_plural or "",
            "places": [place for place, _line in entry.occurrences],
        }
        for entry in catalogue(language)
        if not _is_translated(entry)
    ]


def key_of(entry: polib.POEntry) -> str:
    """How ``fill`` names a wording: ``context|wording``, or the wording alone."""
    return f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else str(entry.msgid)


def fill(language: str, translations: dict[str, str | list[str]]) -> int:
    """Put translations into a catalogue, marked as not reviewed; a list holds plural forms. How many were put in."""
    po, done = catalogue(language), 0
    for entry in po:
        given = translations.get(key_of(entry))
        if given is None:
            continue
        if isinstance(given, list):
            entry.msgstr_plural = dict(enumerate(given))
        else:
            entry.msgstr = given
        entry.tcomment = "reviewed: no"
        done += 1
    po.save(str(po_path(language)))
    return done


def main(arguments: list[str]) -> int:
    """Run one of the commands; 1 where ``check`` found something, 2 for a command that does not exist."""
    command, rest = (arguments[0] if arguments else ""), arguments[1:]
    if command == "extract":
        for language in PLURALS:
            came, went = extract(language)
            print(f"{language}: {came} came, {went} went, {len(missing(language))} to translate")
        return 0
    if command == "compile":
        for language, (reviewed, total) in write_all().items():
            print(f"{language}: {total} wordings, {reviewed} reviewed")
        return 0
    if command == "check":
        found = [fault for language in PLURALS for fault in faults(language)]
        print("\n".join(found) if found else "Every wording is translated into every language.")
        return 1 if found else 0
    if command == "missing" and rest:
        for row in missing(rest[0]):
            print(json.dumps(row, ensure_ascii=False))
        return 0
    if command == "fill" and rest:
        print(fill(rest[0], json.load(sys.stdin)))
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
