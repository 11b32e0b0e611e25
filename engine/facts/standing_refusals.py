"""Tell refusals that stand from those that are asked, conditional, of a detail or taken back."""

from dataclasses import dataclass
from itertools import pairwise

from engine.facts.beside_a_yes import is_beside_a_yes
from engine.facts.message_parts import IDLE, MessageParts
from engine.facts.morphology import parses
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.numerals import cardinal_at
from engine.facts.phrases import Hit
from engine.facts.price_bounds import bounds_price
from engine.facts.put_right import tells_data_behind
from engine.facts.refused_details import is_of_a_detail, names_an_offer, speaks_of_details
from engine.facts.wished_instead import ends_with_a_maker, names_another

REFUSAL = "lost_phrase"
ELSEWHERE = "elsewhere_words"
_TAKING = ("takes_after_all", "choose_words")
_WISHES = (
    *_TAKING,
    "wants_part",
    "asks_stock",
    "operator_request",
    "change_choice",
    "change_contact",
    "wait_words",
    "not_now",
)
_REST = "rest_words"
_MORE = "больше"
_NO_MORE = "no_more_words"
_CHANGING = "mending_deeds"
_MOST_PIECES = 99
_NOTHING = "none_of_them"
_LEAVING = ("thanks", "farewell", "parting_words", "regret_words")
_DEEDS = ("acquired_words", "found_words", "mended_words", "paid_words")
_KINDS = "the_part_words"
_COMPANY = "refusal_company"
_ASKING = "question_words"
_FIRST_WORDS = 2
_CONDITIONS = frozenset({"если", "вдруг"})
_IF = "если"
_OR_ELSE = ("а", "то")
_OTHERWISE = "иначе"
_IDLE = "idle_conditions"
_NOT = "не"
_FROM_YOU = "вас"
_ASKED_WHERE, _SUMMED_UP = "ADDRESS", "FINAL"
_WHETHER = "ли"
_WHY = frozenset({"почему", "зачем"})
_IN_CASE = ("случае", "чего")
_NOWHERE = "никуда"
"""Where it was asked where to bring the order, nobody has to bring it anywhere."""
_EXCEPT = ("кроме",)
"""`ничего не надо, кроме первого`."""


