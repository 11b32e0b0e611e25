"""Read the answer to a question the bot asked, so that the number need not be typed again."""

from dataclasses import replace
from typing import Literal, NamedTuple, cast

from engine.facts.extraction import Findings
from engine.facts.phones import russian_phone
from engine.facts.said import Said
from engine.facts.words import Words
from engine.session import PendingClarification

Pending = Literal[
    "none",
    "number_type",
    "brand",
    "offer",
    "similar",
    "change",
    "quantity",
    "digit",
    "address",
    "named",
    "pieces",
    "fit",
    "keeping",
]
Answer = Literal[
    "none", "part", "order", "phone", "brand", "option", "quantity", "person", "address"
]

_ANSWER_WORDS = 10
"""Longer texts speak of something else and only happen to hold the word."""

_WORDS_OF_A_NAME = 3
_YES_WORDS = 4

_CHANGES: dict[str, Answer] = {
    "answer_option": "option",
    "answer_quantity": "quantity",
    "answer_person": "person",
    "answer_phone": "phone",
    "answer_address": "address",
}
_CHANGE_WORDS = 6
_OF_THE_SALE = frozenset(
    {"change", "offer", "quantity", "digit", "address", "named", "pieces", "fit", "keeping"}
)
_ANSWERS: dict[str, Answer] = {
    "answer_part": "part",
    "answer_order": "order",
    "answer_phone": "phone",
}


class Clarified(NamedTuple):
    """The state of the question after the message, with the remembered number put in its place."""

    pending: Pending
    answer: Answer
    findings: Findings


def read_answer(pending: PendingClarification | None, said: Said, findings: Findings) -> Clarified:
    """Understand the message as an answer, if a question is open."""
    if pending is None:
        return Clarified("none", "none", findings)
    if pending.kind == "brand":
        chosen = tuple(name for name in pending.options if _is_said(name, said.words))
        named = findings._replace(brands=chosen) if chosen else findings
        return _named_brand(pending.number, named)
    if pending.kind == "similar":
        return _agreed_number(pending.options, said, findings)
    if pending.kind in _OF_THE_SALE:
        # The choice and the address are read from every message; nothing else answers these.
        answer = _change_in(said, findings) if pending.kind == "change" else "none"
        return Clarified(cast("Pending", pending.kind), answer, findings)
    if pending.kind != "number_type":
        return Clarified("none", "none", findings)
    answer = _answer_in(said)
    return Clarified("number_type", answer, _with_numbers(pending.numbers, answer, findings))


def _is_said(name: str, words: Words) -> bool:
    """Say whether a name offered by us is in the text, however it is spaced: `Hyundai-KIA`."""
    wanted = "".join(filter(str.isalnum, name.lower().replace("ё", "е")))
    return any(
        wanted == "".join(words.lower[first : first + count])
        for first in range(len(words))
        for count in range(1, _WORDS_OF_A_NAME + 1)
    )


def _answer_in(said: Said) -> Answer:
    if len(said.words) > _ANSWER_WORDS:
        return "none"
    given = {_ANSWERS[hit.key] for hit in said.hits if hit.key in _ANSWERS}
    return given.pop() if len(given) == 1 else "none"


def _change_in(said: Said, findings: Findings) -> Answer:
    """`количество`, `адрес поменять`: what is to be put right is named, and not told yet."""
    choice, address = findings.choice, findings.address
    told = choice.kind != "none" or choice.quantity or findings.phones or address.over(None)
    if told or findings.contact.full_name or len(said.words) > _CHANGE_WORDS:
        return "none"
    if address.pickup != "none" or "?" in said.words.text:
        return "none"
    named = {_CHANGES[hit.key] for hit in said.hits if hit.key in _CHANGES}
    return named.pop() if len(named) == 1 else "none"


def _named_brand(number: str, findings: Findings) -> Clarified:
    if not (findings.brands or findings.makes) or findings.part_numbers:
        return Clarified("brand", "none", findings)
    return Clarified("brand", "brand", findings._replace(part_numbers=(number,)))


def _agreed_number(options: tuple[str, ...], said: Said, findings: Findings) -> Clarified:
    """`да, он`: the one number that was told as similar is the one meant."""
    refused = said.says("decline_words") or "не" in said.words.lower
    agreed = said.says("confirm_words") and not refused
    if len(options) != 1 or not agreed or findings.part_numbers or len(said.words) > _YES_WORDS:
        return Clarified("similar", "none", findings)
    return Clarified("similar", "part", findings._replace(part_numbers=options))


def _with_numbers(asked: tuple[str, ...], answer: Answer, findings: Findings) -> Findings:
    bare = tuple(code for code in findings.bare_numbers if code not in asked)
    if answer == "part" and not findings.part_numbers:
        return findings._replace(part_numbers=asked, bare_numbers=bare)
    if answer == "order" and not findings.order_numbers:
        parts = tuple(code for code in findings.part_numbers if code not in asked)
        return findings._replace(order_numbers=asked, part_numbers=parts, bare_numbers=bare)
    phones = tuple(phone for code in asked if (phone := russian_phone(code)))
    if answer == "phone" and phones and not findings.phones:
        contact = replace(findings.contact, phone=phones[0])
        return findings._replace(phones=phones, contact=contact, bare_numbers=bare)
    return findings
