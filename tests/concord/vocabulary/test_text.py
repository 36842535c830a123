"""A wording that is not in the reader's language says which language it is in."""

from __future__ import annotations

from pathlib import Path

from concord.declarations import messages, packs
from concord.declarations.read import read_po
from concord.vocabulary.text import Text, wording


def test_a_text_falls_back_visibly() -> None:
    text = Text(en="Nurses", fr="Infirmiers", ar="")
    assert (text.best("fr").text, text.best("fr").is_fallback) == ("Infirmiers", False)
    arabic = text.best("ar")
    assert (arabic.text, arabic.language, arabic.direction, arabic.is_fallback) == ("Nurses", "en", "ltr", True)


def test_a_changed_sentence_is_shown_untranslated_rather_than_wrongly_translated(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "fr"
    folder.mkdir(parents=True)
    (folder / "box.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "lid"\nmsgid "Open"\nmsgstr "Ouvrir"\n',
        encoding="utf-8",
    )
    with packs.using(tmp_path):
        assert wording("box", "lid", "Open", "fr").text == "Ouvrir"
        changed = wording("box", "lid", "Open it", "fr")
        assert (changed.text, changed.language, changed.is_fallback) == ("Open it", "en", True)
        assert wording("box", "other", "Open", "fr").is_fallback
    messages._index.cache_clear()
    read_po.cache_clear()
