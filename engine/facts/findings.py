"""Everything a message tells of the sale: what is chosen, by whom, where to, which numbers."""

from dataclasses import replace

from engine.facts.addresses import Address
from engine.facts.agreement import Agreement
from engine.facts.answers_on_changes import answered_choice
from engine.facts.choice import Choice, read_choice
from engine.facts.delivery_told import read_delivery
from engine.facts.delivery_wanted import with_delivery_wanted
from engine.facts.extraction import Findings
from engine.facts.house_counted import without_house_counted
from engine.facts.lone_places import Awaited
from engine.facts.name_corrections import told_of
from engine.facts.name_patterns import FoundName
from engine.facts.names import find_name
from engine.facts.numbers import Numbers
from engine.facts.offer_proposed import with_proposed
from engine.facts.offer_shown_beside import may_take_either, shown_beside
from engine.facts.offers_asked_of import NOTHING_ASKED_OF, AskedOf, read_question
from engine.facts.offers_named_later import NamedLater, with_named_later
from engine.facts.offers_of_a_term import offers_of_a_term
from engine.facts.phones_told import phone_to_call, places_of_further_phone, standing_phones
from engine.facts.pieces_asked_before import with_pieces_asked_before
from engine.facts.pieces_of_numbers import pieces_of_numbers
from engine.facts.said import Said
from engine.facts.vin_spoken_of import with_vin_spoken_of
from engine.session import Contact, Session

_ASKED_OF_OFFERS = frozenset({"change", "offer"})
"""Questions that a digit or an ordinal alone answers, as at the choice itself."""
_OPEN = "PRICING"
_ALL = "все"


def read_findings(
    numbers: Numbers, said: Said, session: Session, *, awaits: Awaited, agreement: Agreement
) -> Findings:
    """Return what is told; `awaits` is what the address known so far lacks."""
    places, names, known = numbers.places, said.names, session.contact
    phones = standing_phones(said, numbers.phones)
    half_known = known.lacks_surname or known.lacks_first_name
    name = find_name(said, numbers=places, stage=session.stage, half_known=half_known)
    choice, unheard = _heard(numbers, said, session, name, agreement)
    address = read_delivery(
        said,
        numbers=places,
        stage="ADDRESS" if _asked(session) == "address" else session.stage,
        comes=not any(map(str.isdecimal, session.address or "")),
        name=name,
        chooses=bool(choice.ids),
        awaits=awaits,
    )
    address = with_delivery_wanted(address, said, session)
    told = _told(said, name, session, address=address, choice=choice)
    addressed = bool(address.over(None)) or address.pickup == "chosen"
    if not choice.ids and (numbers.phones or told.is_named or addressed):
        choice, unheard = _heard(numbers, said, session, name, agreement, details=True)
    choice = without_house_counted(choice, address, said)
    if awaits == "point" and address.numbered and not said.says("choose_words"):
        choice = Choice()  # `пункт 3` answers where to, and is no offer
    asked = _asked_of(numbers, said, session, choice=choice, unheard=unheard)
    taken = with_proposed(choice, said, session, agreement)
    if taken == Choice():
        taken, asked = _not_told_apart(asked, said, session)
    found = Findings(
        choice=taken,
        contact=replace(told, phone=phone_to_call(said, phones, known=known)) if phones else told,
        address=address,
        part_numbers=numbers.part_numbers,
        vins=numbers.vins.found,
        phones=phones,
        order_numbers=numbers.order_numbers,
        bare_numbers=numbers.bare,
        makes=tuple(dict.fromkeys(hit.key for hit in names.makes)),
        brands=tuple(dict.fromkeys(hit.key for hit in names.brands)),
        asked=asked,
        pieces_of_numbers=pieces_of_numbers(said, numbers.part_numbers, places=places),
    )
    return with_vin_spoken_of(found, said, session)


def _heard(
    numbers: Numbers,
    said: Said,
    session: Session,
    name: FoundName | None,
    agreement: Agreement,
    *,
    details: bool = False,
) -> NamedLater:
    choice = _choice(numbers, said, session, details=details)
    choice = with_pieces_asked_before(choice, said, session, agreement)
    places = numbers.places
    return with_named_later(choice, said, session, numbers=places, name=name, details=details)


def _asked_of(
    numbers: Numbers, said: Said, session: Session, *, choice: Choice, unheard: tuple[int, ...]
) -> AskedOf:
    # What so many pieces cost is asked for by its own fact.
    asked = NOTHING_ASKED_OF
    if not choice.asked:
        asked = read_question(said, session, numbers=numbers.places)
    if not unheard:
        return asked
    # `а манн когда будет?` is answered; `это аналог? не хочу аналог` asks of no original.
    of_others = asked.question == "about" and set(unheard).isdisjoint(asked.ids)
    # `мне родную лучше` asks for no advice.
    wished = asked.question == "advice" and "?" not in said.words.text
    passed_over = asked.question == "none" or of_others or wished
    return AskedOf("named", unheard) if passed_over else asked


def _not_told_apart(asked: AskedOf, said: Said, session: Session) -> tuple[Choice, AskedOf]:
    """Ask which offer is meant where a message that names none may be of several."""
    if may_take_either(said, session):
        return Choice(), AskedOf("named", (shown_beside(session),))
    meant = offers_of_a_term(said, session)
    if not meant or not set(meant).isdisjoint(session.chosen_offer_ids):
        return Choice(), asked
    return (
        (Choice(), AskedOf("named", meant))
        if session.chosen_offer_ids
        else (Choice("unclear"), asked)
    )


def _told(
    said: Said, name: FoundName | None, session: Session, *, address: Address, choice: Choice
) -> Contact:
    place = address.text is not None or session.stage == "ADDRESS"
    return told_of(said, name, known=session.contact, place=place, chosen=bool(choice.ids))


def _choice(numbers: Numbers, said: Said, session: Session, *, details: bool = False) -> Choice:
    # `всё` says rather that nothing is to be changed than that all offers are taken.
    open_to_digits = _asked(session) in _ASKED_OF_OFFERS and _ALL not in said.words.lower
    choice = read_choice(
        said,
        session.offers,
        chosen=session.chosen_offer_ids,
        numbers=numbers.places | places_of_further_phone(said, numbers.phones),
        stage=_OPEN if open_to_digits else session.stage,
        details=details,
    )
    return answered_choice(choice, said, session)


def _asked(session: Session) -> str:
    pending = session.pending_clarification
    return pending.kind if pending else ""
