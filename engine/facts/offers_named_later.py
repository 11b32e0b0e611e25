"""Hear offers named after a choice, where other data are awaited: taken, or asked about.

What is plain replaces the choice or comes beside it. What is not is left to be asked about: an
order of something else than the client has named is never made in silence.
"""

from collections.abc import Sequence
from typing import NamedTuple

from engine.facts.choice import OPEN_TO_DIGITS, Choice
from engine.facts.counts_in_all import leaves_a_maker_out, sums_up_unheard
from engine.facts.counts_of_one_offer import count_of, is_numbered, start_of_count
from engine.facts.hearing import Hearing, Mention
from engine.facts.name_patterns import FoundName
from engine.facts.named_plainly import is_plain
from engine.facts.offer_refusals import refused_of
from engine.facts.offers_listed import joins, unheard
from engine.facts.offers_named_at_once import with_all_named
from engine.facts.offers_spoken_of import spoken_of
from engine.facts.pieces_counted_on import carried_over
from engine.facts.pieces_told_later import with_pieces_told
from engine.facts.quantities import read_quantities
from engine.facts.said import Said
from engine.session import Session

_MOVING = ("correction_words", "settling_words", "swap_words")
"""Beside what was chosen and another offer they say that one of the two is wrong."""
_ONLY = "только"
_ALSO = frozenset({"тоже", "также", "еще"})
_IT = frozenset({"его", "ее", "этот", "эту", "тот", "ту"})
_BESIDE = frozenset({"и", "плюс", "еще", "+"})
_FOR = "на"
_TO = frozenset({"к", "ко"})


class NamedLater(NamedTuple):
    """The choice with what was named taken into it, and the offers to ask about."""

    choice: Choice
    unheard: tuple[int, ...] = ()


def with_named_later(
    choice: Choice,
    said: Said,
    session: Session,
    *,
    numbers: frozenset[int],
    name: FoundName | None,
    details: bool = False,
) -> NamedLater:
    """Return the choice made whole; `name` is the receiver's, who may be called as a maker is.

    `details` tell who buys or where to deliver in the same message.
    """
    chosen, strict = session.chosen_offer_ids, session.stage not in OPEN_TO_DIGITS
    if not session.offers or not said.words or strict != bool(chosen):
        return NamedLater(choice)
    pieces = read_quantities(said, numbers=numbers, chosen=bool(chosen))
    hearing = Hearing(said, session.offers, chosen, numbers, pieces, strict=strict, details=details)
    if not strict:
        taken = with_all_named(choice, hearing, name)
        known = (*taken.ids, *taken.dropped)
        unheard = sums_up_unheard(hearing, len(taken.ids)) or leaves_a_maker_out(hearing, known)
        return NamedLater(Choice("unclear") if unheard else taken)
    named = [mention for mention in spoken_of(hearing) if not _is_of(name, mention)]
    beside = _added_to(hearing, named)
    if beside and beside == named:
        # `добавьте к ате еще и пежо`, where no offer is known by what is added.
        choice, named = Choice("unclear"), []
    named = [mention for mention in named if mention not in beside]
    if choice.ids:
        return NamedLater(_made_whole(choice, hearing, named, name))
    if choice.dropped:
        return NamedLater(_instead(choice, hearing, named, name))
    if after_question := _taken_behind_a_question(hearing, named):
        return NamedLater(after_question)
    told = _heard(choice, hearing, named, name) if named else None
    return told or NamedLater(with_pieces_told(choice, hearing))


def _added_to(hearing: Hearing, named: Sequence[Mention]) -> list[Mention]:
    """`к кнехту еще один фильтрон`: the first only tells what something comes beside."""
    if not hearing.places("add_words", "more_pieces_words"):
        return []
    return [mention for mention in named if hearing.word(mention.first - 1) in _TO]


