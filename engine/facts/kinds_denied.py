"""Hear that an offer of one kind is denied: `завтра, но не оригинал`."""

from collections.abc import Collection, Iterator

from engine.facts.hearing import Hearing

_KINDS = {"original_named": True, "analog_named": False}
_NOT = "не"


def takes_a_kind_denied(hearing: Hearing, taken: Collection[int]) -> bool:
    """Say whether one of the offers taken is of a kind that the same message does not want."""
    denied = set(_denied(hearing))
    return bool(denied) and any(
        offer.id in taken and (offer.kind == "asked") in denied for offer in hearing.offers
    )


def _denied(hearing: Hearing) -> Iterator[bool]:
    """Tell of each kind denied whether it is the original."""
    except_words = hearing.places("except_words")
    for hit in hearing.said.hits:
        is_original = _KINDS.get(hit.key)
        if is_original is None or "?" in hearing.words.text:
            continue
        if hearing.word(hit.first) == _NOT:
            # The lexicon has `не оригинал` among the names of analogs.
            yield not is_original
        elif hearing.word(hit.first - 1) == _NOT or hit.first - 1 in except_words:
            yield is_original
