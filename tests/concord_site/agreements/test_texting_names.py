"""Word files between parties: what they carry of people and times stays with the party that brought them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.texts.clauses import cut
from concord.texts.proposing import Proposal
from concord.texts.word_out import Note, write_word
from concord_site.agreements.queries import taking
from concord_site.agreements.texting import actions
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import Version

pytestmark = pytest.mark.django_db
TEXT = "Article 1\nPurpose\n\nThe Parties shall cooperate.\n\nArticle 2\nFees\n\nWorkers shall pay no fee."
#: What only the party that brings a file may read of it: who changed and said something, when, and what was left out.
LAWYER, ADVISER, NIGHT, FOOT, NAME = "Lawyer zqq1", "Adviser zqq2", "2019-03-03T23:11:00Z", "zqq3 for us", "zqq4.docx"
CANARIES = (LAWYER, ADVISER, "2019-03-03", FOOT, NAME)


def file(text: str = TEXT) -> SimpleUploadedFile:
    """A Word file with a tracked change, a comment and a head of its pages."""
    changed = Proposal("art-2", "change", "Article 2\nFees\n\nNobody shall pay a fee.", LAWYER, NIGHT)
    note = Note("art-2", "Is that so?", ADVISER, NIGHT)
    made = write_word(cut(text, language="en"), title="T", language="en", proposals=[changed], notes=[note])
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(into, "w") as out:
        for name in given.namelist():
            out.writestr(name, given.read(name))
        space = re.search(rb'xmlns:w="[^"]+"', given.read("word/document.xml"))
        assert space
        head = f"<w:hdr {space.group().decode()}><w:p><w:r><w:t>{FOOT}</w:t></w:r></w:p></w:hdr>"
        out.writestr("word/header1.xml", head)
    return SimpleUploadedFile(NAME, into.getvalue())


def at(table: Any, page: str = "") -> str:
    return f"/en/agreements/dossiers/{table.id}/text/{page}"


def read_by(dossier: Any) -> str:
    """Everything a member of a party can read."""
    return json.dumps(taking.everything(dossier), ensure_ascii=False)


def brought_as_version(client: Any, table: Any) -> None:
    client.post(at(table, "shared/versions/new/"), {"title": "T", "language": "en", "text": "", "file": file()})


def brought_as_language(client: Any, table: Any) -> None:
    client.post(at(table, "languages/"), {"do": "add", "language": "fr", "text": "", "file": file()})


def brought_back(client: Any, table: Any) -> None:
    client.post(at(table), {"do": "return", "file": file()})


def brought_and_shared(client: Any, table: Any) -> None:
    sent = client.post(at(table, "own/versions/new/"), {"title": "T", "language": "en", "text": "", "file": file()})
    client.post(sent["Location"], {"do": "share"})


@pytest.mark.parametrize("bring", [brought_as_version, brought_as_language, brought_back, brought_and_shared])
def test_a_file_tells_the_other_party_no_person_no_time_and_nothing_that_was_left_out(
    table: Any, signed_in: Any, now: Any, bring: Any
) -> None:
    actions.write_version(Texts(table.origin(), "shared"), Version(TEXT, "en", "T"), by=table.asha, now=now)
    ben = signed_in(table.ben)
    bring(ben, table)
    mine, theirs = read_by(table.destination()), read_by(table.origin())
    assert [word for word in CANARIES if word not in mine] in ([], ["2019-03-03"])
    assert [word for word in CANARIES if word in theirs] == []
    asha = signed_in(table.asha)
    for page in ("", "languages/", "shared/clauses/art-2/", "compare/"):
        shown = asha.get(at(table, page)).content.decode()
        assert [word for word in CANARIES if word in shown] == [], page


def test_what_the_reader_of_a_shared_file_said_is_shown_to_the_party_that_brought_it(
    table: Any, signed_in: Any, now: Any
) -> None:
    ben = signed_in(table.ben)
    brought_as_version(ben, table)
    key = Texts(table.destination(), "shared").current.key
    assert FOOT in ben.get(at(table, f"shared/versions/{key}/")).content.decode()
    assert FOOT not in signed_in(table.asha).get(at(table, f"shared/versions/{key}/")).content.decode()
    brought_as_language(ben, table)
    assert NAME in ben.get(at(table, "languages/")).content.decode()


def test_a_shared_text_goes_out_with_names_of_parties_alone(table: Any, signed_in: Any, now: Any) -> None:
    actions.write_version(Texts(table.origin(), "shared"), Version(TEXT, "en", "T"), by=table.asha, now=now)
    brought_back(signed_in(table.ben), table)
    actions.comment(Texts(table.destination(), "shared"), "art-1", "Said here", by=table.ben, now=now)
    out = signed_in(table.asha).get(at(table, "shared/files/tracked.docx"))
    with zipfile.ZipFile(io.BytesIO(out.content)) as package:
        whole = "".join(package.read(name).decode() for name in package.namelist())
    assert set(re.findall(r'w:author="([^"]*)"', whole)) == {"Province of Fictia"}
    for word in (*CANARIES, "Ben Invented", "Asha Invented", "dc:creator", "lastModifiedBy", "dcterms"):
        assert word not in whole, word
    again = signed_in(table.ben).post(at(table), {"do": "return", "file": SimpleUploadedFile("same.docx", out.content)})
    assert again["Location"].endswith("nothing=1")
