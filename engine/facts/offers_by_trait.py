"""Offers named by who made them or by being the best of all, and all of them at once."""

from collections.abc import Callable, Iterator, Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.offers_by_ordinal import counts_something_else
from engine.facts.offers_left_out import left_beside
from engine.facts.offers_narrowed import narrowed
from engine.facts.parts_of_offers import means_every_part, of_every_part, part_counted
from engine.facts.phrases import Hit
from engine.session import Offer

_PAIR = 2
_FOR = "на"
_ANY = "any_words"
"""`любой, лишь бы завтра`: the cheapest of those allowed, where not all of them are."""
_IDLE = frozenset({"пожалуйста", "ну", "да", "и", "тогда", "их"})
_EVERYTHING = frozenset({"все", "всех"})
_OF_MAKER = frozenset({"от", "из"})
_EACH = frozenset({"каждый", "каждого", "каждую", "каждой"})
"""Beside so many of each: `каждого по одному`."""
_LEAVING = ("refuse_words", "leave_words")
_BESIDE_MAKERS = ("except_words", "correction_words")
_SPEAKS_OF_CHOOSING = ("choose_words", "prefer_words", "refuse_words", "add_words", "leave_words")


def by_maker(hearing: Hearing) -> Iterator[Mention]:
    """Find makers of exactly one offer each."""
    told = [index for first, last, _ in hearing.makers for index in range(first, last)]
    negated = bool(_left_makers(hearing))
    leans = not hearing.strict or negated or bool(hearing.places("prefer_words"))
    leans = leans or _counts_a_maker(hearing) or bool(_for_a_maker(hearing))
    everywhere = (
        hearing.places("choose_words")
        or _joins_a_digit(hearing, told)
        or (leans and _is_about_makers(hearing, told))
    )
    for first, last, maker in hearing.makers:
        alone = hearing.pieces and leans and hearing.says_only(told, within=hearing.clause(first))
        if not (everywhere or alone or _is_left_in_its_clause(hearing, first, told)):
            continue
        made = _made_by(hearing, first, maker)
        if len(made) == 1:
            yield Mention((made[0],), first, last)


def _joins_a_digit(hearing: Hearing, told: Sequence[int]) -> bool:
    """`дайте бош и 5`."""
    digits = [place for place, word in enumerate(hearing.words.lower) if word.isdecimal()]
    if hearing.strict or not digits or "и" not in hearing.words.lower:
        return False
    taking = hearing.places(*_SPEAKS_OF_CHOOSING, "taking_words")
    return hearing.says_only([*told, *digits, *taking])


def _counts_a_maker(hearing: Hearing) -> bool:
    """`кнехт 1 шт` after a choice tells the pieces of that offer."""
    edges = {edge for told in hearing.pieces for edge in (told.first, told.last)}
    counted = any(edges & {first, last} for first, last, _ in hearing.makers)
    return bool(hearing.chosen) and counted


def _for_a_maker(hearing: Hearing) -> list[int]:
    """`замените манн на кнехт`: find the prepositions; of several chosen, the one left is named."""
    told = len(hearing.makers) >= _PAIR or len(hearing.chosen) == 1
    if not told or not hearing.chosen or not hearing.places("swap_words"):
        return []
    return [first - 1 for first, _, _ in hearing.makers if hearing.word(first - 1) == _FOR]


def _is_left_in_its_clause(hearing: Hearing, first: int, told: Sequence[int]) -> bool:
    """`отмените манн, доставка в Тверь` after a choice."""
    clause = hearing.clause(first)
    leaving = hearing.places(*_LEAVING)
    if not hearing.chosen or leaving.isdisjoint(clause):
        return False
    return hearing.says_only({*told, *leaving}, within=clause)


def _made_by(hearing: Hearing, first: int, maker: str) -> list[int]:
    """Return the offers of a maker: the chosen one of several where no other is taken."""
    made = [o.id for o in hearing.offers_at(first) if o.brand.casefold() == maker]
    if len(made) == 1 or hearing.places("choose_words", "prefer_words", "add_words", "swap_words"):
        return made
    return [number for number in made if number in hearing.chosen]


def _left_makers(hearing: Hearing) -> frozenset[str]:
    """`не бош`, `кроме боша`: makers that the client does without."""
    left = hearing.places("except_words")
    return frozenset(
        maker
        for first, _, maker in hearing.makers
        if hearing.word(first - 1) == "не" or first - 1 in left
    )


