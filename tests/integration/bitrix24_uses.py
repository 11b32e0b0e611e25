"""Everything Cortex calls on a portal, as one deed for each method, and what a failure becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from engine.crm_effects import ContactUpsert, DealConvert, ProductRowsSet, TimelineComment
from engine.effects import Action, ChatHandover, ChatReply, ChatTyping, LeadUpdate
from engine.errors import CallFailed
from engine.ports.executors import Executor
from engine.ports.inbox import Accepted
from engine.session import ProductRow
from integrations.bitrix24.application_events import events_fault, subscribe
from integrations.bitrix24.bot_check import bot_fault
from integrations.bitrix24.bot_registration import BotToRegister, register_bot
from integrations.bitrix24.chat_handover import ChatHandoverExecutor
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.chat_reply import ChatReplyExecutor
from integrations.bitrix24.crm_creators import crm_creators
from integrations.bitrix24.crm_setup import read_crm_setup
from integrations.bitrix24.fetch_events import FetchEvents
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.leads import PortalLeads
from integrations.bitrix24.method_probe import allowed_methods
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.product_rows_set import ProductRowsSetExecutor
from integrations.bitrix24.typing_indicator import ChatTypingIndicator
from integrations.clock import SystemClock
from integrations.memory.event_offsets import MemoryEventOffsets
from integrations.memory.store import MemoryStore
from integrations.secret import Secret
from tests.integration.bitrix24_rows import Meaning
from tests.integration.crm_desk import EMULATED, MARINA, ROWS, CrmDesk

Deed = Callable[["Sale"], object]
MADE: Mapping[Meaning, str] = MappingProxyType(
    {
        "later": "NotRun",
        "token": "NotRun",
        "locked_out": "Failed",
        "forbidden": "Failed",
        "wrong": "Failed",
        "gone": "Failed",
        "unknown": "Unknown",
    }
)
"""What becomes of an effect."""
LOOKED: Mapping[Meaning, str] = MappingProxyType(
    {
        **dict.fromkeys(("later", "token", "locked_out", "unknown"), "LookAgain"),
        **dict.fromkeys(("forbidden", "wrong", "gone"), "Undecidable"),
    }
)
"""What becomes of a look for an effect."""
CALLED: Mapping[Meaning, str] = MappingProxyType(
    {
        "later": "CallNotRun",
        **dict.fromkeys(("token", "locked_out", "forbidden", "wrong", "gone"), "CallRefused"),
        "unknown": "OutcomeUnknown",
    }
)
"""What a person's command is told."""
_NOBODYS_BUSINESS: Mapping[Meaning, str] = dict.fromkeys(MADE, "NoneType")


