"""Every fact a rule may read, with type, default and meaning; the guide for rule authors."""

import functools
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from engine.decisions import Vocabulary
from engine.facts.choice import ChoiceKind
from engine.facts.lexicon import Lexicon
from engine.facts.lone_places import Awaited
from engine.facts.offers_asked_of import OfferQuestion
from engine.facts.pickup import Pickup
from engine.facts.schema import FactSchema, FactSpec, Phase
from engine.facts.situation import (
    Best,
    LeadStatus,
    Lookup,
    OrderConfirmation,
    OrderLookup,
    Recheck,
    Substitutes,
)
from engine.messages import Author, Happening

NUMBER_KINDS = ("none", "part", "phone", "order", "vin", "ambiguous")
CLARIFICATIONS = (
    *("none", "number_type", "brand", "offer", "similar"),
    *("change", "quantity", "digit", "address", "named", "pieces", "fit", "keeping"),
)
ANSWERS = (
    *("none", "part", "order", "phone", "brand"),
    *("option", "quantity", "person", "address"),
)
WAIT_REASONS = (
    "none",
    "SYSTEM",
    "BOT",
    "MANUAL",
    "DEAL_BOUND",
    "DISABLED",
    "EMPTY",
    "HARD_PICK",
    "LEAD_UNKNOWN",
)

_MESSAGE_FLAGS = {
    "text_empty": "The message has no text.",
    "has_attachment": "The message carries a file of any kind.",
    "has_image": "The message carries a picture.",
    "has_voice": "The message carries a voice message or another sound.",
    "has_video": "The message carries a video.",
    "has_document": "The message carries a file that is no picture, sound or video.",
    "forwarded": "The message was forwarded from another chat.",
    "question_mark": "The message has a question mark.",
    "system_like": "A framed copy of an operator's message, not the writer's own words.",
}
_NUMBER_COUNTS = {
    "part_numbers_count": "Different part numbers found.",
    "vins_count": "Different VINs or frame numbers found.",
    "phones_count": "Different phone numbers found.",
    "order_numbers_count": "Different numbers of orders found.",
    "new_numbers_count": "Part numbers that are not among the offers shown.",
    "bare_numbers_count": "Numbers that could be a part, an order or a phone.",
    "brands_count": "Brands of replacement parts named.",
    "makes_count": "Car makes named.",
}
_NUMBER_FLAGS = {
    "part_context": "Words of the message speak of parts, a make or a brand.",
    "order_context": "Words of the message speak of an order.",
    "phone_context": "Words of the message speak of a phone.",
    "vin_incomplete": "A VIN was meant, but its length or letters are wrong.",
    "phone_broken": "A phone is awaited, and a number has a digit too few or too many for one.",
    "vin_doubtful": "A VIN begins with letters of no country: a hint, maybe a typing error.",
}
_SALE_COUNTS = {
    "offers_count": "Offers the client was shown last.",
    "more_offers_count": "Offers found by the same search and not shown yet.",
    "chosen_count": "Offers chosen, this message included.",
    "quantity": "Pieces the message names; 0 when it names none.",
    "pieces_asked": "Pieces of which the message asks the sum; 0 when it asks of none.",
    "misunderstood": "Messages in a row before this one that the bot did not understand.",
    "orders_count": "Orders placed in this dialog.",
    "similar_numbers": "Numbers of the shop that may have been meant by an unknown one.",
}
_SALE_FLAGS = {
    "others_asked_about": "The message asks about offers that are not chosen, or about none shown.",
    "other_part_told": "Beside the offers taken, another part is wanted, by its name only.",
    "choice_dropped": "The message takes an offer back.",
    "all_refused": "The message refuses every offer shown.",
    "too_many_wanted": "The shop has fewer pieces of a chosen offer than wanted.",
    "pieces_unclear": "Pieces are added or taken off; of which chosen offer does not follow.",
    "pieces_needed": "Pieces are asked for before any offer is shown: `мне 3 фильтра`.",
    "digit_unclear": "A number alone may be of an offer or of so many pieces of the chosen one.",
    "no_return": "An offer chosen, or one shown while none is, cannot be returned.",
    "name_found": "The message tells a name of two words at least.",
    "name_told": "The message tells a name or a part of one.",
    "name_unclear": "The message tells half a name that is no part of the known one.",
    "plain_yes": "The message agrees, in words or by a sign, and says nothing else.",
    "yes_again": "The message agrees, and says nothing else, where no order waits for a yes.",
    "yes_awaited": (
        "The last reply asks for a yes, or is not known; in passing, for one in so many words."
    ),
    "change_told": (
        "Once the order is summed up, the message has a number, a maker, or a word of taking,"
        " adding or leaving out."
    ),
    "refusal_taken_back": (
        "Once the sale is lost, the message takes after all what had been chosen."
    ),
    "details_told": "The message tells a phone, an address, or another name than the known one.",
    "further_phone": "The message tells a phone beside the one to call, which is kept.",
    "address_found": "The message tells where to deliver.",
    "delivery_named": "The message names delivery, also where it refuses everything.",
    "address_unclear": "Once the order is summed up, the message tells a part of another address.",
    "name_known": "The client's name is known, this message included.",
    "surname_missing": "Of the client's name only the first is known, this message included.",
    "first_name_missing": "Of the client's name only the last is known, this message included.",
    "phone_known": "The client's phone is known, this message included.",
    "address_known": "Where to deliver is known and lacks nothing, this message included.",
    "same_again": "The client repeats their last message.",
}
_AROUND_FLAGS = {
    "deal_bound": "The dialog already belongs to a deal.",
    "status_by_bot": "The lead still has the status that the bot itself wrote last.",
    "numbers_of_offers": "The message asks for analogs of the offers shown, by no number.",
    "choice_replaced": "The search takes the place of offers of which some were chosen.",
    "choice_kept": "The search is of another part, beside an order that stands.",
    "handed_over": "The chat was given to people, and nothing was understood since.",
    "order_unclear": "An earlier order may or may not exist, and no person has looked yet.",
    "reply_unseen": "The message was written before the last reply stood in the chat.",
    "number_by_manager": "A manager has filled in the lead's part number.",
    "manager_quiet": "Managers have been silent long enough for the bot to come back.",
}


