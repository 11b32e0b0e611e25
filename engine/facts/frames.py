"""Tell a client's own words from quoted ones and from framed copies of operator messages."""

import re
from typing import NamedTuple

_RULE = re.compile(r"-{20,}$")
# Bitrix24 puts "Name[time]" above a quoted message; the brackets hold a date or a time.
_HEADER = re.compile(r"[^\[\]\n]{1,80}\[[^\[\]\n]{3,40}\]:?$")


class Framing(NamedTuple):
    """What the writer said and how other people's words were set around it."""

    own: str
    framed: bool = False
    header: bool = False


def read_frames(text: str) -> Framing:
    """Drop quotes; a message that is nothing but a quote speaks through it."""
    if "--------------------" not in text and ">>" not in text:
        return Framing(text)
    own: list[str] = []
    quoted: list[str] = []
    rules, header = 0, False
    for line in (raw.strip() for raw in text.split("\n")):
        if _RULE.match(line):
            rules += 1
        elif rules % 2 and _HEADER.match(line):
            header = True
        elif rules % 2 or line.startswith(">>"):
            quoted.append(line.lstrip("> "))
        else:
            own.append(line)
    if rules % 2 or not any(own):
        own = [*own, *quoted]
    return Framing("\n".join(own).strip(), framed=rules > 1, header=header and rules > 1)
