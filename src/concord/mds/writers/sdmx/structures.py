"""The structure message of one declared structure: all that its data refer to, in a message of its own."""

from __future__ import annotations

from typing import IO

from concord.mds.writers.sdmx import structure_json, structure_ml
from concord.mds.writers.sdmx.artefacts import whole
from concord.mds.writers.sdmx.structure_ml import Version


def write_json(id: str, stream: IO[bytes], *, prepared: str) -> None:
    """The structure message of a declared structure as SDMX-JSON 2.0.

    Raises:
        NotFound: ``vocabulary.structure.unknown``.
    """
    structure_json.write(whole(id), stream, prepared=prepared)


def write_ml(id: str, stream: IO[bytes], version: Version, *, prepared: str) -> None:
    """The structure message of a declared structure as SDMX-ML.

    Args:
        id: A structure's id, such as ``mds-totals``.
        stream: Opened for bytes.
        version: ``3.0`` or ``2.1``.
        prepared: When the release was made (ISO 8601).

    Raises:
        NotFound: ``vocabulary.structure.unknown``.
    """
    structure_ml.write(whole(id), stream, version, prepared=prepared)