@dataclass
class Sale:
    """A chat with its lead, and the hands that work on both."""

    desk: CrmDesk
    chat: Mapping[str, Any]
    moves: int = 0

    def portal(self, **manner: Any) -> Portal:
        usual = self.desk.directory.require(EMULATED.member_id, operation="test")
        return replace(usual, chat=ChatManner(**manner))

    @property
    def application(self) -> Portal:
        """The portal as one that has installed the application."""
        url, tokens = self.desk.url, self.desk.control("POST", "oauth/install")
        access, refresh = Secret(tokens["access_token"]), Secret(tokens["refresh_token"])
        grant = OAuthGrant(EMULATED.app_id, Secret("s"), access, refresh, f"{url}/oauth/token/")
        return replace(self.portal(), rest_url=Secret(f"{url}/rest/"), oauth=grant)

    def subscribed(self, port: int) -> None:
        address = Secret(f"http://127.0.0.1:{port}/bitrix/events")
        subscribe(self.desk.client, self.application, address)

    def moved(self) -> None:
        """Go to another address than the last time."""
        self.moves += 1
        self.subscribed(9000 + self.moves)

    def directory(self, **manner: Any) -> PortalDirectory:
        return PortalDirectory([self.portal(**manner)])

    def made(self, executor: type[Any], action: Action, **manner: Any) -> object:
        return self._hand(executor, **manner).execute(action)

    def looked(self, executor: type[Any], action: Action, **manner: Any) -> object:
        return self._hand(executor, **manner).probe(action)

    def created(self, action: Action) -> object:
        desk = self.desk
        return crm_creators(desk.client, desk.directory, longest_call_seconds=70.0)[
            action.kind
        ].execute(action)

    def _hand(self, executor: type[Any], **manner: Any) -> Executor:
        hand: Executor = executor(self.desk.client, self.directory(**manner))
        return hand

    @property
    def lead_id(self) -> int:
        return int(self.chat["lead_id"])

    @property
    def reply(self) -> ChatReply:
        chat, said = self.chat, int(self.chat["said"])
        return ChatReply(EMULATED.member_id, chat["dialog_id"], chat["chat_id"], "Да", said)

    @property
    def handover(self) -> ChatHandover:
        return ChatHandover(EMULATED.member_id, self.chat["chat_id"])

    @property
    def typing(self) -> ChatTyping:
        return ChatTyping(EMULATED.member_id, self.chat["dialog_id"])

    @property
    def stage(self) -> LeadUpdate:
        seen = {"status_id": "UC_5SCNOB", "seen_status_id": "NEW"}
        return LeadUpdate(EMULATED.member_id, self.lead_id, **seen)

    @property
    def rows(self) -> ProductRowsSet:
        return ProductRowsSet(EMULATED.member_id, self.lead_id, ROWS)

    @property
    def note(self) -> TimelineComment:
        return TimelineComment(EMULATED.member_id, self.lead_id, "Клиент ждёт.\n#bot-7", "#bot-7")

    @property
    def contact(self) -> ContactUpsert:
        stranger = replace(MARINA, phone=f"+7912{self.lead_id:07d}")
        return ContactUpsert(EMULATED.member_id, self.lead_id, stranger)

    @property
    def deal(self) -> DealConvert:
        return DealConvert(
            member_id=EMULATED.member_id,
            lead_id=self.lead_id,
            order_number="102",
            title="Заказ 102",
            comment="Бот оформил заказ 102 в магазине.",
            contact=MARINA,
            rows=(ProductRow("VAG 06A115561B", "890.50", 2),),
            address=None,
            status_id="CONVERTED",
            seen_status_id="NEW",
        )

    def registered(self, code: str | None = None, **manner: Any) -> object:
        bot = BotToRegister("Бот", Secret("http://127.0.0.1:8080/bitrix/events"), code)
        return register_bot(self.desk.client, self.portal(**manner), bot)

    def lead_read(self) -> object:
        leads = PortalLeads(self.desk.client, self.desk.directory)
        return leads.read(member_id=EMULATED.member_id, lead_id=self.lead_id)

    def typed(self, **manner: Any) -> None:
        ChatTypingIndicator(self.desk.client, self.directory(**manner)).show(self.typing)

    def fetched(self) -> object:
        offsets = MemoryEventOffsets(MemoryStore(SystemClock()))
        fetch = FetchEvents(self.desk.client, offsets, lambda *_: Accepted.QUEUED)
        return fetch(self.portal(api=2, events="fetch"), idle_rounds=0)


@dataclass(frozen=True)
class Use:
    """One method in one deed; `first` fails before it, where the method is a second way."""

    method: str
    deed: Deed
    becomes: Mapping[Meaning, str]
    first: Sequence[tuple[str, str]] = ()
    in_batch: str = ""
    """The name of the command of a batch that fails, where it is not the request itself."""


def happened(deed: Deed, sale: Sale) -> str:
    """Return the class of what became of a deed, raised or returned."""
    try:
        return type(deed(sale)).__name__
    except CallFailed as error:
        return type(error).__name__


_V2: Mapping[str, Any] = {"api": 2}
_TO_USER = {"transfer_to": f"user{EMULATED.manager_id}"}
_PAGE, _HISTORY = "im.dialog.messages.get", "imopenlines.session.history.get"
_FOUND_IN_HISTORY: Mapping[Meaning, str] = {
    **LOOKED,
    **dict.fromkeys(("token", "locked_out", "forbidden", "wrong", "gone"), "NotApplied"),
}
_READ_FIRST = {**MADE, "unknown": "NotRun"}
_LEAD_READ = {**CALLED, "token": "CallNotRun", "locked_out": "CallNotRun"}

