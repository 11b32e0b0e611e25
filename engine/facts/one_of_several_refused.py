"""Hear which of several things taken are refused or got elsewhere while the others stay.

`манн муж купил уже`, `от манна откажусь, бош везите`: the sale goes on with what is left. A part
told by its kind, `колодки отмените`, is not known among the offers, so what stays is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.message_parts import IDLE, MessageParts
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.numbers import Numbers
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offers_asked_of import NOTHING_ASKED_OF
from engine.facts.said import Said
from engine.facts.standing_refusals import ELSEWHERE, REFUSAL
from engine.facts.things_named import ThingsNamed
from engine.session import Offer, Session

_CHOOSING = "PRICING"
_SEVERAL = 2
_REFUSING = (REFUSAL, "refuse_words", "will_not")
_TAKING = ("choose_words", "keep_words", "takes_after_all")
_WITHOUT = "except_words"
_INSTEAD = frozenset({"вместо", "взамен"})
_OF_THE_REST = ("rest_words", "no_more_words")
_WHOLE = frozenset({"все", "заказ", "заказа", "ничего", "оба", "обе", "обоих", "обеих"})
_NOT_ALL = frozenset({("таки",), ("же",), ("равно",), ("еще",)})
_OPEN = frozenset({"если", "вдруг", "бы", "ли", "или", "либо", "иначе"})
_ONLY_WORDS = frozenset({"только", "лишь"})
_ONLY = frozenset({*_ONLY_WORDS, "один", "одну", "одна", "одного", "одной"})
_LATER, _WILL_BUY = "later_words", "will_buy_words"
_NOT, _WAIT = "не", frozenset({"ждать"})
_PERSONS = ("person_words", "general_words", "other_people")
_BESIDE = (*IDLE, *_PERSONS, ELSEWHERE, "option_words", "number_words", "deal_words", "joint_words")
_GOT = "acquired_words"
_OTHERS = ("person_words", "other_people", ELSEWHERE)
_OWN = frozenset({"свой", "свою", "свое", "свои"})
_CHANGED = "swap_words"
_THINGS = frozenset({"NOUN", "INFN"})


@dataclass(frozen=True)
class Refused:
    """What of the sale is refused; without `ids` the client is asked what stays."""

    ids: tuple[int, ...]
    numbers: frozenset[str]
    """Part numbers refused, which are not searched for again."""
    told: frozenset[int]
    """Words of the parts that refuse."""
    unclear: bool = False
    pieces: int = 0
    """Pieces left of the one of `ids`, where only some of them are refused."""
    chooses: bool = False
    """Nothing is chosen yet: what is named beside the refusal is taken as it is heard."""

    def without_refusals(self, said: Said) -> Said:
        """Return what was said without the words that would give the whole sale up."""
        hits = (hit for hit in said.hits if hit.key != REFUSAL or hit.first not in self.told)
        return replace(said, hits=tuple(hits))

    def answered(self, findings: Findings) -> Findings:
        """Return the findings with what is refused left out, or in doubt."""
        if self.chooses:
            return findings
        if self.unclear:
            choice = Choice("unclear", left_unclear=True)
            return findings._replace(choice=choice, asked=NOTHING_ASKED_OF)
        if self.pieces:
            return findings._replace(choice=self._fewer(findings.choice), asked=NOTHING_ASKED_OF)
        codes = tuple(code for code in findings.part_numbers if code not in self.numbers)
        choice = _without(findings.choice, self.ids)
        return findings._replace(choice=choice, part_numbers=codes, asked=NOTHING_ASKED_OF)

    def _fewer(self, heard: Choice) -> Choice:
        """`один манн отмените` of two; where more is told, the pieces are asked for."""
        if heard.quantities.get(self.ids[0]) == self.pieces:
            return heard
        if heard.kind != "none" or heard.dropped or heard.quantities:
            return Choice("unclear", pieces_unclear=True)
        return Choice("one", self.ids, added=True, quantities={self.ids[0]: self.pieces})


def _without(choice: Choice, refused: tuple[int, ...]) -> Choice:
    if choice.kind == "unclear" or not set(choice.ids).isdisjoint(refused):
        return Choice(dropped=refused)
    return choice._replace(dropped=tuple(dict.fromkeys((*choice.dropped, *refused))))


def refused_of_several(said: Said, session: Session, numbers: Numbers) -> Refused | None:
    """Return what is refused of several; None where nothing is, or all of it."""
    if len(session.offers) < _SEVERAL:
        return None
    telling = said.places.any_of(*_REFUSING, _WITHOUT, _LATER, *_OTHERS)
    if not telling and _ONLY_WORDS.isdisjoint(said.words.lower):
        return None
    chosen = [offer for offer in session.offers if offer.id in session.chosen_offer_ids]
    several = len(chosen) >= _SEVERAL and session.stage in AWAITING_CONTACT
    parts = {offer.asked_number for offer in session.offers}
    beside = len(parts) >= _SEVERAL and session.stage in {_CHOOSING, *AWAITING_CONTACT}
    open_still = "?" in said.words.text or not _OPEN.isdisjoint(said.words.lower)
    if open_still or not (several or beside):
        return None
    return _Told(said, session, numbers, chosen if several else ()).refused()


@dataclass(frozen=True)
class _Told:
    said: Said
    session: Session
    numbers: Numbers
    chosen: Sequence[Offer]

    def refused(self) -> Refused | None:
        """Weigh all parts together; whoever refuses everything is not heard here."""
        refusing = self._refusing
        told = frozenset(place for part in refusing for place in part)
        if any(map(self._is_of_all, refusing)):
            return None
        if not refusing:
            doubted = self._keeps_a_kind() or self._is_got_from_others()
            return Refused((), frozenset(), told, unclear=True) if doubted else None
        codes = frozenset(code for code, first in self._named.codes if first in told)
        if {*self.numbers.part_numbers} - {code for code, _ in self._named.codes}:
            return None
        if not self.chosen:
            return self._beside_a_choice(codes, told)
        chosen = {offer.id for offer in self.chosen}
        dropped = self._named.ids(told) & chosen or self._all_but_kept(told)
        if dropped and dropped < chosen:
            ids = tuple(sorted(dropped))
            return Refused(ids, codes, told, pieces=self._pieces_left(dropped, told))
        unclear = not dropped and self._leaves_open(told)
        return Refused((), codes, told, unclear=True) if unclear else None

    def _beside_a_choice(self, codes: frozenset[str], told: frozenset[int]) -> Refused | None:
        """`1K0698151E не надо`, `бош, колодки уже не нужны` where offers of both are shown."""
        offers = self.session.offers
        ids = tuple(o.id for o in offers if {o.part_number, o.asked_number} & codes)
        if ids:
            return Refused(ids, codes, told) if len(ids) < len(offers) else None
        if not self._named.kinds & told:
            return None
        if self.session.chosen_offer_ids:
            ordered = self._ordered_of_the_other_part(told)
            return Refused(ordered, codes, told) if ordered else None
        return Refused((), codes, told, chooses=True) if self._named.makers - told else None

    def _ordered_of_the_other_part(self, told: frozenset[int]) -> tuple[int, ...]:
        """`только колодки трв, фильтр не надо` beside an order of the filter."""
        ordered = set(self.session.chosen_offer_ids)
        named = self._named.ids(frozenset(range(len(self.said.words))) - told)
        asked = {offer.id: offer.asked_number for offer in self.session.offers}
        of_named = {asked[number] for number in named if number in asked}
        of_ordered = {asked[number] for number in ordered if number in asked}
        apart = of_named.isdisjoint(of_ordered) and len({*asked.values()}) == _SEVERAL
        # `колодки задние` may be neither of the two.
        of_one_kind = len(self._named.kinds_at(told)) == 1
        return tuple(sorted(ordered)) if named and apart and of_one_kind else ()

    def _all_but_kept(self, told: frozenset[int]) -> set[int]:
        """`фильтр отмените, трв оставьте`, `один не нужен, только бош`: the other is refused."""
        chosen = {offer.id for offer in self.chosen}
        kept = self._named.ids(frozenset(range(len(self.said.words))) - told) & chosen
        if not kept or len(chosen) != _SEVERAL:
            return set()
        if self._named.kinds & told:
            numbers = {offer.asked_number for offer in self.chosen}
            return chosen - kept if len(numbers) == len(chosen) else set()
        single = all(offer.quantity == 1 for offer in self.chosen)
        only = not _ONLY.isdisjoint(self.said.words.lower) and not self._counts_pieces(told)
        return chosen - kept if single and only and self._named.makers.isdisjoint(told) else set()

    def _counts_pieces(self, told: frozenset[int]) -> bool:
        """`передумала, только 2 манна` puts the pieces right as well."""
        words = self.said.words
        return any((cardinal_at(words, p) or 0) > 1 for p in range(len(words)) if p not in told)

    def _leaves_open(self, told: frozenset[int]) -> bool:
        """`колодки отмените`, `первую не надо` of what was not the first of the list."""
        numbers = {offer.asked_number for offer in self.chosen}
        if self._named.kinds & told and len(numbers) >= _SEVERAL:
            return len(self._named.kinds_at(told)) < len(numbers)
        ordinals = (ordinal_at(self.said.words, place) or 0 for place in told)
        return any(0 < number <= len(self.chosen) for number in ordinals)

    def _keeps_a_kind(self) -> bool:
        """`пока только фильтр`: which of the offers is that part."""
        if len({offer.asked_number for offer in self.chosen}) < _SEVERAL or self._named.makers:
            return False
        return any(
            not _ONLY_WORDS.isdisjoint(self._parts.lower(part))
            and not self._named.kinds.isdisjoint(part)
            and not self._tells_of_others(part)
            for part in self._parts.all
        )

    def _is_got_from_others(self) -> bool:
        """`манн мне сосед отдал`, `колодки сервис свои поставит`: is it needed all the same?"""
        places = self._parts.places
        return bool(self.chosen) and any(
            (places.within(part, _GOT) or not _OWN.isdisjoint(self._parts.lower(part)))
            and places.within(part, *_OTHERS)
            and not self._named.subjects.isdisjoint(part)
            and _NOT not in self._parts.lower(part)
            and not self._tells_of_others(part)
            for part in self._parts.all
        )

    @cached_property
    def _parts(self) -> MessageParts:
        return MessageParts(self.said)

    @cached_property
    def _named(self) -> ThingsNamed:
        return ThingsNamed(self.said, self.session.offers, self.numbers.places)

    @cached_property
    def _refusing(self) -> list[range]:
        """The parts that refuse, and those whose refusal stands right behind them."""
        parts = self._parts.all
        found: list[range] = []
        for index, part in enumerate(parts):
            if not self._refuses(part) or self._tells_of_others(part):
                continue
            before = parts[index - 1] if index else range(0)
            if self._is_bare(part) and self._is_complained_of(before):
                found.append(before)
            found.append(part)
        return found

    def _refuses(self, part: range) -> bool:
        places, words = self._parts.places, self.said.words
        rest = places.within(part, *_OF_THE_REST) and self._named.subjects.isdisjoint(part)
        if places.within(part, _LATER) and places.within(part, _WILL_BUY):
            return not self._named.subjects.isdisjoint(part)
        if rest or self._takes(part) or not _INSTEAD.isdisjoint(self._parts.lower(part)):
            return False
        hits = [h for h in self.said.hits if h.key in _REFUSING and h.first in part]
        denied = any(
            words.lower[hit.first - 1] == _NOT != words.lower[hit.first]
            for hit in hits
            if hit.first and not words.breaks[hit.first]
        )
        without = any(place + 1 in self._named.subjects for place in places.of(_WITHOUT) & {*part})
        return not denied and (bool(hits) or without)

    def _takes(self, part: range) -> bool:
        """`бош беру`, but not `бош не возьму`."""
        places = self._parts.places
        return not (places.of(*_TAKING) - places.of(*_REFUSING)).isdisjoint(part)

    def _tells_of_others(self, part: range) -> bool:
        """`бош доставка не нужна`, `манн перезванивать не надо`."""
        places = self._parts.places
        known = places.of(*_REFUSING, *_BESIDE) | self._named.kinds | self.numbers.places
        known |= self._named.makers
        return any(
            self._parts.kind(place) in _THINGS and self.said.words.lower[place] not in _WAIT
            for place in {*part} - known
        )

    def _is_bare(self, part: range) -> bool:
        return self._named.subjects.isdisjoint(part) and not self._parts.places.within(
            part, _CHANGED
        )

    def _is_complained_of(self, before: range) -> bool:
        """`манн дорого, не надо`; what is taken or refused itself is not."""
        taken = self._takes(before) or self._refuses(before)
        return not taken and not self._named.subjects.isdisjoint(before)

    def _is_of_all(self, part: range) -> bool:
        """`все отмените`, but not `все-таки манн не надо`."""
        told = self._parts.lower(part)
        return any(
            word in _WHOLE and told[index + 1 : index + 2] not in _NOT_ALL
            for index, word in enumerate(told)
        )

    def _pieces_left(self, dropped: set[int], told: frozenset[int]) -> int:
        """`один манн не надо` of two takes one off; 0 where all of them are refused."""
        counted = [self._count_at(place) for place in told]
        wanted = [offer.quantity for offer in self.chosen if offer.id in dropped]
        if len(wanted) != 1 or sum(map(bool, counted)) != 1:
            return 0
        return max(0, wanted[0] - sum(counted))

    def _count_at(self, place: int) -> int:
        """`один манн`, `манн 2 шт`, but not `манн 2 дня`."""
        behind = place + 1
        counted = self._named.makers | self._parts.places.of("piece_words")
        measured = behind < len(self.said.words) and self._parts.kind(behind) == "NOUN"
        if measured and behind not in counted:
            return 0
        return cardinal_at(self.said.words, place) or 0
