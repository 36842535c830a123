"""Large tables, read by columns in the limited process and handed over as coded columns, piece by piece.

The ordinary reading (:func:`concord.intake.reading.read`) gives every cell its place and kind, row by row; a register
of millions of rows needs neither. Here the process finds encoding, delimiter and header as it does for any file, then a
fast reader parses the rest in pieces; a piece that is not regular (rows too short, quoted line ends, notes at the end)
is read row by row as ever. Each column of a piece crosses as its distinct texts and a number for each row, or as plain
texts; the parent checks every length and number before it believes any of it.

Public face: :func:`~concord.intake.landing.receiving.land` and :class:`~concord.intake.landing.pieces.Piece`.
"""
