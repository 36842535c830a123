"""Ground of the site's tests: a data folder of its own for each, invented people, and a log that can be emptied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

django = pytest.importorskip("django")

from django.core.cache import caches  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client, TransactionTestCase  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from concord_site.evidence import facts  # noqa: E402
from concord_site.evidence.front import shelf  # noqa: E402

from . import at_once  # noqa: E402

sealed = import_module("concord_site.audit.migrations.0002_sealed")
_evidence = facts._evidence.__wrapped__


@lru_cache(maxsize=4)
def _shared_evidence(folder: str, release: str, today: date) -> facts.Evidence:
    return _evidence(folder, release, today)


@pytest.fixture(autouse=True)
def one_evidence(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Bundled facts are computed once for the whole run; releases are each folder's own; no page outlives its test."""

    def found(folder: str, release: str, today: date) -> facts.Evidence:
        return _shared_evidence(folder if release else "", release, today)

    monkeypatch.setattr(facts, "_evidence", found)
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture(autouse=True)
def own_installation(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Every test has its own data folder, a quick password hash and empty caches."""
    settings.CONCORD = replace(settings.CONCORD, folder=tmp_path / "data", address="http://concord.test")
    settings.ALLOWED_HOSTS = ["concord.test", "testserver", "other.test"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECRET_KEY = "a key of the tests, long enough to be one"
    settings.CONCORD.folder.mkdir()
    settings.CONCORD.private.mkdir()
    own = {**settings.CACHES["default"], "LOCATION": str(settings.CONCORD.folder / "counters")}
    settings.CACHES = {**settings.CACHES, "default": own}
    caches["here"].clear()
    with translation.override("en"):
        yield
    caches["here"].clear()


@pytest.fixture(autouse=True, scope="session")
def log_can_be_emptied() -> Iterator[None]:
    """Tests that commit empty their tables afterwards; the log refuses that, so its triggers step aside for it."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        connection = connections["default"]
        with connection.schema_editor() as editor:
            sealed.unseal(editor)
        try:
            original(self)
        finally:
            with connection.schema_editor() as editor:
                sealed.seal(editor)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]


@pytest.fixture
def file_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The database is a file, which lets writers of several threads wait for each other as an installation does."""
    with at_once.on_a_file(tmp_path):
        yield


@pytest.fixture
def organisation(db: None) -> Callable[..., Any]:
    """Make an invented organisation."""
    from concord_site.accounts.models import Organisation

    def make(what: str = "secretariat", area: str = "", region: str = "", name: str = "") -> Organisation:
        wording = {"en": name or f"{what} {area}".strip()}
        return Organisation.objects.create(name=wording, what=what, area=area, region=region, is_example=True)

    return make


@pytest.fixture
def person(organisation: Callable[..., Any]) -> Callable[..., Any]:
    """Make an invented person, with a role in an organisation where one is named, and a second factor."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP

    from concord_site.accounts.models import Membership, Person

    numbers = iter(range(1, 1000))

    def make(
        role: str = "", at: Any = None, *, area: str = "", has_second_factor: bool = True, **fields: Any
    ) -> Person:
        name = f"person-{next(numbers)}"
        fields.setdefault("email", f"{name}@concord.test")
        fields.setdefault("password", "an unusual sentence 4711")
        made = Person.objects.create_user(name=fields.pop("name", name), is_example=True, **fields)
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
        if has_second_factor:
            TOTP.activate(made, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        if role:
            began = timezone.now() - timedelta(days=1)
            home = at or organisation()
            Membership.objects.create(person=made, organisation=home, role=role, area=area, begins_at=began)
        return made

    return make


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """A browser in which somebody is signed in."""

    def make(who: Any) -> Client:
        client = Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture
def now() -> Any:
    """The moment of the test; roles of the people above began the day before."""
    return timezone.now()
