"""Hear what is asked about the offers shown that their own data answer: `а 5 кто делает`."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from engine.facts.hearing import Hearing
from engine.facts.offers_by_digit import digits_of_offers
from engine.facts.offers_by_ordinal import by_ordinal
from engine.facts.offers_by_price import by_price, costing, price_at
from engine.facts.offers_by_trait import by_merit
from engine.facts.offers_left_out import left_out
from engine.facts.said import Said
from engine.session import Session

OfferQuestion = Literal[
    "none",
    "about",
    "difference",
    "advice",
    "stock",
    "other_maker",
    "sum",
    "workdays",
    "fits",
    "named",
    "keeping",
]
"""named: after a choice other offers are named, and what is wanted of them is to be asked.
keeping: after a no that may be of something else, whether the order is kept is to be asked.
"""

_WHY = "asks_why"
_ASKING = frozenset(
    {
        _WHY,
        "asks_difference",
        "asks_if_any",
        "asks_if_fits",
        "asks_maker",
        "asks_offer_stock",
        "asks_price",
        "asks_sum",
        "asks_term",
        "asks_workdays",
    }
)
_PLAIN: dict[str, OfferQuestion] = {"asks_workdays": "workdays", "asks_sum": "sum"}
_WANTING = ("asks_if_any", "choose_words", "prefer_words", "seek_words")
_BARGAINING = ("objection_price", "bargain_words")
_EITHER = frozenset({"или", "либо"})
_PAIR = 2


class AskedOf(NamedTuple):
    """A question about offers: which they are, or the maker that is not among them."""

    question: OfferQuestion = "none"
    ids: tuple[int, ...] = ()
    maker: str = ""

    def is_of_others(self, chosen: Sequence[int]) -> bool:
        """Say whether what is asked about is not what was chosen."""
        return bool(self.maker) or not set(self.ids) <= set(chosen)


NOTHING_ASKED_OF = AskedOf()


def read_question(said: Said, session: Session, *, numbers: frozenset[int]) -> AskedOf:
    """Read a question about the offers shown; `numbers` are words of other numbers."""
    offers, chosen = session.offers, session.chosen_offer_ids
    asks = not _ASKING.isdisjoint(said.keys) or said.names.brands or "?" in said.words.text
    if not offers or not asks:
        return NOTHING_ASKED_OF
    hearing = Hearing(said, offers, chosen, numbers, pieces=(), strict=False)
    known = [offer.brand for offer in (*offers, *session.more_offers)]
    return _by_words(hearing) or _of_another_maker(hearing, known) or NOTHING_ASKED_OF


def offers_named(hearing: Hearing) -> tuple[int, ...]:
    """Return the offers that a question names and does not refuse, in order of place."""
    places = sorted((*_by_place(hearing), *_by_digit(hearing), *_by_maker(hearing)))
    shown = {offer.id for offer in hearing.offers}
    shown -= left_out(hearing)
    return tuple(dict.fromkeys(number for _, number in places if number in shown))


def _by_words(hearing: Hearing) -> AskedOf | None:
    named = offers_named(hearing)
    for key, question in _PLAIN.items():
        if hearing.said.says(key):
            # `итого за третий` before anything is chosen asks about that one.
            of_one = question == "sum" and named and not hearing.chosen
            return AskedOf("about" if of_one else question, named)
    if hearing.said.says("asks_difference") or _is_torn(hearing, named):
        return _compared(hearing, named)
    if asks_if_it_fits(hearing):
        return AskedOf("fits", named)
    return _why_so_much(hearing) or _of_some(hearing, named)


def asks_if_it_fits(hearing: Hearing) -> bool:
    """Say whether a part is asked to fit a car: `а на октавию подойдет`, not `мне подойдет`."""
    said = hearing.said
    asks = "?" in said.words.text or "ли" in said.words.lower or bool(said.names.makes)
    return asks and said.says("asks_if_fits")


def _of_some(hearing: Hearing, named: tuple[int, ...]) -> AskedOf | None:
    said = hearing.said
    if said.says("asks_maker"):
        return AskedOf("about", named or _spoken_of(hearing))
    if said.says("asks_offer_stock") or (said.says("asks_if_any") and named):
        return AskedOf("stock", named or _spoken_of(hearing))
    told = said.says("asks_price") or said.says("asks_term") or _asks_of_a_price(hearing)
    return AskedOf("about", named) if named and told else None


def _asks_of_a_price(hearing: Hearing) -> bool:
    """`бош 1150 за штуку?`, where the maker is what is asked about."""
    words = hearing.words
    if "?" not in words.text or hearing.places(*_BARGAINING):
        return False
    return any(
        costing(hearing.offers, price_at(hearing, place)[0])
        for place in words.with_digits
        if place not in hearing.numbers and words.lower[place].isdecimal()
    )


def _is_torn(hearing: Hearing, named: tuple[int, ...]) -> bool:
    """Say whether two offers are put against each other: `3 или 4?`."""
    words = hearing.words
    return len(named) == _PAIR and "?" in words.text and not _EITHER.isdisjoint(words.lower)


def _compared(hearing: Hearing, named: tuple[int, ...]) -> AskedOf:
    """`чем второй лучше` after a choice compares with what was chosen."""
    beside = named if len(named) != 1 else dict.fromkeys((*hearing.chosen, *named))
    ids = tuple(beside) or tuple(offer.id for offer in hearing.offers)
    return AskedOf("difference" if len(ids) == _PAIR else "advice", ids)


def _why_so_much(hearing: Hearing) -> AskedOf | None:
    """`почему 1150?`: of an order it asks for the sum, before one for the offer."""
    for place in sorted(hearing.places(_WHY)):
        if place + 1 == len(hearing.words):
            continue
        price, _ = price_at(hearing, place + 1)
        if price and hearing.chosen:
            return AskedOf("sum")
        if offer := costing(hearing.offers, price):
            return AskedOf("about", (offer.id,))
    return None


def _spoken_of(hearing: Hearing) -> tuple[int, ...]:
    """Return the offers of which a question speaks that names none."""
    return tuple(hearing.chosen) or tuple(offer.id for offer in hearing.offers)


def _by_place(hearing: Hearing) -> Iterator[tuple[int, int]]:
    for find in (by_ordinal, by_price, by_merit):
        for mention in find(hearing):
            yield from ((mention.first, number) for number in mention.ids)


def _by_digit(hearing: Hearing) -> Iterator[tuple[int, int]]:
    for place in digits_of_offers(hearing):
        # `чем эти два отличаются` counts them.
        if hearing.word(place).isdecimal():
            yield place, hearing.id_of(int(hearing.word(place)))


def _by_maker(hearing: Hearing) -> Iterator[tuple[int, int]]:
    for first, _, maker in hearing.makers:
        for offer in hearing.offers:
            if offer.brand.casefold() == maker:
                yield first, offer.id


def _of_another_maker(hearing: Hearing, known: Sequence[str]) -> AskedOf | None:
    """`а есть мале?` where no offer is of that maker."""
    said = hearing.said
    if "?" not in said.words.text and not hearing.places(*_WANTING):
        return None
    heard = {first for first, _, maker in hearing.makers if _is_one_of(maker, known)}
    asked = [hit for hit in said.names.brands if hit.first not in heard]
    missing = [hit.key for hit in asked if not _is_one_of(hit.key.casefold(), known)]
    return AskedOf("other_maker", maker=missing[0]) if missing and not heard else None


def _is_one_of(maker: str, known: Sequence[str]) -> bool:
    """`MANN-FILTER` of the shop is what clients call Mann."""
    brands = [brand.casefold() for brand in known]
    return any(brand == maker or brand.startswith(maker) for brand in brands)
