"""The promise of SECURITY: a generated register, overlapping filters, three releases, and nobody is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from .protect_register import attacked, published, tables_of, versions

pytest.importorskip("highspy", reason="protection needs highspy")


def test_nobody_is_found_out_in_three_releases_of_a_register(tmp_path: Path) -> None:
    truths = [tables_of(path) for path in versions(tmp_path, area="NZL", rows=12_000)]
    done = published(truths, "register-5")
    assert all(each.proof.holds for each in done)
    shown = attacked(done)
    assert shown.small > 50
    assert shown.open == 0
    assert shown.recovered == 0
    assert shown.narrow_share < 0.02
    assert shown.rest_open == 0
    assert shown.wrong == 0
    assert shown.hidden_share <= 0.15
