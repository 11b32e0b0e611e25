"""Events fetched from a portal reach the inbox once, and are acknowledged only then."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import requests

from api.fetcher.rounds import PortalRounds
from engine.errors import OutcomeUnknown, StoreUnavailable
from engine.messages import decode_incoming, dialog_key
from engine.ports.dialogs import Claim
from engine.ports.event_offsets import EventOffsets
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.fetch_events import (
    FAILED_PAUSE_SECONDS,
    FULL_PAUSE_SECONDS,
    IDLE_PAUSES_SECONDS,
    LONGEST_PAUSE_SECONDS,
    MORE_PAUSE_SECONDS,
    FetchEvents,
)
from integrations.bitrix24.fetched_events import FetchedPage, fetched_page
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.memory.dialogs import MemoryDialogs
from integrations.memory.event_offsets import MemoryEventOffsets
from integrations.memory.inbox import MemoryInbox
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.store import MemoryStore
from integrations.secret import Secret
from tests.integration.test_bitrix24_client_effects import EMULATED, a_portal
from tests.unit.api.edge import CountedMetrics, StoppedClock

FETCH = "imbot.v2.Event.get"
MAILBOX_LIMIT = 3


class DyingOffsets:
    """The offsets of a process that dies before it can write them."""

    def __init__(self, offsets: EventOffsets) -> None:
        self._offsets = offsets

    def reached(self, *, member_id: str, bot_id: int) -> int | None:
        return self._offsets.reached(member_id=member_id, bot_id=bot_id)

    def advance(self, *, member_id: str, bot_id: int, offset: int) -> None:
        raise StoreUnavailable(f"{member_id} {bot_id} {offset}")


@dataclass
class Line:
    """A portal whose bot fetches, and the store its events go to."""

    url: str
    session: requests.Session
    portal: Portal
    client: Bitrix24Client
    store: MemoryStore = field(default_factory=lambda: MemoryStore(StoppedClock()))

    def __post_init__(self) -> None:
        self.chat = self.post("chats")
        self.offsets: EventOffsets = MemoryEventOffsets(self.store)
        self.accept = AcceptEvent(
            PortalDirectory([self.portal]),
            MemoryInbox(self.store, mailbox_limit=MAILBOX_LIMIT),
            MemoryLeadDialogs(self.store),
            StoppedClock(),
            CountedMetrics(),
        )

    def post(self, path: str, **body: Any) -> Any:
        return self.session.post(f"{self.url}/_emulator/{path}", json=body).json()

    def says(self, *texts: str) -> list[int]:
        path = f"chats/{self.chat['chat_id']}/say"
        return [int(self.post(path, text=text)["message_id"]) for text in texts]

    def fetcher(self, offsets: EventOffsets | None = None) -> FetchEvents:
        return FetchEvents(self.client, offsets or self.offsets, self.accept.keep)

    def waiting_on_portal(self) -> int:
        bots = self.session.get(f"{self.url}/_emulator/bots").json()["bots"]
        return int(bots[0]["waiting"])

    def params_of(self, method: str) -> list[Any]:
        calls = self.session.get(f"{self.url}/_emulator/calls").json()["calls"]
        return [call["params"] for call in calls if call["method"] == method]

    def fetched_offsets(self) -> list[Any]:
        return [params.get("offset") for params in self.params_of(FETCH)]

    def heard(self) -> list[str]:
        dialog = dialog_key(domain=self.portal.domain, dialog_id=self.chat["dialog_id"])
        mail = self.store.dialog(dialog).mailbox
        return [decode_incoming(envelope.document).message.text for envelope in mail]

    def reads_one_message(self) -> None:
        dialogs = MemoryDialogs(self.store)
        (ready,) = dialogs.ready(consumer="w", count=1, wait_seconds=0)
        claim = dialogs.claim(ready, owner="w", nonce="n", lease_seconds=15)
        assert isinstance(claim, Claim)
        dialogs.dead_letter(claim, sequence=claim.mail[0].sequence, reason="read")
        dialogs.release(claim)


@pytest.fixture
def line() -> Iterator[Line]:
    emulated = replace(EMULATED, bot_api=2, bot_event_mode="fetch")
    with (
        start_emulators(EmulatorConfiguration(emulated), clock=lambda: 1.77e9) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        http = HttpPool(system="bitrix24", total_seconds=2.0, allow_local=True)
        manner = ChatManner(api=2, events="fetch")
        portal = replace(a_portal(running.bitrix_webhook_url), chat=manner)
        yield Line(running.bitrix_url, session, portal, Bitrix24Client(http, SystemClock()))
        http.close()


def test_fetched_events_reach_the_inbox_in_order_and_are_acknowledged_by_the_next_round(
    line: Line,
) -> None:
    line.says("раз", "два")

    first = line.fetcher()(line.portal, idle_rounds=0)
    still_kept = line.waiting_on_portal()
    second = line.fetcher()(line.portal, idle_rounds=0)

    assert line.heard() == ["раз", "два"]
    assert (first.kept, still_kept) == (2, 2)
    assert (second.kept, line.waiting_on_portal()) == (0, 0)


def test_a_process_that_dies_before_it_remembers_fetches_again_and_stores_once(
    line: Line,
) -> None:
    line.says("раз", "два")
    with pytest.raises(StoreUnavailable):
        line.fetcher(DyingOffsets(line.offsets))(line.portal, idle_rounds=0)
    acknowledged = line.fetched_offsets()

    line.fetcher()(line.portal, idle_rounds=0)

    assert acknowledged == [None]
    assert line.heard() == ["раз", "два"]


def test_events_that_cannot_be_stored_are_not_acknowledged(line: Line) -> None:
    line.says("раз")

    def nobody_keeps(*_: Any) -> Any:
        raise StoreUnavailable("away")

    with pytest.raises(StoreUnavailable):
        FetchEvents(line.client, line.offsets, nobody_keeps)(line.portal, idle_rounds=0)
    line.fetcher()(line.portal, idle_rounds=0)

    assert line.fetched_offsets() == [None, None]
    assert line.heard() == ["раз"]


def test_a_full_mailbox_holds_up_what_follows_and_loses_nothing(line: Line) -> None:
    texts = [str(number) for number in range(MAILBOX_LIMIT + 2)]
    line.says(*texts)

    full = line.fetcher()(line.portal, idle_rounds=0)
    still_full = line.fetcher()(line.portal, idle_rounds=0)
    line.reads_one_message()
    after = line.fetcher()(line.portal, idle_rounds=0)

    assert (full.kept, full.pause_seconds) == (MAILBOX_LIMIT, FULL_PAUSE_SECONDS)
    assert (still_full.kept, after.kept) == (0, 1)
    assert line.heard() == texts[1 : MAILBOX_LIMIT + 1]
    assert line.waiting_on_portal() == 2


def test_an_event_that_cannot_be_read_is_passed_over_and_the_next_one_is_kept(line: Line) -> None:
    # Longer than any message of Bitrix24.
    line.says("я" * 40_001, "раз")

    fetched = line.fetcher()(line.portal, idle_rounds=0)

    assert fetched.kept == 2
    assert line.heard() == ["раз"]


def test_edits_presses_and_files_are_fetched_like_messages(line: Line) -> None:
    (written,) = line.says("раз")
    line.post(f"messages/{written}/edit", text="два")
    line.post(f"messages/{written}/delete")

    line.fetcher()(line.portal, idle_rounds=0)

    dialog = dialog_key(domain=line.portal.domain, dialog_id=line.chat["dialog_id"])
    mail = [decode_incoming(e.document) for e in line.store.dialog(dialog).mailbox]
    assert [incoming.change for incoming in mail] == ["written", "edited", "deleted"]


@pytest.mark.parametrize(
    ("mode", "seconds"),
    [
        ("html_502", FAILED_PAUSE_SECONDS),
        ("drop_before", FAILED_PAUSE_SECONDS),
        ("error_503_limit", FAILED_PAUSE_SECONDS),
        ("error_overload_limit", LONGEST_PAUSE_SECONDS),
    ],
)
def test_a_portal_that_does_not_answer_is_asked_later_and_loses_nothing(
    line: Line, mode: str, seconds: float
) -> None:
    line.says("раз")
    line.post("faults", method=FETCH, mode=mode)

    failed = line.fetcher()(line.portal, idle_rounds=0)
    line.fetcher()(line.portal, idle_rounds=0)

    assert (failed.kept, failed.pause_seconds) == (0, seconds)
    assert line.heard() == ["раз"]


def test_the_pauses_are_those_the_documentation_asks_for(line: Line) -> None:
    rounds = [line.fetcher()(line.portal, idle_rounds=number).pause_seconds for number in range(4)]
    line.says("раз")
    busy = line.fetcher()(line.portal, idle_rounds=4)

    assert rounds == [*IDLE_PAUSES_SECONDS[1:], 30.0, 30.0]
    assert (busy.pause_seconds, busy.idle_rounds) == (IDLE_PAUSES_SECONDS[0], 0)
    assert min(IDLE_PAUSES_SECONDS) >= 5 > MORE_PAUSE_SECONDS >= 2


def test_a_portal_that_has_nothing_to_tell_is_asked_less_and_less_often(line: Line) -> None:
    rounds = PortalRounds(line.fetcher())

    pauses = [rounds.next(line.portal) for _ in range(3)]

    assert pauses == [IDLE_PAUSES_SECONDS[1], IDLE_PAUSES_SECONDS[2], IDLE_PAUSES_SECONDS[2]]


def test_a_bot_of_an_application_is_named_by_its_tokens_alone(line: Line) -> None:
    line.says("раз")
    tokens = line.post("oauth/install")
    grant = OAuthGrant(
        app_id=EMULATED.app_id,
        app_secret=Secret(EMULATED.app_secret),
        access_token=Secret(tokens["access_token"]),
        refresh_token=Secret(tokens["refresh_token"]),
        auth_url=f"{line.url}/oauth/token/",
    )
    rest_url = Secret(f"{line.url}/rest/")
    installed = replace(line.portal, oauth=grant, rest_url=rest_url, client_id=Secret(""))

    line.fetcher()(installed, idle_rounds=0)

    assert line.heard() == ["раз"]
    assert not line.params_of(FETCH)[0].get("botToken")


@pytest.mark.parametrize(
    "result",
    [
        None,
        [],
        {"events": []},
        {"events": "x", "nextOffset": 1},
        {"events": [{}], "nextOffset": 1},
        {"events": ["x"], "nextOffset": 1},
        {"events": [], "nextOffset": -1},
    ],
)
def test_an_answer_of_another_shape_acknowledges_nothing(result: Any) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        fetched_page(result, a_portal("http://127.0.0.1/rest/1/x/"))

    assert caught.value.remote_code == "ANSWER_SHAPE"


def test_an_empty_map_of_events_is_an_empty_page() -> None:
    page = fetched_page({"events": {}, "nextOffset": "7"}, a_portal("http://127.0.0.1/rest/1/x/"))

    assert page == FetchedPage((), 7, has_more=False)
