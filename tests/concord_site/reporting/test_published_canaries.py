"""Nothing of a withheld, unpublished or withdrawn answer reaches anybody by any public page, file, feed or search."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from concord_site.reporting.actions import publishing
from concord_site.reporting.models import Remark, Reply, Submission, SubmissionAnswer
from concord_site.reporting.queries import published

from .filed_reports import answers, asked, filed

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
CANARY = "Kanarienvogel"
NUMBER = 7_654_321
BASE = "/en/reporting/published/"
#: Numbers as pages and files may write them.
NUMBERS = ("7654321", "7,654,321", "7\u202f654\u202f321", "7.654.321", "7\u00a0654\u00a0321")


@pytest.fixture
def told(administrator: Any) -> dict[str, Submission]:
    """Kenya is published but for some answers, Norway is not, Brazil is withdrawn; all hold canaries."""
    secret = answers(
        comments=f"{CANARY} one", contact_name=f"{CANARY} two", contact_email=f"{CANARY}@example.org",
        recruiters_sanctions=NUMBER, code_change="yes", code_change_text=f"{CANARY} three",
    )  # fmt: skip
    hidden = ["comments", "contact_name", "contact_email", "recruiters_sanctions", "code_change"]
    kenya = filed("KEN", state="accepted", answers=secret, withheld=hidden, reasons={"recruiters_sanctions": CANARY})
    working(kenya)
    publishing.publish(kenya, by=administrator, today=TODAY)
    everywhere = answers(comments=CANARY, lessons=f"{CANARY} four", hours=4999, authority_office=CANARY)
    norway = filed("NOR", state="accepted", answers=everywhere)
    working(norway)
    brazil = filed("BRA", state="accepted", answers=everywhere)
    gone = publishing.publish(brazil, by=administrator, today=TODAY)
    publishing.withdraw(gone.pk, reason="By mistake.", by=administrator)
    return {"KEN": kenya, "NOR": norway, "BRA": brazil}


def working(found: Submission) -> None:
    """Answers, remarks, queries and a declaration that were never published."""
    SubmissionAnswer.objects.create(submission=found, address="lessons", value=f"{CANARY} five", reason=CANARY)
    Remark.objects.create(submission=found, address="lessons", text=f"{CANARY} six")
    query = asked(found, state="closed", address="comments", text=f"{CANARY} seven")
    Reply.objects.create(query=query, side="country", text=f"{CANARY} eight", is_for_publication=True)
    query = asked(found, state="closed", address="hours", text=f"{CANARY} nine")
    Reply.objects.create(query=query, side="country", text=f"{CANARY} ten", is_for_publication=False)
    found.filings.update(statement={"name": f"{CANARY} eleven", "office": CANARY})


def readable(answer: Any) -> str:
    """What anybody can read in an answer, whatever form it has."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(each).decode("utf-8", "replace") for each in archive.namelist())
    if kind.startswith("application/pdf"):
        from pypdf import PdfReader

        return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages)
    if "parquet" in kind:
        import pyarrow.parquet as parquet

        return str(parquet.read_table(io.BytesIO(content)).to_pylist())
    text: str = content.decode("utf-8", "replace")
    return text


def leaks(text: str) -> list[str]:
    return [each for each in (CANARY, *NUMBERS) if each in text]


def named_addresses() -> set[str]:
    """Names of all addresses of this part of the room."""
    from concord_site.reporting import published_urls

    return {each.name for each in published_urls.urlpatterns if each.name}


