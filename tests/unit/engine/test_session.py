from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidInput
from engine.session import (
    HISTORY_TURNS,
    NOBODY,
    TURN_CHARACTERS,
    Contact,
    Lead,
    Offer,
    PendingClarification,
    Session,
    Turn,
    decode_session,
    encode_session,
)

WORDS = st.text(max_size=20)
IDS = st.integers(1, 2**53)
PENDING = st.builds(
    PendingClarification,
    kind=WORDS,
    number=WORDS,
    options=st.lists(WORDS, max_size=3).map(tuple),
)
OFFERS = st.builds(
    Offer,
    id=st.integers(1, 40),
    part_number=WORDS,
    brand=WORDS,
    price=st.decimals(min_value=0, max_value=10**7, places=2),
    delivery_days=st.none() | st.integers(0, 90),
    available=st.none() | st.integers(0, 999),
)
SESSIONS = st.builds(
    Session,
    stage=WORDS,
    mode=st.sampled_from(["auto", "manual"]),
    offers=st.lists(OFFERS, max_size=3).map(tuple),
    chosen_offer_ids=st.lists(st.integers(1, 40), max_size=3).map(tuple),
    contact=st.builds(Contact, last_name=st.none() | WORDS, phone=st.none() | WORDS),
    address=st.none() | WORDS,
    pending_clarification=st.none() | PENDING,
    history=st.lists(st.builds(Turn, role=WORDS, text=WORDS), max_size=3).map(tuple),
    lead=st.none() | st.builds(Lead, id=IDS, status_id=WORDS, part_number=WORDS),
    deal_id=st.none() | IDS,
    status_written=st.none() | WORDS,
    last_reply=st.none() | WORDS,
    began_with=IDS,
    last_message_id=IDS,
)


@given(SESSIONS)
def test_a_stored_session_is_read_back_as_it_was(session: Session) -> None:
    assert decode_session(encode_session(session)) == session


def test_a_session_keeps_the_message_it_began_with_and_the_newest() -> None:
    session = Session().reaching(0).reaching(101).reaching(105).reaching(103)

    assert (session.began_with, session.last_message_id) == (101, 105)


def test_when_a_session_of_an_earlier_version_began_is_not_made_up() -> None:
    assert Session(last_message_id=90).reaching(101).began_with == 0


def test_fields_of_a_later_version_are_left_aside() -> None:
    assert decode_session('{"stage":"PRICING","mood":"sunny"}') == Session(stage="PRICING")


def test_prices_survive_to_the_kopeck() -> None:
    offer = Offer(id=1, part_number="A1", brand="VAG", price=Decimal("578.87"))

    read = decode_session(encode_session(Session(offers=(offer,))))

    assert read.offers[0].price == Decimal("578.87")


def test_only_the_latest_turns_are_remembered() -> None:
    session = Session()

    for number in range(HISTORY_TURNS + 5):
        session = session.remembering(Turn("client", str(number)))

    assert len(session.history) == HISTORY_TURNS
    assert session.history[-1].text == str(HISTORY_TURNS + 4)


@pytest.mark.parametrize(
    "document", ["", "7", "[]", '{"offers": [{}]}', '{"lead": 7}', '{"contact": "x"}']
)
def test_what_is_no_session_is_refused_by_code(document: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        decode_session(document)

    assert caught.value.code == "SESSION_UNREADABLE"


def test_a_long_turn_is_remembered_by_its_beginning() -> None:
    session = Session().remembering(Turn("client", "я" * 20_000))

    assert session.history[0].text == "я" * TURN_CHARACTERS


def test_who_tells_nothing_of_themselves_stays_who_they_were() -> None:
    known = Contact(last_name="Иванов", first_name="Иван", phone="+79001234567")

    assert known.updated(NOBODY) == known.updated(Contact()) == known


def test_what_is_told_of_a_person_comes_beside_what_was_known() -> None:
    known = Contact(phone="+79001234567")

    assert known.updated(Contact(first_name="Иван")) == Contact(
        first_name="Иван", phone="+79001234567"
    )
