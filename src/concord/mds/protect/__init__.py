"""Protection of small counts before tables leave a country.

Public face: :func:`protect` hides small counts (or changes all of them by keys) under declared
:func:`~concord.mds.protect.declared.rules`, together with everything that would give them away in all tables of the
release and in earlier releases; :func:`attack` is the attacker that proves it, on published tables alone;
:func:`~concord.mds.protect.cube.cube` makes the one protected cube that flexible queries are answered from;
:func:`~concord.mds.protect.views.views` the tables by two divisions that may stand in place of the full cross.
"""

from __future__ import annotations

from collections.abc import Sequence

from concord.errors import Invalid
from concord.mds.protect.attacking import Interval, attack
from concord.mds.protect.declared import DEFAULT, FOR_REGISTERS, Rules, rule_sets, rules
from concord.mds.protect.hiding import Progress, Stop
from concord.mds.protect.protected import Lost, Proof, Protected
from concord.vocabulary.structures import Table


def protect(
    tables: Sequence[Table],
    by: Rules | str = DEFAULT,
    *,
    earlier: Sequence[Sequence[Table]] = (),
    secret: bytes | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Protected:
    """Tables as they may be published, what was lost, and the proof.

    Rows of publishers and generated rows of other sources are left as they are: only what somebody sent is protected.

    Args:
        tables: All tables of the release, one for each structure; those that count no persons pass unchanged.
        by: Rules, or the id of declared ones.
        earlier: The published tables of earlier releases, the oldest first. What they show is known to everybody.
        secret: Of the installation, at least 16 random bytes; needed by rules of the method ``cell-key`` alone.
        progress: Told ``hiding`` or ``attacking``, how many are done and of how many.
        stop: Asked now and then; where it says so nothing is given.

    Raises:
        NotFound: ``mds.protect.rules-unknown``.
        Invalid: ``mds.protect.secret``.
        Unavailable: ``mds.protect.solver`` where highspy is not installed, ``mds.protect.stopped``.
    """
    chosen = rules(by) if isinstance(by, str) else by
    if chosen.method == "cell-key":
        from concord.mds.protect.perturbing import perturbed

        if secret is None:
            raise Invalid("mds.protect.secret", params={"length": 0, "least": 16})
        return perturbed(tables, chosen, secret=secret)
    from concord.mds.protect.protecting import suppressed

    return suppressed(tables, chosen, earlier=earlier, progress=progress, stop=stop)


__all__ = [
    "DEFAULT", "FOR_REGISTERS", "Interval", "Lost", "Proof", "Protected", "Rules",
    "attack", "protect", "rule_sets", "rules",
]  # fmt: skip
