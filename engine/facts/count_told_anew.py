"""Hear how many are wanted instead of the pieces chosen: `2 много, 1 хватит`, `нет, один`."""

from engine.facts.clauses import Clauses
from engine.facts.hearing import JOINING
from engine.facts.numerals import cardinal_at
from engine.facts.said import Said
from engine.session import Session

_IDLE = (
    "choose_words",
    "confirm_words",
    "correction_words",
    "decline_words",
    "filler_words",
    "need_words",
    "polite_words",
    "prefer_words",
    "taking_words",
)
_FEW = frozenset({"мало", "маловато"})
_ONE = frozenset({"один", "одну", "одна", "одного", "одной"})
_WHY = frozenset({"почему", "зачем", "откуда"})
_MORE = ("add_words", "more_pieces_words", "fewer_pieces_words")
_ASIDE = (JOINING | {"это", "все", "таки", "же", "нет", "хотя"}) - {"еще", "плюс"}


def count_told_anew(said: Said, session: Session) -> int:
    """Return the pieces wanted instead of those chosen, or 0; one offer is chosen."""
    words = said.words
    counts = [p for p in range(len(words)) if cardinal_at(words, p)]
    if not counts:
        return 0
    return (
        _compared(said, counts)
        or _fewer_as_too_dear(said, session, counts)
        or _one_after_all(said, session, counts)
    )


def _compared(said: Said, counts: list[int]) -> int:
    """`2 много, 1 хватит`, `одного мало, давайте 3`, `это много, давайте 2`."""
    words, many = said.words, said.places.of("too_many_words")
    compared = many | {p for p, word in enumerate(words.lower) if word in _FEW}
    if not compared or "?" in words.text:
        return 0
    wanted = [p for p in counts if p + 1 not in compared or words.breaks[p + 1]]
    told = {*counts, *compared, *said.places.of("enough_words", *_IDLE)}
    if len(wanted) != 1 or not _says_only(said, told):
        return 0
    return cardinal_at(words, wanted[0]) or 0


def _one_after_all(said: Said, session: Session, counts: list[int]) -> int:
    """`нет, один` of several pieces chosen; `почему два? мне один`."""
    had = next(o.quantity for o in session.offers if o.id in session.chosen_offer_ids)
    words, clauses = said.words, Clauses(said.words)
    ones = [p for p in counts if words.lower[p] in _ONE and words.lower[p - 1] != "не"]
    if had < len(("one", "more")) or len(ones) != 1:
        return 0
    clause = clauses.of(ones[0])
    idle = said.places.of(*_IDLE) | {ones[0]}
    # `и еще одну` is one more.
    idle -= said.places.of(*_MORE)
    alone = all(p in idle or words.lower[p] in _ASIDE for p in clause)
    asked = {p for p in range(clause.start) if words.lower[p] in _WHY}
    if "?" in words.text and not asked:
        return 0
    return 1 if alone else 0


def _fewer_as_too_dear(said: Said, session: Session, counts: list[int]) -> int:
    """`дорого, тогда 2` of four; where the second offer is cheaper, that one may be meant."""
    complaint = said.places.of("objection_price")
    if not complaint or len(counts) != 1 or "?" in said.words.text:
        return 0
    count = cardinal_at(said.words, counts[0]) or 0
    had = next(o for o in session.offers if o.id in session.chosen_offer_ids)
    cheaper = any(o.id == count and o.price < had.price for o in session.offers)
    alone = _says_only(said, {*counts, *complaint, *said.places.of("piece_words", *_IDLE)})
    return count if alone and count < had.quantity and not cheaper else 0


def _says_only(said: Said, told: set[int]) -> bool:
    return all(p in told or word in _ASIDE for p, word in enumerate(said.words.lower))