def _is_about_makers(hearing: Hearing, told: Sequence[int]) -> bool:
    if _left_makers(hearing):
        return True
    keys = ("option_words", *_BESIDE_MAKERS, *_SPEAKS_OF_CHOOSING, *_MERITS)
    options = sorted(hearing.places(*keys))
    if hearing.places(*_MERITS):
        # `бош и самый дешевый оригинал`
        options += hearing.places("original_named", "analog_named")
    if hearing.pieces:
        # `мне 2 фильтра бош`, `хочу заказать 20 штук манна`
        options += hearing.places("part_words", "taking_words")
    if hearing.places(*_LEAVING):
        options += _words_before_makers(hearing)
    if swapped := _for_a_maker(hearing):
        options += [*swapped, *hearing.places("swap_words")]
    all_but = hearing.places("except_words")
    everything = (index for index, word in enumerate(hearing.words.lower) if word == "все")
    return hearing.says_only([*told, *options, *(everything if all_but else ())])


def _words_before_makers(hearing: Hearing) -> Iterator[int]:
    """`не хочу я этот ваш бош`."""
    for first, _, _ in hearing.makers:
        place = first - 1
        while place in hearing.clause(first) and hearing.describes(place):
            yield place
            place -= 1


def by_merit(hearing: Hearing) -> Iterator[Mention]:
    """Find the cheapest and the soonest, as superlatives or in words of choosing."""
    for hit in sorted(hearing.said.hits, key=lambda hit: hit.first - hit.last):
        best = _MERITS.get(hit.key)
        if best is None or _is_negated(hearing, hit) or hearing.is_of_a_new_number(hit.first):
            continue
        if _measures_by_another(hearing, hit):
            continue
        told = range(hit.first, hit.last)
        groups = _groups(hearing, hit)
        narrowings = [narrowed(hearing, told, _wanted(hearing, told, group)) for group in groups]
        if not all(narrowing.offers for narrowing in narrowings):
            continue
        if hit.key == _ANY and narrowings[0].leaves_all(hearing.offers):
            continue
        if hit.key.startswith("most_") or _is_taken(hearing, hit, narrowings[0].places):
            ids = tuple(min(narrowing.offers, key=best).id for narrowing in narrowings)
            yield Mention(ids, narrowings[0].told.start, narrowings[0].told.stop)


def _is_negated(hearing: Hearing, hit: Hit) -> bool:
    before = hearing.words.lower[max(0, hit.first - 2) : hit.first]
    return before[-1:] == ("не",) or (before[:1] == ("не",) and before[-1].startswith("сам"))


def _measures_by_another(hearing: Hearing, hit: Hit) -> bool:
    """`что дороже скф`: dearer than that one, not the dearest."""
    last = hit.last - 1
    compares = any("COMP" in parse.tag for parse in parses(hearing.word(last)))
    makers = {first for first, _, _ in hearing.makers}
    return compares and hit.last in makers and not hearing.words.breaks[hit.last]


def _is_taken(hearing: Hearing, hit: Hit, narrowing: frozenset[int]) -> bool:
    clause = hearing.clause(hit.first)
    if hearing.places("seek_words") & set(clause) or _names_another_maker(
        hearing, clause, narrowing
    ):
        return False
    if hearing.places("choose_words", "prefer_words", "option_words", "swap_words") & set(clause):
        return True
    told = [i for h in hearing.said.hits if h.key in _MERITS for i in range(h.first, h.last)]
    of_numbers = [i for i, word in enumerate(hearing.words.lower) if word == "по"]
    each = hearing.places("both_words", "all_words", "number_words", "each_words")
    return not hearing.strict and hearing.says_only([*told, *of_numbers, *each, *narrowing])


def _names_another_maker(hearing: Hearing, clause: range, narrowing: frozenset[int]) -> bool:
    """`мне trw и побыстрее`: a wish beside a maker is for that one, not for the soonest of all."""
    left = _left_makers(hearing)
    return any(
        first in clause and first not in narrowing and maker not in left
        for first, _, maker in hearing.makers
    )


def _groups(hearing: Hearing, hit: Hit) -> Sequence[Sequence[Offer]]:
    """`по обоим самый дешевый`, `самые дешевые`: the best of every part number."""
    if part := part_counted(hearing, hearing.clause(hit.first)):
        return (part,)
    group = hearing.offers_at(hit.first)
    return of_every_part(group) if means_every_part(hearing, hit) else (group,)


