"""A world of figures in every state, each thing with a word or a number of its own, and who may ever see which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from concord_site.mds.actions import cells, confirming, delivering, explaining, observatories, profiling, reading_files
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries

from . import small_files

STOCK = "mds-stock-by-training"
COUNTRY = ("officer", "authority")
SECRETARIAT = ("desk", "administrator", "statistician")
FOLLOWS = (*SECRETARIAT, "region")
READS = (*COUNTRY, *FOLLOWS, "checks")
#: What an observatory brought is seen by it and by the country.
BROUGHT = (*COUNTRY, "brings")


@dataclass
class World:
    """Things with their words, people by role, and what stands for each part of an address."""

    people: dict[str, Any] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)  # word → who may see it
    values: dict[str, list[str]] = field(default_factory=dict)  # kind of key → keys
    #: Things of somebody else than Kenya's people, from which nobody may learn whether they are there.
    draft: Any = None
    standing: Any = None
    brought: Any = None
    questions: list[Any] = field(default_factory=list)
    consents: list[Any] = field(default_factory=list)

    def keep(self, word: str, *who: str) -> str:
        """A word that only some may see."""
        self.words[word] = frozenset(who)
        return word

    def number(self, value: int, *who: str) -> int:
        """A figure that only some may see, however it is written."""
        for said in (
            str(value),
            f"{value:,}",
            f"{value:,}".replace(",", "\u202f"),
            f"{value:,}".replace(",", "\u00a0"),
        ):
            self.words[said] = frozenset(who)
        return value


def people(person: Any, organisation: Any) -> dict[str, Any]:
    """Everybody who could look; the observatories have no country yet."""
    office = organisation("regional-office", region="AFR")
    return {
        "nobody": None, "signed-in": person(),
        "officer": person("country-officer", organisation("ministry", area="KEN"), area="KEN"),
        "authority": person("national-authority", organisation("authority", area="KEN"), area="KEN"),
        "stranger": person("national-authority", organisation("authority", area="PER"), area="PER"),
        "desk": person("secretariat-desk"), "administrator": person("secretariat-administrator"),
        "statistician": person("statistician"), "region": person("regional-office", office),
        "away": person("regional-office", organisation("regional-office", region="AMR")),
        "brings": person("observatory", organisation("observatory", region="AFR", name="Bringing observatory")),
        "checks": person("observatory", organisation("observatory", area="KEN", name="Checking observatory")),
        "lapsed": person("observatory", organisation("observatory", region="AFR", name="Former observatory")),
        "translator": person("translator"), "operator": person("operator"), "reviewer": person("reviewer"),
        "recruiter": person("recruiter"), "stakeholder": person("stakeholder"),
        "negotiator": person("negotiator"),
    }  # fmt: skip


def table(uganda: int, malawi: int, *, domestic: int = 5000, unknown: int = 0, year: int = 2023) -> bytes:
    """A small table whose total adds up."""
    rows = [("Uganda", "origin", uganda), ("Malawi", "origin", malawi), ("", "domestic", domestic)]
    rows += [("", "unknown", unknown)] if unknown else []
    rows.append(("", "total", uganda + malawi + domestic + unknown))
    return small_files.HEAD + b"".join(f"{o};2221;{kind};T;{year};{n}\r\n".encode() for o, kind, n in rows)


def begun(by: Any, subject: str, content: bytes, name: str, area: str = "KEN") -> Delivery:
    """A delivery that was read."""
    row = delivering.begin(area=area, by=by, subject=subject)
    delivering.add(delivery_id=row.pk, chunks=[content], name=name, by=by)
    reading_files.run(delivery_id=row.pk, by=by)
    row.refresh_from_db()
    return row


def explained(row: Delivery, by: Any, text: str) -> Delivery:
    """The same, with every soft finding explained."""
    found = deliveries.outcome_of(row.readings.latest("number"))
    assert found is not None
    for each in found.found:
        if each.finding.level == "soft":
            explaining.explain(delivery_id=row.pk, key=each.key, text=text, by=by)
    row.refresh_from_db()
    return row


def confirmed(row: Delivery, by: Any) -> Delivery:
    """The same, confirmed."""
    assert row.state == Delivery.State.CHECKED, (row.state, row.counts)
    made = confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=by)
    row.refresh_from_db()
    return made


def made(found: World) -> World:
    """Everything, by the people of :func:`people`."""
    who = found.people
    _consents(found)
    _standing(found)
    _in_hand(found)
    _brought(found)
    _asked(found)
    foreign = begun(
        who["stranger"], found.keep("WORDFOREIGN", "stranger"), table(found.number(391_407, "stranger"), 3),
        found.keep("WORDSTRANGE.csv", "stranger"), area="PER",
    )  # fmt: skip
    rows = [found.draft, found.standing, found.brought, foreign, *Delivery.objects.filter(area="KEN")]
    found.values = {
        "delivery": [str(each.pk) for each in dict.fromkeys(rows)],
        "question": [str(each.pk) for each in found.questions], "consent": [str(each.pk) for each in found.consents],
        "file": [str(each.pk) for each in found.draft.files.all()],
        "job": [each.job for each in rows if each.job],
        "bytes": [each.file_id for row in rows for each in row.files.all()],
    }  # fmt: skip
    return found


def _consents(found: World) -> None:
    who, today = found.people, timezone.now().date()

    def give(body: str, *may: str, note: str = "") -> Any:
        at = who[body].memberships.get().organisation_id
        row = observatories.give(
            area="KEN", organisation_id=at, may=may, begins_on=today, by=who["authority"], note=note
        )  # fmt: skip
        found.consents.append(row)
        return row

    give("brings", "upload", note=found.keep("WORDCONSENT", *BROUGHT, "desk", "administrator", "region"))
    give("checks", "check", "comment")
    former = give("lapsed", "upload", "check", "comment")
    begun(who["lapsed"], found.keep("WORDLAPSED", *COUNTRY, "checks"), table(7, 9), "lapsed.csv")
    observatories.end(consent_id=former.pk, by=who["authority"], reason="Enough.")


def _standing(found: World) -> None:
    """Confirmed tables with an explanation, and tables that were taken back."""
    by = found.people["officer"]
    name = found.keep("WORDKEPT.csv", *COUNTRY)
    content = table(found.number(58_123, *READS), 41, domestic=200_000, unknown=190_000)
    row = begun(by, found.keep("WORDSTANDING", *READS), content, name)
    found.standing = confirmed(explained(row, by, found.keep("WORDEXPLAINED", *READS)), by)
    gone = begun(by, found.keep("WORDGONE", *COUNTRY, *FOLLOWS), table(31_337, 5, year=2020), "gone.csv")
    confirmed(explained(gone, by, "As it was."), by)
    confirming.withdraw(delivery_id=gone.pk, reason=found.keep("WORDREASON", *COUNTRY, *FOLLOWS), by=by)
    found.number(31_337, *COUNTRY, *FOLLOWS)


def _in_hand(found: World) -> None:
    """Tables that wait to be confirmed, a file that asks, and a register about persons."""
    by, own = found.people["officer"], (*COUNTRY, "checks")
    content = table(found.number(47_101, *own), found.number(69_137, *own, *FOLLOWS), domestic=300_000, year=2024)
    row = begun(by, found.keep("WORDDRAFT", *own), content, found.keep("WORDFILE.csv", *own))
    found.draft = explained(row, by, found.keep("WORDNOTYET", *own))
    asked = small_files.ATLANTIS.replace(b"Atlantis", found.keep("WORDATLANTIS", *own).encode())
    begun(by, found.keep("WORDASKED", *own), asked, "asked.csv")
    persons = delivering.begin(area="KEN", by=by, what="register", subject=found.keep("WORDREGISTER", *COUNTRY))
    delivering.add(delivery_id=persons.pk, chunks=[small_files.register()], name="register.csv", by=by)
    reading_files.run(delivery_id=persons.pk, by=by)
    found.keep("RN-4711-", *COUNTRY)
    profiling.save(delivery_id=persons.pk, said={"areas": {found.keep("WORDPROFILE", *COUNTRY): "UGA"}}, by=by)


def _brought(found: World) -> None:
    by = found.people["brings"]
    content = table(found.number(26_153, *BROUGHT, "checks"), 8, domestic=100_000, year=2022)
    subject, name = found.keep("WORDBROUGHT", *BROUGHT, "checks"), found.keep("WORDSENT.csv", *BROUGHT, "checks")
    found.brought = begun(by, subject, content, name)


def _asked(found: World) -> None:
    """Questions of the secretariat, of the country on a figure that is not confirmed, and of whoever checks."""
    who = found.people
    figure = {"year": "2023", "occupation": "2221", "origin": "UGA", "row_kind": "origin"}
    open_one = cells.ask(
        delivery_id=found.standing.pk, text=found.keep("WORDQUESTION", *READS), by=who["desk"], structure=STOCK,
        dims=figure,
    )  # fmt: skip
    cells.write(question_id=open_one.pk, text=found.keep("WORDANSWER", *READS), by=who["officer"])
    own = cells.ask(
        delivery_id=found.draft.pk, text=found.keep("WORDOWN", *COUNTRY, *FOLLOWS), by=who["officer"], structure=STOCK,
        dims={**figure, "year": "2024", "origin": "MWI"},
    )  # fmt: skip
    remark = cells.ask(
        delivery_id=found.draft.pk, text=found.keep("WORDREMARK", *COUNTRY, "checks"), by=who["checks"]
    )  # fmt: skip
    found.questions = [open_one, own, remark]


def day(days: int) -> dt.date:
    """A day from today."""
    return timezone.now().date() + dt.timedelta(days=days)