def _heard(
    choice: Choice, hearing: Hearing, named: Sequence[Mention], name: FoundName | None
) -> NamedLater:
    # `манн точно не надо` beside another choice changes nothing.
    refused = [m for m in refused_of(hearing, named) if set(m.ids).isdisjoint(hearing.chosen)]
    if choice.kind == "none" and refused and refused == list(named):
        return NamedLater(choice._replace(dropped=_ids(refused)))
    plain = is_plain(hearing, named, name)
    others = [m for m in named if set(m.ids).isdisjoint(hearing.chosen)]
    own = [mention for mention in named if mention not in others]
    if taken := _moves_on(hearing, others, own, name):
        return NamedLater(taken)
    # `за 980` is a price that was taken for pieces, `5000 штук` is none.
    misread = bool(choice.digit) or (choice.too_many and not hearing.places("piece_words"))
    if choice.kind != "none" and not misread:
        # What is unclear of them is asked, unless other data in the message come first.
        of_both = others and hearing.details
        return NamedLater(Choice(), _ids(others)) if of_both else NamedLater(choice)
    if not others:
        return NamedLater(_counted(choice, hearing, own) if plain else choice)
    unclear = any(len(mention.ids) > 1 for mention in others)
    taken = _taken(hearing, others, beside=bool(own))
    # `замените на манн` where several are chosen: which of them goes is asked.
    instead_of_one = not taken.added and len(hearing.chosen) > 1
    if not plain or unclear or instead_of_one or (own and hearing.places(*_MOVING)):
        return NamedLater(Choice(), _ids(others))
    return NamedLater(taken)


def _moves_on(
    hearing: Hearing,
    others: Sequence[Mention],
    own: Sequence[Mention],
    name: FoundName | None,
) -> Choice | None:
    """`долго ждать субару, переделайте на токико`: the chosen one is complained of, no more."""
    complaints = hearing.places("objection_price", "objection_delivery")
    if len(others) != 1 or not own or len(hearing.chosen) != 1 or not complaints:
        return None
    apart = {hearing.clause(mention.first).start for mention in own}
    complained = all(not complaints.isdisjoint(hearing.clause(mention.first)) for mention in own)
    alone = len(others[0].ids) == 1 and hearing.clause(others[0].first).start not in apart
    if not complained or not alone or not is_plain(hearing, others, name):
        return None
    return _taken(hearing, others, beside=False)


def _instead(
    choice: Choice, hearing: Hearing, named: Sequence[Mention], name: FoundName | None
) -> Choice:
    """`тойоту не надо, вик один`: what is named in another clause comes instead of the refused."""
    gone = set(choice.dropped)
    refused = [mention for mention in named if not gone.isdisjoint(mention.ids)]
    apart = frozenset(place for m in refused for place in hearing.clause(m.first))
    others = [m for m in named if m not in refused and m.first not in apart]
    single = len(others) == 1 and len(others[0].ids) == 1
    if not single or not gone <= set(hearing.chosen) or others[0].ids[0] in hearing.chosen:
        return choice
    if not is_plain(hearing, others, name, apart=apart):
        return choice
    taken = _taken(hearing, others, beside=len(hearing.chosen) > len(gone))
    carried = 0 if taken.quantity else carried_over(hearing, taken.ids, choice.dropped)
    return taken._replace(dropped=choice.dropped, carried=carried)


def _is_of(name: FoundName | None, mention: Mention) -> bool:
    """`Манн Иван` is the receiver; `манн` alone is rather the offer."""
    if name is None or name.last - name.first == 1:
        return False
    return name.first <= mention.first < name.last


def _taken(hearing: Hearing, named: Sequence[Mention], *, beside: bool) -> Choice:
    ids = _ids(named)
    added = beside or any(_comes_beside(hearing, mention) for mention in named)
    counts = {
        number: count
        for mention in named
        for number in mention.ids
        if (count := count_of(hearing, mention))
    }
    each = next((told.count for told in hearing.pieces if told.each), 0) if added else 0
    if each and not counts:
        # `манн тоже, по две`
        counts = dict.fromkeys((*hearing.chosen, *ids), each)
    return Choice(
        "one" if len(ids) == 1 else "several",
        ids,
        added=added,
        quantity=counts.get(ids[0], 0) if len(ids) == 1 and not each else 0,
        quantities=counts if len(ids) > 1 or each else {},
        carried=0 if added else carried_over(hearing, ids, ()),
    )