def every_address() -> dict[str, list[str]]:
    """Every address of this part by name, for every country and edition and some wrong ones."""
    areas, forms = ("KEN", "NOR", "BRA", "XMA"), ("pdf", "docx", "json", "csv")
    references = [f"NR-2027-{each}-{n}" for each in areas for n in (1, 2)]
    keys = ("comments", "contact_name", "recruiters_sanctions", "code_change", "code_change_text", "lessons", "hours")
    searches = ("", "?q=Kanarienvogel", "?region=EUR", "?state=withdrawn")
    others = ("?with=last", "?with=NOR&with=BRA", "?with=KEN&section=11", "?section=11&only=different")
    return {
        "published": [f"{BASE}{each}" for each in searches],
        "published-round": [f"{BASE}2027/{each}" for each in searches],
        "published-feed": [f"{BASE}feed.atom"],
        "published-cited": [f"{BASE}reports/{each}/" for each in references],
        "publication-withdraw": [f"{BASE}reports/{each}/withdraw/" for each in references],
        "published-file": [f"{BASE}reports/{each}/report.{form}" for each in references for form in forms],
        "published-report": [f"{BASE}2027/{each}/" for each in areas],
        "published-edition": [f"{BASE}2027/{each}/{n}/" for each in areas for n in (1, 2)],
        "published-compare": [f"{BASE}2027/{each}/compare/{query}" for each in areas for query in others],
        "published-questions": [f"{BASE}2027/questions/"],
        "published-question": [f"{BASE}2027/questions/{each}/" for each in keys],
        "published-answers": [f"{BASE}2027/answers.{each}" for each in ("csv", "json", "parquet", "xlsx")],
    }


def test_every_address_of_published_reports_keeps_what_is_confidential(told: dict[str, Submission]) -> None:
    client, found = Client(), every_address()
    previews = ("publication-preview", "publication-publish", "publication-correct")
    found |= {
        name: [f"{BASE}preview/{each.pk}/{name.rpartition('-')[2].replace('preview', '')}".replace("//", "/")
               for each in told.values()]
        for name in previews
    }  # fmt: skip
    assert set(found) == named_addresses()
    for name, addresses in found.items():
        for address in addresses:
            answer = client.get(address)
            assert not [each for each in leaks(readable(answer)) if each not in address], (name, address)


def test_what_anybody_can_click_to_or_ask_for_tells_nothing(told: dict[str, Submission]) -> None:
    client, seen = Client(), set[str]()
    waiting = ["/en/", BASE, "/ar/reporting/published/", *(f"/en/countries/{each}/" for each in ("KEN", "NOR", "BRA")),
               *(f"/en/search/?q={each}" for each in (CANARY, "Kenya", "Norway", "NR-2027-NOR-1", str(NUMBER))),
               "/api/v1/published?every=true", "/api/v1/published/2027/KEN", "/api/v1/published/2027/NOR",
               "/api/v1/published/2027/BRA", "/api/v1/published/2027/questions/comments",
               "/api/v1/published/2027/questions/recruiters_sanctions", "/en/reporting/rounds/"]  # fmt: skip
    while waiting and len(seen) < 90:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        text = readable(answer)
        assert not [each for each in leaks(text) if each not in address], address
        if "html" in answer.get("Content-Type", ""):
            inside = (urljoin(address, each) for each in re.findall(r'href="([^"#]+)"', text))
            waiting += [each for each in inside if urlsplit(each).path.startswith("/en/reporting/published/")
                        and "report." not in each and "answers." not in each and "/questions/" not in each]  # fmt: skip
    assert len(seen) > 20


def test_an_unpublished_report_is_as_if_it_were_not_there(told: dict[str, Submission]) -> None:
    client = Client()
    for address in (f"{BASE}2027/NOR/", f"{BASE}2027/USA/", f"{BASE}2027/NOR/compare/"):
        assert client.get(address).status_code == 404
    there, not_there = (client.get(f"{BASE}2027/{each}/").content.decode() for each in ("NOR", "USA"))
    assert there.replace("NOR", "···").replace("Norway", "···") == not_there.replace("USA", "···")
    assert "NOR" in published.missing("2027", TODAY)


def test_the_public_code_reads_publications_alone() -> None:
    """Modules of this part name no working model, filing, query or step."""
    from pathlib import Path

    import concord_site.reporting as room

    here = Path(room.__file__).parent
    public = [*here.glob("queries/published*.py"), here / "published_api.py", here / "published_search.py",
              *here.glob("interface/published*.py"),
              *(each for each in here.glob("views/published*.py") if each.stem != "published_decide")]  # fmt: skip
    assert len(public) >= 10
    for path in public:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"models\.(submissions|reviewing|filling|trials)", text), path.name
        assert not re.search(r"models import [^\n]*\b(Submission|Filing|Query|Step|Participation)\b", text), path.name
