"""Habits of every template of the site: nothing inline, nothing marked safe, words in six languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[3] / "src" / "concord_site"
TEMPLATES = sorted(path for path in SITE.glob("*/templates/**/*.html"))
#: What is written alike in every language.
ALIKE = {
    "API", "Akoma Ntoso", "BibTeX", "CSV", "JSON", "PDF", "Parquet", "RIS", "SDMX", "SHA-256", "Word", "XLSX", "(YAML)",
    "(ZIP)",
}  # fmt: skip
NAMES = [path.relative_to(SITE).as_posix() for path in TEMPLATES]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_has_nothing_inline_and_trusts_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "style attributes are refused by the content policy"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "so are event attributes"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text), "and inline scripts"
    assert "|safe" not in text
    assert "autoescape off" not in text
    assert not re.search(r"<(?:b|i)?frame|https?://(?!www\.w3\.org)", text), "nothing from outside"


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_words_of_a_template_are_translated(path: Path) -> None:
    """Text between elements goes through translate; codes, numbers, signs and names in their own language do not."""
    text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{%\s*blocktrans.*?endblocktrans(?:late)?\s*%\}", "", text, flags=re.DOTALL)
    text = re.sub(
        r"<(script|code|pre)\b.*?</\1>|<div class=\"sheet\".*?</div>|<(\w+)[^>]*\blang=\"[a-z]{2}\".*?</\2>",
        "",
        text,
        flags=re.DOTALL,
    )
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    words = [found.strip() for found in re.findall(r">([^<>]*)<", text)]
    left_in_english = [said for said in words if re.search(r"[A-Za-z]{3,}", said) and said not in ALIKE]
    assert not left_in_english


def test_safe_strings_are_made_in_few_places() -> None:
    makers = {
        path.relative_to(SITE).as_posix()
        for path in SITE.rglob("*.py")
        if re.search(r"\bmark_safe\b|\bSafeString\(|\bhtml_safe\b", path.read_text(encoding="utf-8"))
    }
    ours = {
        "shell/parts/icons.py",
        "shell/parts/figures.py",
        "shell/parts/words.py",
        "shell/templatetags/tags_layout.py",
    }
    ours.add("public/catalogue_box.py")  # a block of data as JSON, escaped for where it stands
    ours.add("shell/parts/documents.py")  # a document as our own renderer writes it
    ours.add("publishing/reading.py")  # pages of an edition: bytes of our own renderer, compared with their digest
    assert makers <= ours, makers - ours