@dataclass(frozen=True)
class StandingRefusals:
    """Weighs the refusals of one message, all by the same measure."""

    parts: MessageParts
    numbers: frozenset[int]
    """Words that belong to numbers."""
    the_part: frozenset[int]
    """Words that name all that the sale is about."""
    sought: frozenset[int] = frozenset()
    """Words of the numbers that the message asks for, where nothing was offered yet."""
    ordered: bool = False
    """Something was ordered, so that to need nothing more is no refusal."""
    stage: str = ""
    """Where the sale stands while something is chosen; empty before that."""
    choosing: bool = False
    """Offers are shown and none is chosen: who leaves and needs nothing more refuses them all."""

    def stands(self, hit: Hit) -> bool:
        """Say whether the purchase as a whole is refused here, and nothing takes it back."""
        part = self.parts.of(hit)
        return not (
            self._is_asked(part)
            or self._is_denied(hit)
            or (self.stage == _ASKED_WHERE and self._is_of_bringing(hit))
            or bounds_price(self.parts.said.words, part, self.parts.places)
            or self._hangs_on_a_condition(part)
            or is_of_a_detail(self.parts, hit, the_part=self.the_part)
            or (self.ordered and self._needs_no_more(part))
            or (self.stage in AWAITING_CONTACT and self._leaves_all_as_it_is(part))
            or self._needs_nothing_beside(part)
            or (self.stage == _SUMMED_UP and is_beside_a_yes(self.parts, hit, part))
            or self._is_of_the_rest(part)
            or self._is_beside_the_sought(part)
            or self._wants_after(self._behind_deed(hit.last, part))
            or (self.choosing and ends_with_a_maker(self.parts, part))
            or (self.stage in AWAITING_CONTACT and self._puts_right(hit, part))
        )

    def refuses(self, part: range) -> bool:
        """Say whether words refuse the purchase, standing or not, or tell of another shop."""
        return self.parts.places.within(part, REFUSAL, ELSEWHERE)

    def _is_of_bringing(self, hit: Hit) -> bool:
        """`никуда не надо`, but not `не надо никуда везти, я передумал`."""
        beside = self.parts.said.words.lower[max(0, hit.first - 1) : hit.last + 1]
        return _NOWHERE in beside

    def _leaves_all_as_it_is(self, part: range) -> bool:
        """`менять не буду`, `не надо ничего исправлять`."""
        places = self.parts.places
        if not places.within(part, _CHANGING):
            return False
        return places.of(_CHANGING, "will_not", "resolve_words", *IDLE).issuperset(part)

    def _needs_nothing_beside(self, part: range) -> bool:
        """`больше ничего не надо`: what is chosen or asked for is all that is wanted.

        Who has chosen nothing and takes leave with it wants none of the offers.
        """
        places = self.parts.places
        leaves = self.choosing and places.any_of(*_LEAVING)
        if leaves or not places.within(part, _NO_MORE):
            return False
        return self.stage in AWAITING_CONTACT or places.within(part, _NOTHING)

    def _puts_right(self, hit: Hit, part: range) -> bool:
        """`передумал, второй не надо`, `отменяйте, адрес Тверь, Советская 5`."""
        behind = (other for other in self.parts.all if other.start >= hit.last)
        if any(map(self._speaks_of_the_choice, behind)) or self._is_of_a_maker(part):
            return True
        return tells_data_behind(self.parts.said, hit.last, stage=self.stage)

    def _speaks_of_the_choice(self, part: range) -> bool:
        """`второй не надо`, `манн`, `количество неверное`."""
        places = self.parts.places
        if places.within(part, "count_words"):
            return True
        refused = places.within(part, "refuse_words") or len(part) == 1
        return refused and names_an_offer(self.parts, part)

    def _is_of_a_maker(self, part: range) -> bool:
        """`манн дорогой, не надо`: what is not needed was named right before."""
        bare = self.parts.places.of("will_not").issuperset(part)
        before = (other for other in self.parts.all if other.stop == part.start)
        return bare and any(names_an_offer(self.parts, other) for other in before)

    def _is_asked(self, part: range) -> bool:
        """`отменить можно?`, `не актуально ли`."""
        clauses = self.parts.clauses
        clause = clauses.of(part.stop - 1)
        asked = clauses.asks(clause.start) and part.stop == clause.stop
        return asked or _WHETHER in self.parts.lower(part)

    def _is_denied(self, hit: Hit) -> bool:
        """`не передумал`, `никогда не отменяю`, `почему отмена`."""
        words = self.parts.said.words
        if words.breaks[hit.first] or words.lower[hit.first] == _NOT:
            return False
        before = words.lower[hit.first - 1]
        return before == _NOT or before in _WHY

    def _hangs_on_a_condition(self, part: range) -> bool:
        """`отменяйте если долго`, `если долго, отменяйте`, `скажите срок, а то не возьму`."""
        said = self.parts.lower(part)
        if said[: len(_OR_ELSE)] == _OR_ELSE or _OTHERWISE in said or _IN_CASE in pairwise(said):
            return True
        clauses = self.parts.clauses
        clause = clauses.of(part.stop - 1)
        before = clauses.of(clause.start - 1) if clause.start else range(0)
        opened = _IF in self.parts.lower(before)[:_FIRST_WORDS]
        return self._is_conditional(clause) or (opened and self._is_conditional(before))

    def _is_conditional(self, part: range) -> bool:
        idle = self.parts.places.of(_IDLE)
        lower = self.parts.said.words.lower
        return any(lower[place] in _CONDITIONS and place not in idle for place in part)

    def _is_of_the_rest(self, part: range) -> bool:
        """`первый беру, больше ничего не надо` ends the list of what is taken."""
        places = self.parts.places
        taking = places.of(*_TAKING)
        others = (other for other in self.parts.all if other.start not in part)
        return places.within(part, _REST) and any(
            not taking.isdisjoint(other) and not self.refuses(other) for other in others
        )

    def _is_beside_the_sought(self, part: range) -> bool:
        """`06A905115D, колодки уже купил` refuses another part than the one that is asked for."""
        apart = (other for other in self.parts.all if other.start not in part)
        if not any(not self.sought.isdisjoint(o) and not self.refuses(o) for o in apart):
            return False
        if not self.parts.places.within(part, *_DEEDS):
            return self._names_others(part) or self.parts.places.within(part, _KINDS)
        # `остальное не надо, уже купил`: why it is not needed.
        before = (other for other in self.parts.all if other.stop == part.start)
        return self._names_others(part) or any(map(self._names_others, before))

    def _names_others(self, part: range) -> bool:
        """Say whether a part names other parts, or the rest."""
        places = self.parts.places
        named = places.of("part_words") - places.of(_KINDS, _COMPANY)
        # `этот фильтр` is the one asked for.
        if not named.isdisjoint(part) and not places.within(part, "pointing_words"):
            return True
        return self._names_the_rest(part)

    def _needs_no_more(self, part: range) -> bool:
        """`больше ничего не надо`, and `нет, спасибо` to an offer of more."""
        bare = self.parts.places.of(_NOTHING, "thanks").issuperset(part)
        return bare or self._names_the_rest(part)

    def _names_the_rest(self, part: range) -> bool:
        """`больше ничего не надо` and `остальное не надо`, but not `больше не надо`."""
        more = _MORE in self.parts.lower(part)
        places = self.parts.places
        return places.within(part, _REST) and (not more or places.within(part, _NOTHING))

    def _behind_deed(self, place: int, part: range) -> int:
        """`раздумал покупать`: what is done without is no wish."""
        is_deed = place in part and place in self.parts.places.of("deal_words")
        return place + 1 if is_deed and self.parts.kind(place) == "INFN" else place

    def _wants_after(self, place: int) -> bool:
        """Say whether something is asked or wanted behind a refusal that ends before a word."""
        words = self.parts.said.words
        if "?" in words.text[words.ends[place - 1] :]:
            return True
        rests = (range(max(part.start, place), part.stop) for part in self.parts.all)
        return any(
            self._is_conditional(rest) or self._wants(rest)
            for rest in rests
            if rest and not self.refuses(rest)
        )

    def _wants(self, part: range) -> bool:
        places = self.parts.places
        wishes = places.of(*_WISHES) - places.of(_IDLE)
        here = speaks_of_details(self.parts, part) or names_an_offer(self.parts, part)
        if not here and _FROM_YOU not in self.parts.lower(part):
            # `отменяйте, куплю новую`: what will be bought is no offer, as in `а манн возьму`.
            wishes -= places.of("will_buy_words") - places.of("takes_after_all")
        return (
            not wishes.isdisjoint(part)
            or not self.numbers.isdisjoint(part)
            or self._asks(part)
            or self.parts.names_a_detail(part)
            or self._names_another(part)
            or self._counts_pieces(part)
            or self.parts.lower(part)[:1] == _EXCEPT
        )

    def _names_another(self, part: range) -> bool:
        """`передумал, лучше манн`; a maker alone may say what was refused or bought."""
        offered = bool(self.stage) or self.choosing
        return offered and len(part) > 1 and names_another(self.parts, part)

    def _counts_pieces(self, part: range) -> bool:
        """`передумал, 2 шт`, `отменяйте, закажу 2`: the order is put right, not given up."""
        places, words = self.parts.places, self.parts.said.words
        buying = places.of("will_buy_words", *_TAKING)
        pieces = places.of("piece_words")
        buying |= places.of("prefer_words")
        idle = buying | pieces | places.of("need_words")
        said = [place for place in part if place not in idle and not self._is_asked_for(place)]
        count = cardinal_at(words, said[0]) if len(said) == 1 else None
        told = places.within(part, "piece_words") or not buying.isdisjoint(part)
        told |= any(map(self._is_asked_for, part))
        return told and count is not None and count <= _MOST_PIECES

    def _is_asked_for(self, place: int) -> bool:
        """`сделайте 2 штуки`; `три` is a count, though one may rub with it."""
        if cardinal_at(self.parts.said.words, place) is not None:
            return False
        return any("impr" in parse.tag for parse in parses(self.parts.said.words.lower[place]))

    def _asks(self, part: range) -> bool:
        """Say whether a part begins with a question: `а какой срок`, not `неактуален вопрос`."""
        places = self.parts.places
        if part not in self.parts.all or _NOT in self.parts.lower(part):
            return False
        asking = places.of(_ASKING) - places.of(_IDLE)
        return not asking.isdisjoint(part[:_FIRST_WORDS])