def _comes_beside(hearing: Hearing, mention: Mention) -> bool:
    """`и манн`, `и два манна`, `манн тоже`, `манн еще нужен`."""
    around = set(hearing.clause(mention.first)) & hearing.places("add_words")
    first = start_of_count(hearing, mention.first)
    before, after = hearing.word(first - 1), hearing.word(mention.last)
    return bool(around) or before in _BESIDE or after in _ALSO


def _counted(choice: Choice, hearing: Hearing, own: Sequence[Mention]) -> Choice:
    """`два боша` of the one chosen; `бош 4` of the fourth is asked about as `4` is."""
    told = choice.quantity or choice.quantities
    if not told and (digit := next((m.ids[0] for m in own if is_numbered(hearing, m)), 0)):
        return Choice("unclear", digit=digit)
    counts = {
        mention.ids[0]: count
        for mention in own
        if len(mention.ids) == 1 and (count := count_of(hearing, mention))
    }
    if told or len(counts) != 1:
        return choice
    if any(hearing.word(start_of_count(hearing, m.first) - 1) == _ONLY for m in own):
        # `только 2 манна` leaves the others.
        return Choice("one", tuple(counts), quantity=sum(counts.values()))
    return choice._replace(quantities=counts)


def _made_whole(
    choice: Choice, hearing: Hearing, named: Sequence[Mention], name: FoundName | None
) -> Choice:
    """Give a choice the count beside a maker, and let it come beside where that is said."""
    known = {*choice.ids, *choice.dropped, *hearing.chosen}
    missed = unheard(hearing, named, known) if choice.added else []
    if joins(hearing, missed):
        return _with_missed(choice, hearing, missed, plain=is_plain(hearing, named, name))
    told = [mention for mention in named if set(mention.ids) & set(choice.ids)]
    left = _swapped(hearing, named) & set(choice.ids)
    if left:
        ids = tuple(number for number in choice.ids if number not in left)
        carried = carried_over(hearing, ids, tuple(left))
        return choice._replace(
            kind="one", ids=ids, dropped=tuple(left), added=len(hearing.chosen) > 1, carried=carried
        )
    if len(choice.ids) != 1 or len(told) != 1:
        return choice
    mention = told[0]
    beside = not choice.dropped and hearing.word(mention.last) in _ALSO
    counted = bool(choice.quantity or choice.quantities)
    quantity = choice.quantity if counted else count_of(hearing, mention)
    if not beside or choice.ids[0] in hearing.chosen:
        return choice if counted else choice._replace(quantity=quantity)
    return choice._replace(added=True, carried=0, quantity=quantity)


def _with_missed(
    choice: Choice, hearing: Hearing, missed: Sequence[Mention], *, plain: bool
) -> Choice:
    """`второй и манн добавьте`, where the maker alone was heard."""
    ids = tuple(dict.fromkeys((*choice.ids, *_ids(missed))))
    single = all(len(mention.ids) == 1 for mention in missed)
    if not plain or not single or hearing.pieces or choice.quantity or choice.quantities:
        return Choice("unclear")
    return choice._replace(kind="several", ids=ids)


def _taken_behind_a_question(hearing: Hearing, named: Sequence[Mention]) -> Choice | None:
    """`а третий подешевле же? его`: what was asked about is taken by a word behind."""
    text, words = hearing.words.text, hearing.words
    end = text.rfind("?")
    behind = [place for place in range(len(words)) if words.starts[place] > end >= 0]
    its = {place for place in behind if hearing.word(place) in _IT}
    idle = hearing.places("choose_words", "filler_words", "polite_words") | its
    told = [mention for mention in named if mention.first not in behind]
    ids = {number for mention in told for number in mention.ids}
    one_for_one = len(ids) == len(hearing.chosen) == 1 and not ids <= set(hearing.chosen)
    if not its or not idle.issuperset(behind) or not one_for_one:
        return None
    return Choice("one", tuple(ids), carried=carried_over(hearing, tuple(ids), ()))


def _swapped(hearing: Hearing, named: Sequence[Mention]) -> set[int]:
    """`бош замените на манн`: the chosen offer that goes."""
    other = [mention for mention in named if hearing.word(mention.first - 1) == _FOR]
    if len(other) != 1 or not hearing.places("swap_words"):
        return set()
    return {n for m in named if m not in other for n in m.ids if n in hearing.chosen}


def _ids(named: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for mention in named for number in mention.ids))
