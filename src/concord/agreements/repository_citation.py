"""How an entry, or the register as it was asked for, is cited."""

from __future__ import annotations

from concord.agreements.repository_model import Agreement


def cited(found: Agreement, address: str, read_on: str) -> str:
    """One entry: title, year, register, address and the day it was read.

    Args:
        found: The entry.
        address: Where it stands, whole.
        read_on: The day in words.
    """
    year = f" ({found.year})" if found.year else ""
    return f"{found.title}{year}. Concord, register of agreements, {found.id}. {address} ({read_on})."


def bibtex(found: Agreement, address: str) -> str:
    """The same for reference managers."""
    year = f"  year = {{{found.year}}},\n" if found.year else ""
    title = found.title.replace("{", "").replace("}", "")
    where = f"  howpublished = {{Concord, register of agreements}},\n  url = {{{address}}},\n"
    return f"@misc{{concord-{found.id},\n  title = {{{title}}},\n{year}{where}}}\n"
