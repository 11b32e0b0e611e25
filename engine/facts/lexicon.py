"""What the bot understands: phrases that become boolean facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.facts.agreement import Agreement
from engine.facts.phrases import Hit, PhraseIndex
from engine.facts.words import Words

USED_BY_EXTRACTION = (
    "answer_order",
    "answer_part",
    "answer_phone",
    "article_words",
    "asks_price",
    "asks_stock",
    "order_words",
    "part_words",
    "phone_words",
    "service_words",
    "vin_words",
    "wants_part",
)
"""Lexicon facts that reading numbers relies on; a lexicon without one of them is incomplete."""

HEARD_BY_EXTRACTION = frozenset(USED_BY_EXTRACTION) | {
    "about_offers",
    "acquired_words",
    "add_words",
    "answer_address",
    "answer_option",
    "answer_person",
    "answer_quantity",
    "address_label",
    "all_of_them",
    "all_words",
    "analog_named",
    "analog_words",
    "any_words",
    "asks_difference",
    "asks_if_any",
    "asks_if_fits",
    "asks_if_bot",
    "asks_maker",
    "asks_offer_stock",
    "asks_sum",
    "asks_term",
    "asks_why",
    "asks_workdays",
    "bare_part_words",
    "bargain_words",
    "beside_count_words",
    "better_words",
    "blaming_words",
    "both_words",
    "bought_words",
    "bringing_words",
    "coming_words",
    "budget_words",
    "buying_words",
    "by_term_words",
    "calls_part",
    "car_unit_words",
    "carrier_words",
    "change_choice",
    "change_contact",
    "cheaper_words",
    "choose_words",
    "conceding_words",
    "conclusion_words",
    "code_words",
    "compared_delivery",
    "condition_words",
    "confirm_words",
    "correction_words",
    "count_words",
    "deal_words",
    "decline_words",
    "declining_words",
    "delivery_correction_words",
    "delivery_words",
    "demand_words",
    "document_words",
    "domain_words",
    "done_words",
    "door_words",
    "doubting_words",
    "each_words",
    "elsewhere_words",
    "enough_words",
    "except_words",
    "explicit_yes",
    "falls_short",
    "farewell",
    "faster_words",
    "feature_words",
    "fell_short_words",
    "fewer_pieces_words",
    "filler_words",
    "first_name_words",
    "fits_words",
    "for_us_words",
    "forgetting_words",
    "former_address_words",
    "fulfilling_words",
    "found_words",
    "further_phone_words",
    "frame_words",
    "general_words",
    "gives_back",
    "got_words",
    "greeting",
    "house_words",
    "as_it_was_words",
    "in_stock_words",
    "instead_words",
    "in_time_words",
    "asks_by_day",
    "day_told",
    "introduces_name",
    "idle_conditions",
    "joint_words",
    "keep_words",
    "lately_words",
    "later_words",
    "leave_words",
    "lesser_parts",
    "limit_words",
    "long_ago_words",
    "lost_phrase",
    "lowering_words",
    "may_pick_up",
    "misspoken_words",
    "money_words",
    "may_words",
    "mended_words",
    "mending_deeds",
    "more_city_words",
    "more_pieces_words",
    "more_words",
    "most_cheap",
    "most_dear",
    "most_fast",
    "need_words",
    "no_more_words",
    "no_part_of_address",
    "no_pieces_words",
    "none_of_them",
    "not_dear_words",
    "not_more_words",
    "not_now",
    "nothing_brought_words",
    "nowhere_words",
    "number_words",
    "objection_delivery",
    "objection_price",
    "off_topic",
    "one_piece_words",
    "operator_request",
    "option_words",
    "order_state_words",
    "original_named",
    "other_car_words",
    "other_people",
    "other_business",
    "others_wish_words",
    "paid_words",
    "part_traits",
    "parting_words",
    "person_words",
    "photo_words",
    "pickup_asked",
    "pickup_declined",
    "pickup_words",
    "piece_words",
    "pointing_words",
    "point_words",
    "polite_words",
    "prefer_words",
    "present_address_words",
    "question_words",
    "rank_by_dearness",
    "rank_by_price",
    "rank_by_term",
    "receiver_words",
    "refusal_company",
    "regret_words",
    "refuse_words",
    "refused_details",
    "rest_words",
    "returns_words",
    "resolve_words",
    "sale_words",
    "same_words",
    "soon_words",
    "seek_words",
    "selling_words",
    "settlement_words",
    "stands_words",
    "sum_words",
    "still_buying",
    "street_words",
    "settling_words",
    "swap_words",
    "taking_words",
    "takes_after_all",
    "term_words",
    "thanks",
    "the_part_words",
    "took_words",
    "too_many_words",
    "topic_contacts",
    "topic_delivery",
    "topic_order",
    "topic_payment",
    "topic_return",
    "village_words",
    "wait_words",
    "went_wrong_words",
    "will_buy_words",
    "will_not",
    "wished_words",
    "yes_company",
}
"""Every lexicon fact that reading a message listens to, whether a lexicon must have it or not.

`general_words` is listened to by nobody in particular: its words are known, so not foreign.
"""

_SPARED = "unless "


@dataclass(frozen=True)
class LexiconFact:
    """One boolean fact: true when a phrase is found that no `unless` phrase overlaps."""

    name: str
    means: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()


class Lexicon:
    """The facts of one ruleset version, compiled.

    `spoken` are words as people say them, with the words of phrases that they stand for.
    """

    def __init__(
        self,
        facts: Iterable[LexiconFact],
        agreement: Agreement | None = None,
        spoken: Mapping[str, str] | None = None,
    ) -> None:
        self.facts = tuple(facts)
        self.agreement = agreement or Agreement()
        self.spoken = dict(spoken or {})
        phrases = [(fact.name, phrase) for fact in self.facts for phrase in fact.phrases]
        spared = [(_SPARED + fact.name, phrase) for fact in self.facts for phrase in fact.unless]
        self._sparing = frozenset(key for key, _ in spared)
        self._index = PhraseIndex([*phrases, *spared], spoken=self.spoken)

    def knows(self, word: str) -> bool:
        """Say whether some phrase holds a word in this form."""
        return self._index.knows(word)

    def find(self, words: Words) -> list[Hit]:
        """Return the phrases found, without those that an `unless` phrase overlaps."""
        hits = self._index.find(words)
        spared = [hit for hit in hits if hit.key in self._sparing]
        if not spared:
            return hits
        return [hit for hit in hits if hit not in spared and not _overlapped(hit, spared)]


def _overlapped(hit: Hit, spared: Sequence[Hit]) -> bool:
    return any(
        other.key == _SPARED + hit.key and other.first < hit.last and hit.first < other.last
        for other in spared
    )
