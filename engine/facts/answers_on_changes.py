"""Read a number alone, told after a choice, in the light of what the bot said last."""

import re

from engine.facts.choice import Choice
from engine.facts.count_told_anew import count_told_anew
from engine.facts.digit_in_doubt import (
    count_of_it,
    is_beside_data,
    is_digit,
    mistaken_digit,
    number_alone,
    of_digit,
    only_offer_spoken_of,
)
from engine.facts.digits_before_a_choice import with_digit_before
from engine.facts.digits_put_right import (
    told_instead,
    with_count_of_several,
    with_digit_in_clause,
)
from engine.facts.how_many_answered import answered_how_many
from engine.facts.offers_by_price import costing
from engine.facts.pieces_counted_on import pieces_carried
from engine.facts.pieces_shared_before import with_pieces_shared
from engine.facts.said import Said
from engine.facts.some_of_the_pieces import with_some_changed
from engine.session import Session

_MOST_PIECES = 99
_NAMING = frozenset({"one", "unknown"})


def answered_choice(choice: Choice, said: Said, session: Session) -> Choice:
    """Return the choice that the bot's question makes of a message; most need no question."""
    if len(choice.ids) > 1 and choice.quantity > 1 and said.says("same_words"):
        return Choice("unclear")  # `второй и третий, и ещё один такой же`
    if some := with_some_changed(said, session):
        return some
    choice = _with_count_of_it(choice, said, session)
    told = answered_how_many(choice, said, session) or _of_number_left(said, session)
    return told or _after_what_is_chosen(choice, said, session)


def _with_count_of_it(choice: Choice, said: Said, session: Session) -> Choice:
    """`давайте его 2` is no second offer, whichever `его` is."""
    naming = choice.kind in {*_NAMING, "none"} and not choice.pieces_named
    if not naming or choice.digit or len(session.chosen_offer_ids) > 1:
        return choice
    count = count_of_it(said)
    if not count:
        return choice
    known = bool(session.chosen_offer_ids or only_offer_spoken_of(session))
    return Choice("none" if known else "unclear", quantity=count)


def _after_what_is_chosen(choice: Choice, said: Said, session: Session) -> Choice:
    if not session.chosen_offer_ids:
        return with_digit_before(with_pieces_shared(choice, session), said, session)
    if len(session.chosen_offer_ids) > 1:
        return with_count_of_several(choice, said, session)
    if choice.added and not set(choice.ids) <= set(session.chosen_offer_ids):
        return choice
    return told_instead(choice, said, session) or _after_one_chosen(choice, said, session)


def _after_one_chosen(choice: Choice, said: Said, session: Session) -> Choice:
    if choice.dropped:
        return choice
    if anew := count_told_anew(said, session):
        return Choice(quantity=anew)
    if choice.added:
        return choice
    return with_digit_in_clause(_of_one_chosen(choice, said, session), said, session)


def _of_one_chosen(choice: Choice, said: Said, session: Session) -> Choice:
    asked = session.pending_clarification
    kind = asked.kind if asked else ""
    if choice.kind == "none" and not choice.quantity and asked and kind == "digit":
        return of_digit(int(asked.number), said, session) or choice
    told = choice.quantity or choice.quantities
    number = 0 if told else number_alone(said)
    if asked and kind == "named" and str(number) in asked.options:
        return Choice("one", (number,), carried=_carried_to(number, session))
    digit = 0
    if not number and kind != "quantity" and choice.kind in {*_NAMING, "none"}:
        digit = mistaken_digit(said, session) or _digit_beside_data(choice, said, session)
    if digit:
        return Choice("unclear", digit=digit)
    return _of_number(number, kind, choice, said, session) if number else choice


def _of_number_left(said: Said, session: Session) -> Choice | None:
    """`7` behind a reply that asked for an offer of the number none is chosen of."""
    if not session.chosen_offer_ids or session.stage != "CONTACT" or not is_digit(said):
        return None
    told, reply = number_alone(said), session.last_reply or ""
    chosen = {o.asked_number for o in session.offers if o.id in session.chosen_offer_ids}
    left = {o.id for o in session.offers if o.asked_number in reply} - {
        o.id for o in session.offers if o.asked_number in chosen
    }
    return Choice("one", (told,), added=True) if told in left else None


def _digit_beside_data(choice: Choice, said: Said, session: Session) -> int:
    if choice.kind != "one" or choice.quantity or choice.quantities:
        return 0
    number = choice.ids[0]
    doubt = number not in session.chosen_offer_ids and _is_in_doubt(number, session, asked=True)
    return number if doubt and is_beside_data(said, number) else 0


def _carried_to(number: int, session: Session) -> int:
    return pieces_carried(session.offers, session.chosen_offer_ids, (number,))


def _of_number(number: int, kind: str, choice: Choice, said: Said, session: Session) -> Choice:
    if choice.kind == "none" and _is_told_later(number, said, session):
        return Choice("unclear", digit=number)
    naming = _NAMING if kind != "change" else {*_NAMING, "none"}
    if choice.kind not in naming or not is_digit(said):
        return choice
    shown = number in {offer.id for offer in session.offers}
    if kind == "change" and (not shown or len(session.offers) == 1):
        if choice.kind == "one" and costing(session.offers, number):
            return choice  # `980` after `нет, не то`: what it costs
        return Choice(quantity=number)
    in_doubt = choice.kind != "unknown" and _is_in_doubt(number, session, asked=kind == "change")
    return Choice("unclear", digit=number) if in_doubt else choice


def _is_told_later(number: int, said: Said, session: Session) -> bool:
    """`2`, `ой 2`, `лучше 2` where neither a house nor an offer is awaited."""
    if number > _MOST_PIECES or not is_digit(said):
        return False
    if session.stage == "FINAL":
        # What to change is asked of the rest.
        return said.says("correction_words")
    return session.stage == "CONTACT" or (session.stage == "ADDRESS" and _awaits_all(session))


def _awaits_all(session: Session) -> bool:
    """A lone number may be the house of a street told before."""
    return session.address is None and session.pending_clarification is None


def _is_in_doubt(digit: int, session: Session, *, asked: bool) -> bool:
    """Say whether the last reply lists no offer under this number.

    A reply that is not known may have listed it, unless it asked what to change.
    """
    if session.last_reply is None:
        return asked
    return re.search(rf"(?<!\d){digit}(?:\. |»)", session.last_reply) is None