def declared_facts(lexicon: Lexicon, vocabulary: Vocabulary) -> FactSchema:
    """Return all facts of a ruleset version; lexicon names must not be reserved ones."""
    specs = [*_extracted(vocabulary), *_phase_outputs(vocabulary)]
    said = [
        FactSpec(fact.name, "bool", default=False, meaning=fact.means) for fact in lexicon.facts
    ]
    return FactSchema([*specs, *said])


@functools.cache
def reserved_fact_names() -> frozenset[str]:
    """Return the names that a lexicon fact may not take."""
    empty = Vocabulary((), ("none",), (), (), ())
    return frozenset(spec.name for spec in [*_extracted(empty), *_phase_outputs(empty)])


def _extracted(vocabulary: Vocabulary) -> list[FactSpec]:
    return [
        *_about_message(),
        *_about_numbers(),
        *_about_sale(),
        *_about_session(vocabulary),
    ]


def _about_message() -> list[FactSpec]:
    return [
        _enum("author", [author.value for author in Author], "Who wrote the message.", "client"),
        *_flags(_MESSAGE_FLAGS),
        _count("words_count", "Words in the message, numbers included."),
        _count(
            "foreign_words_count",
            "Nouns and infinitives that the lexicon lacks; 0 where fewer than 3 words are said.",
        ),
    ]


def _about_numbers() -> list[FactSpec]:
    return [
        *(_count(name, meaning) for name, meaning in _NUMBER_COUNTS.items()),
        _enum("number_kind", NUMBER_KINDS, "What the numbers of the message amount to."),
        *_flags(_NUMBER_FLAGS),
        _enum("clarification_pending", CLARIFICATIONS, "The question the bot asked last."),
        _enum("answers_clarification", ANSWERS, "How the text answers that question."),
    ]


