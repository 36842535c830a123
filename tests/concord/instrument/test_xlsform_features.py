from __future__ import annotations

import sys
from pathlib import Path

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.instrument.xlsform.features import features
from concord.instrument.xlsform.features_page import page

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src/concord/data"


def test_the_page_of_features_is_up_to_date() -> None:
    # Made anew by: python -c "from concord.instrument.xlsform.features_page import page; print(page(), end='')"
    assert (ROOT / "docs/reference/xlsform-features.md").read_text(encoding="utf-8") == page()


def test_features_are_declared_as_their_schema_says() -> None:
    path = DATA / "instruments/features.yaml"
    assert list(problems(read_yaml(path), path.with_name("features.schema.json"), file=path.name)) == []
    assert len(features()) == len(read_yaml(path)["features"])


def test_every_refused_feature_has_its_wording() -> None:
    refused = {f"instrument.unsupported.{each.id}" for each in features().values() if each.stand == "refused"}
    assert refused <= known_codes()
    assert {code for code in known_codes() if code.startswith("instrument.unsupported.")} <= refused


def test_few_features_are_refused() -> None:
    assert sum(each.stand == "refused" for each in features().values()) <= 5
