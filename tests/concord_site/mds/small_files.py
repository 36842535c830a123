"""Small files as officers send them; every country and figure is invented."""

from __future__ import annotations

HEAD = b"Country of training;ISCO-08;Kind of row;Sex;Year;Stock\r\n"
GOOD = HEAD + (
    b"Uganda;2221;origin;T;2023;120\r\n"
    b"Malawi;2221;origin;T;2023;30\r\n"
    b";2221;domestic;T;2023;5000\r\n"
    b";2221;total;T;2023;5150\r\n"
)
LATER = HEAD + (
    b"Uganda;2221;origin;T;2024;130\r\n"
    b"Malawi;2221;origin;T;2024;35\r\n"
    b";2221;domestic;T;2024;5100\r\n"
    b";2221;total;T;2024;5265\r\n"
)
NEGATIVE = GOOD.replace(b"2023;30\r\n", b"2023;-30\r\n")
ATLANTIS = GOOD.replace(b"Malawi", b"Atlantis")
#: The share of unknown origins is above what is asked about: a soft finding.
UNKNOWN = HEAD + (
    b"Uganda;2221;origin;T;2023;120\r\n"
    b";2221;domestic;T;2023;500\r\n"
    b";2221;unknown;T;2023;380\r\n"
    b";2221;total;T;2023;1000\r\n"
)


def register(rows: int = 43) -> bytes:
    """A register: one row for each person, every one of them invented; numbers begin with RN-4711-."""
    lines = ["Registration number;ISCO-08;Country of training;Nationality;Sex;Year of birth;Activity"]
    for number in range(rows):
        country = "Kenya" if number < 30 else "Uganda" if number < 37 else "Malawi"
        sex, born = "FM"[number % 2], 1970 + number % 20
        lines.append(f"RN-4711-{number:04d};2221;{country};{country};{sex};{born};practising")
    return "\r\n".join([*lines, ""]).encode()
