"""Laws, agreements and guidelines as clauses: cut, read, compared, followed through time and languages.

Public face, each in its own file: :func:`~concord.texts.clauses.cut` → :class:`~concord.texts.clauses.Clause`;
:func:`~concord.texts.reading.read_text` (Word, PDF, plain, Akoma Ntoso) → :class:`~concord.texts.reading.TextFile`;
:func:`~concord.texts.word_out.write_word`, :func:`~concord.texts.akoma_out.write_akoma`;
:func:`~concord.texts.comparing.compare`; :func:`~concord.texts.proposing.proposals_in`,
:func:`~concord.texts.proposing.agreed`; :func:`~concord.texts.strength.strengths`;
:func:`~concord.texts.figures.figures`; :func:`~concord.texts.consolidating.text_on`,
:func:`~concord.texts.consolidating.what_changed`; :func:`~concord.texts.aligning.align`,
:func:`~concord.texts.prevailing.prevailing`; :func:`~concord.texts.family.standing`.

This room knows no agreement and no article of the Code: it knows texts.
"""
