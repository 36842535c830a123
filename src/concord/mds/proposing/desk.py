"""What ``concord profile`` does: propose for each file, apply the answers, write the profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from concord.errors import Invalid
from concord.intake.limits import Limits
from concord.mds.profile import NOTHING_SAID, Profile, read_profile
from concord.mds.proposing.answering import answer
from concord.mds.proposing.model import Proposal
from concord.mds.proposing.opened import open_file
from concord.mds.proposing.propose import compared, proposal_of
from concord.mds.proposing.written import write_profile
from concord.vocabulary.areas import resolve


@dataclass(frozen=True)
class Done:
    """What the command did.

    Args:
        proposals: One for each file.
        profile: What is settled of all of them together.
        out: Where the profile was written, or None.
    """

    proposals: tuple[Proposal, ...]
    profile: Profile
    out: Path | None

    @property
    def refused(self) -> bool:
        """Whether a file cannot be read as it is."""
        return any(proposal.findings.hard for proposal in self.proposals)


def run(
    files: Sequence[Path],
    *,
    area: str | None = None,
    profile: Path | None = None,
    last: Path | None = None,
    answers: Sequence[str] = (),
    out: Path | None = None,
) -> Done:
    """Propose, answer, write.

    Args:
        files: Files of one sender; what is settled of one holds for the next.
        area: Name or code of the country that reports.
        profile: What has been said so far.
        last: Last year's profile.
        answers: ``ID=CHOICE``.
        out: Where to write the profile; nothing is written where a file is refused.

    Raises:
        Invalid: ``mds.area.option``, ``mds.answer.form``, ``mds.answer.question``, ``mds.answer.choice``.
    """
    said = NOTHING_SAID if profile is None else read_profile(profile)
    said = replace(said, area=said.area or _area(area))
    before = None if last is None else read_profile(last)
    given = [_parted(each) for each in answers]
    proposals: list[Proposal] = []
    for path in files:
        if not path.is_file():
            raise Invalid("mds.file.not-found", params={"file": str(path)})
        opened = open_file(path, limits=Limits.none())
        answered = said if before is None else compared(opened, said, before).profile
        for id, choice in given:
            answered = answer(answered, id, choice)
        proposal = proposal_of(opened, answered)
        if before is not None:
            proposal = replace(proposal, differences=compared(opened, said, before).differences)
        proposals.append(proposal)
        said = proposal.profile if len(files) > 1 else said
    done = Done(tuple(proposals), proposals[-1].profile, None)
    return done if out is None or done.refused else replace(done, out=write_profile(done.profile, out))


def _area(text: str | None) -> str:
    if text is None:
        return ""
    found = resolve(text)
    if found.area is None:
        raise Invalid("mds.area.option", params={"area": text, "suggestions": ", ".join(found.suggestions) or "–"})
    return found.area


def _parted(said: str) -> tuple[str, str]:
    id, sign, choice = said.partition("=")
    if not sign or not id.strip():
        raise Invalid("mds.answer.form", params={"answer": said})
    return id.strip(), choice.strip()
