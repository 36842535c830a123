"""Who asks the interface for programs: whoever holds a key, or anybody; a browser's sign-in counts for nothing."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone, translation
from ninja.errors import AuthenticationError

from concord.errors import Invalid
from concord.vocabulary.languages import LANGUAGES
from concord_site.accounts.api_keys.queries import Program, program
from concord_site.shell.access import ANYBODY, Seat


class Anybody:
    """Whoever asks without a key."""

    key = None
    pk = None
    scopes: frozenset[str] = frozenset()

    def seats(self) -> tuple[Seat, ...]:
        """What anybody may do."""
        return (ANYBODY,)


Asking = Program | Anybody


def asking(request: HttpRequest) -> Asking:
    """Who asks; the language of the answer is chosen here too, before anything can be refused in another.

    Raises:
        AuthenticationError: A key was given, and it is not good.
        Invalid: ``site.api.language``: ``language`` names none of the six.
    """
    wanted = request.GET.get("language")
    if wanted is not None:
        if wanted not in LANGUAGES:
            raise Invalid("site.api.language", params={"language": wanted[:20]})
        translation.activate(wanted)
    given = request.headers.get("Authorization")
    if given is None:
        return Anybody()
    scheme, _, secret = given.partition(" ")
    found = program(secret.strip(), now=timezone.now()) if scheme.casefold() == "bearer" else None
    if found is None:
        raise AuthenticationError
    return found