def _about_sale() -> list[FactSpec]:
    return [
        _enum("choice", get_args(ChoiceKind), "Which of the offers shown the message takes."),
        _enum(
            "substitutes",
            get_args(Substitutes),
            "Whether offers shown, or found now, stand in for the part asked for.",
        ),
        _enum(
            "chosen_is_best",
            get_args(Best),
            "In what no offer shown beats the only one chosen, this message included.",
        ),
        _enum(
            "address_lacks",
            get_args(Awaited),
            "What is missing of the address known, this message included.",
        ),
        _enum("pickup", get_args(Pickup), "What the message says about coming for the parts."),
        _enum(
            "offer_question",
            get_args(OfferQuestion),
            "What the message asks about offers shown that their own data answer.",
        ),
        *(_count(name, meaning) for name, meaning in _SALE_COUNTS.items()),
        *_flags(_SALE_FLAGS),
    ]


def _about_session(vocabulary: Vocabulary) -> list[FactSpec]:
    first_stage = vocabulary.stages[0]
    return [
        _enum("stage", vocabulary.stages, "Stage of the funnel before the message.", first_stage),
        _enum("mode", ("auto", "manual"), "Who leads the dialog.", "auto"),
        _enum("lead_status", get_args(LeadStatus), "What the lead's CRM status means for the bot."),
        *_flags(_AROUND_FLAGS),
        _enum("lookup", get_args(Lookup), "What the price search of this message came to."),
        _enum(
            "order_confirmation",
            get_args(OrderConfirmation),
            "Whether the client must confirm before an order is placed.",
            "required",
        ),
        _enum(
            "recheck",
            get_args(Recheck),
            "What asking again about the chosen offers came to; `dearer` is worse in any way.",
        ),
        _enum(
            "order_lookup",
            get_args(OrderLookup),
            "Whether the shop can be asked about orders, and what that came to.",
            "unavailable",
        ),
        _enum("happening", get_args(Happening), "What took place outside the chat."),
    ]


def _phase_outputs(vocabulary: Vocabulary) -> list[FactSpec]:
    return [
        *_set_by("gate", _said_by_gate()),
        *_set_by("classify", _said_by_classify(vocabulary)),
        *_set_by("act", _said_by_act(vocabulary)),
    ]


def _set_by(phase: Phase, specs: Iterable[FactSpec]) -> list[FactSpec]:
    return [replace(spec, set_by=phase) for spec in specs]


def _said_by_gate() -> list[FactSpec]:
    return [
        _enum("gate", ("open", "silent"), "Whether the bot may speak.", "open"),
        _enum("wait_reason", WAIT_REASONS, "Why the bot is silent."),
    ]


def _said_by_classify(vocabulary: Vocabulary) -> list[FactSpec]:
    return [
        _enum("intent", _or_none(vocabulary.intents), "What the client wants."),
        _enum("topic", _or_none(vocabulary.topics), "What small talk is about."),
        _enum("ambiguity_reason", _or_none(vocabulary.ambiguity_reasons), "What the bot must ask."),
        *_flags({"requires_clarification": "The bot must ask before it can act."}),
    ]


def _said_by_act(vocabulary: Vocabulary) -> list[FactSpec]:
    allowed = "The contract lets the stage change so."
    return [
        _enum("next_stage", _or_none(vocabulary.stages), "Stage to move to."),
        _enum("action", _or_none(vocabulary.actions), "What to do."),
        *_flags({"need_operator": "A person must take over."}),
        *_flags({"recheck_asked": "The shop is asked again about the chosen offers."}),
        *_flags({"order_status_asked": "The shop is asked how the client's orders stand."}),
        FactSpec("transition_allowed", "bool", default=True, meaning=allowed),
    ]


def _flags(meanings: dict[str, str]) -> list[FactSpec]:
    return [
        FactSpec(name, "bool", default=False, meaning=meaning) for name, meaning in meanings.items()
    ]


def _count(name: str, meaning: str) -> FactSpec:
    return FactSpec(name, "int", 0, meaning)


def _enum(name: str, values: Iterable[str], meaning: str, default: str = "none") -> FactSpec:
    return FactSpec(name, "enum", default, meaning, tuple(values))


def _or_none(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("none", *values)))
