"""The ground under an agreement, made in a process of the installation: four people and nothing else.

Run as ``agreement_ground.py FOLDER ADDRESS`` it writes one line of JSON, and then for each line it is asked (an address
of mail) the cookie of a session, or for ``backup PATH`` it makes a backup and says so.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import life_ground as ground

ASHA, THIRD, HEAD, OPERATOR = "asha@marania.test", "third@tessara.test", "head@concord.test", "machine@concord.test"


def lay() -> dict[str, str]:
    """A negotiator of one country, one of another that has nothing to do with it, an administrator, an operator."""
    from concord_site.accounts.models import Organisation

    def home(what: str, area: str, name: str) -> Any:
        return Organisation.objects.create(name={"en": name}, what=what, area=area, is_example=True)

    ground.person(ASHA, "Asha Maro", "negotiator", home("ministry", "XMA", "Ministry of Marania"))
    ground.person(THIRD, "Third Tess", "negotiator", home("ministry", "XTE", "Ministry of Tessara"))
    ground.person(HEAD, "Henrik Sundaram", "secretariat-administrator", home("secretariat", "", "Secretariat"))
    ground.person(OPERATOR, "Olu Machine", "operator", home("operator", "", "Operator"))
    return {"laid": "yes"}


def backup(path: str) -> dict[str, str]:
    """A backup of the running installation."""
    from django.utils import timezone

    from concord_site.shell import backup as backups

    backups.make(Path(path), now=timezone.now())
    return {"made": path}


def stand(folder: str, address: str) -> None:
    """Lay the ground in a folder that was made, then answer."""
    ground.prepare(folder, address)
    ground.tell(lay())
    for line in sys.stdin:
        word, _space, rest = line.strip().partition(" ")
        ground.tell(backup(rest) if word == "backup" else ground.session(word))


if __name__ == "__main__":
    stand(*sys.argv[1:])
