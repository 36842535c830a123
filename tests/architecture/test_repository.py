"""The repository speaks of the project alone, and everything it promises to hold is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROMISED = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "CITATION.cff", "Makefile", "mkdocs.yml",
    "requirements.lock", "requirements-dev.lock", ".ci/run", "docs/index.md", "docs/decisions/index.md",
)  # fmt: skip
#: Addresses of package indexes, and absolute paths of somebody's machine.
FOREIGN = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|/work/(main|shared|brief)|/root/(?!item\b)|/home/\w+/"
)


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.splitlines()]


@pytest.mark.parametrize("name", PROMISED)
def test_what_the_repository_promises_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_no_file_names_a_package_index_or_a_machine() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__) or not path.is_file() or path.suffix in {".ttf", ".woff2", ".png", ".mo", ".xlsx"}:
            continue
        match = FOREIGN.search(path.read_text(encoding="utf-8", errors="ignore"))
        if match:
            found.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert not found


def test_every_make_target_is_explained_to_contributors() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))
    explained = set(re.findall(r"`make ([a-z]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert targets - explained - {"format", "help"} == set()


def test_every_locked_package_has_a_digest() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
        assert all("--hash=sha256:" in block for block in blocks if "==" in block)