USES = (
    Use("imbot.message.add", lambda s: s.made(ChatReplyExecutor, s.reply), MADE),
    Use(
        "imbot.v2.Chat.Message.send",
        lambda s: s.made(ChatReplyExecutor, s.reply, **_V2),
        {**MADE, "in_flight": "Unknown"},
    ),
    Use(_PAGE, lambda s: s.looked(ChatReplyExecutor, s.reply), _FOUND_IN_HISTORY),
    Use(
        _HISTORY,
        lambda s: s.looked(ChatReplyExecutor, s.reply),
        LOOKED,
        first=((_PAGE, "ACCESS_ERROR"),),
    ),
    Use("imbot.chat.sendTyping", lambda s: s.typed(), _NOBODYS_BUSINESS),
    Use("imbot.v2.Chat.InputAction.notify", lambda s: s.typed(**_V2), _NOBODYS_BUSINESS),
    Use(
        "imopenlines.bot.session.operator",
        lambda s: s.made(ChatHandoverExecutor, s.handover),
        {**MADE, "done": "Succeeded"},
    ),
    Use(
        "imopenlines.bot.session.transfer",
        lambda s: s.made(ChatHandoverExecutor, s.handover, **_TO_USER),
        MADE,
    ),
    Use(
        "imopenlines.dialog.get",
        lambda s: s.looked(ChatHandoverExecutor, s.handover, **_TO_USER),
        LOOKED,
    ),
    Use("crm.item.get", lambda s: s.lead_read(), _LEAD_READ),
    Use("crm.item.get", lambda s: s.made(LeadUpdateExecutor, s.stage), _READ_FIRST),
    Use("crm.item.get", lambda s: s.looked(LeadUpdateExecutor, s.stage), LOOKED),
    Use("crm.item.update", lambda s: s.made(LeadUpdateExecutor, s.stage), MADE),
    Use("crm.item.productrow.list", lambda s: s.made(ProductRowsSetExecutor, s.rows), MADE),
    Use("crm.item.productrow.list", lambda s: s.looked(ProductRowsSetExecutor, s.rows), LOOKED),
    Use("crm.item.productrow.set", lambda s: s.made(ProductRowsSetExecutor, s.rows), MADE),
    Use("crm.timeline.comment.add", lambda s: s.created(s.note), MADE),
    Use("crm.timeline.comment.list", lambda s: s.created(s.note), MADE),
    Use("crm.duplicate.findbycomm", lambda s: s.created(s.contact), MADE),
    Use("crm.item.list", lambda s: s.created(s.contact), MADE),
    Use("crm.item.add", lambda s: s.created(s.contact), MADE),
    Use("batch", lambda s: s.created(s.deal), MADE),
    Use("batch", lambda s: s.created(s.deal), MADE, in_batch="of_lead"),
    Use("batch", lambda s: read_crm_setup(s.desk.client, s.portal()), CALLED),
    Use("batch", lambda s: read_crm_setup(s.desk.client, s.portal()), CALLED, in_batch="leads"),
    Use("batch", lambda s: allowed_methods(s.desk.client, s.portal()), CALLED, in_batch="m0"),
    Use("imbot.bot.list", lambda s: bot_fault(s.desk.client, s.portal()), CALLED),
    Use("imbot.bot.list", lambda s: s.registered(), CALLED),
    Use("imbot.register", lambda s: s.registered(code="new"), CALLED),
    Use("imbot.update", lambda s: s.registered(), CALLED),
    Use("imbot.v2.Bot.get", lambda s: bot_fault(s.desk.client, s.portal(**_V2)), CALLED),
    Use("imbot.v2.Bot.register", lambda s: s.registered(code="new", **_V2), CALLED),
    Use("imbot.v2.Bot.update", lambda s: s.registered(**_V2), CALLED),
    Use("event.get", lambda s: s.subscribed(8080), CALLED),
    Use("event.get", lambda s: events_fault(s.desk.client, s.application), CALLED),
    Use("event.bind", lambda s: s.subscribed(8080), {**CALLED, "done": "NoneType"}),
    Use("event.unbind", lambda s: s.moved(), CALLED),
    Use("imbot.v2.Event.get", lambda s: s.fetched(), dict.fromkeys(MADE, "Fetched")),
)