def _wanted(hearing: Hearing, told: range, group: Sequence[Offer]) -> Sequence[Offer]:
    """`самый дешевый, но не бош`: the best of the others, if there are any."""
    makers, left = _left_makers(hearing), left_beside(hearing, told)
    kept = [offer for offer in group if offer.brand.casefold() not in makers]
    return [offer for offer in kept if offer.id not in left] or group


def _days(offer: Offer) -> float:
    return float("inf") if offer.delivery_days is None else offer.delivery_days


def _cheap(offer: Offer) -> tuple[float, float]:
    return float(offer.price), _days(offer)


def _fast(offer: Offer) -> tuple[float, float]:
    return _days(offer), float(offer.price)


def _dear(offer: Offer) -> tuple[float, float]:
    return -float(offer.price), _days(offer)


_MERITS: dict[str, Callable[[Offer], tuple[float, float]]] = {
    "most_cheap": _cheap,
    "cheaper_words": _cheap,
    "most_fast": _fast,
    "faster_words": _fast,
    "most_dear": _dear,
    _ANY: _cheap,
}


def all_of_them(hearing: Hearing) -> Iterator[Mention]:
    """Find `все` where it is said of offers, and `оба` where there are two."""
    if hearing.strict and not hearing.places("choose_words", "swap_words"):
        return
    for hit in hearing.said.hits:
        if hit.key == "both_words":
            yield from _both(hearing, hit)
        elif (
            hit.key == "all_words"
            and len(hearing.offers) > 1
            and not (_is_settled(hearing) or _is_of_a_kind(hearing, hit))
        ):
            # The phrase may reach over other mentions: `кроме второго все`.
            told = range(hit.last - 1, hit.last)
            yield _all_of_a_maker(hearing, hit) or Mention(
                _ids(hearing.offers_at(hit.first)), told.start, told.stop
            )
    yield from _bare_all(hearing)


def _all_of_a_maker(hearing: Hearing, hit: Hit) -> Mention | None:
    """`возьму все от брембо`, `все манны`: the offers of the maker right behind."""
    behind = hit.last + (hearing.word(hit.last) in _OF_MAKER)
    for first, last, maker in hearing.makers:
        if first == behind and first in hearing.clause(hit.first):
            made = [o.id for o in hearing.offers_at(first) if o.brand.casefold() == maker]
            return Mention(tuple(made), hit.last - 1, last) if len(made) > 1 else None
    return None


def _is_settled(hearing: Hearing) -> bool:
    """`оформляйте все` after a choice tells of what was chosen."""
    return bool(hearing.chosen) and hearing.strict and not hearing.places("option_words")


def _is_of_a_kind(hearing: Hearing, hit: Hit) -> bool:
    """`беру все аналоги`."""
    kinds = hearing.places("original_named", "analog_named")
    return any(
        hearing.word(place) == "все" and not kinds.isdisjoint({place + 1, place + 2})
        for place in range(hit.first, hit.last)
    )


def _both(hearing: Hearing, hit: Hit) -> Iterator[Mention]:
    of_offers = hit.last in hearing.places("option_words")
    if not of_offers and counts_something_else(hearing, hit.last):
        # `на обе стороны`
        return
    if len(hearing.offers) == _PAIR:
        yield Mention(_ids(hearing.offers), hit.last - 1, hit.last)
    elif len(hearing.chosen) == _PAIR:
        yield Mention(tuple(hearing.chosen), hit.last - 1, hit.last)


def _bare_all(hearing: Hearing) -> Iterator[Mention]:
    if hearing.strict or len(hearing.offers) == 1:
        return
    idle = hearing.places("choose_words", "greeting") | hearing.taken
    everything = _EVERYTHING | _EACH if any(told.each for told in hearing.pieces) else _EVERYTHING
    # Of a long list a bare `все` rather says that this is all.
    meant = len(hearing.offers) == _PAIR or hearing.places("choose_words") or hearing.taken
    for index, word in enumerate(hearing.words.lower):
        alone = meant and all(
            place == index or place in idle or other in _IDLE
            for place, other in enumerate(hearing.words.lower)
        )
        all_but = word == "все" and index + 1 in hearing.places("except_words")
        if all_but or (alone and word in everything):
            yield Mention(_ids(hearing.offers), index, index + 1)


def _ids(offers: Sequence[Offer]) -> tuple[int, ...]:
    return tuple(offer.id for offer in offers)
