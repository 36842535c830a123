"""A profile as a file: YAML or JSON with the keys people write, whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

from concord.errors import Invalid
from concord.mds.profile import VERSION, Profile, profile_of

HEAD = "# How this country's file is read. Made by concord profile; corrected by hand as needed.\n"


def as_yaml(profile: Profile) -> str:
    """The profile as YAML; codes that YAML would take for something else are in quotation marks."""
    import yaml

    values = {"version": VERSION, **profile.as_dict()}
    return HEAD + str(yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=120))


def as_json(profile: Profile) -> str:
    """The profile as JSON."""
    return json.dumps({"version": VERSION, **profile.as_dict()}, ensure_ascii=False, indent=2) + "\n"


def write_profile(profile: Profile, path: Path) -> Path:
    """Write a profile as ``.yaml``, ``.yml`` or ``.json``; the file appears whole or not at all.

    Raises:
        Invalid: ``mds.profile.suffix`` for any other suffix.
    """
    suffix = path.suffix.lower()
    if suffix not in (".yaml", ".yml", ".json"):
        raise Invalid("mds.profile.suffix", params={"suffix": suffix or "–"})
    profile_of(profile.as_dict())
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(as_json(profile) if suffix == ".json" else as_yaml(profile))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    return path
