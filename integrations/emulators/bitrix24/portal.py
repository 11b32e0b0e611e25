"""The whole emulated portal as one HTTP app."""

from collections.abc import Callable, Mapping

from integrations.emulators.bitrix24.address import Address
from integrations.emulators.bitrix24.app_control import AppControl
from integrations.emulators.bitrix24.app_events import AppEvents
from integrations.emulators.bitrix24.bot_access import BotAccess
from integrations.emulators.bitrix24.bot_control import BotControl
from integrations.emulators.bitrix24.bot_telling import BotTelling
from integrations.emulators.bitrix24.bots import BotBook
from integrations.emulators.bitrix24.budgets import Budgets
from integrations.emulators.bitrix24.chats import ChatBook
from integrations.emulators.bitrix24.control import PortalControl
from integrations.emulators.bitrix24.conversation import Conversation
from integrations.emulators.bitrix24.crm import new_crm
from integrations.emulators.bitrix24.crm_control import CrmControl
from integrations.emulators.bitrix24.crm_directory import CrmDirectoryMethods
from integrations.emulators.bitrix24.crm_item import CrmItemMethods
from integrations.emulators.bitrix24.crm_lead import CrmLeadMethods
from integrations.emulators.bitrix24.crm_productrow import ProductRowMethods
from integrations.emulators.bitrix24.crm_timeline import TimelineMethods
from integrations.emulators.bitrix24.delivery import EventSender
from integrations.emulators.bitrix24.event_queue import EventQueue
from integrations.emulators.bitrix24.im_dialog import ImDialogMethods
from integrations.emulators.bitrix24.imbot import ImbotMethods
from integrations.emulators.bitrix24.imbot_register import ImbotRegistration
from integrations.emulators.bitrix24.imbot_v2 import ImbotV2Methods
from integrations.emulators.bitrix24.line_transfer import LineTransferMethods
from integrations.emulators.bitrix24.oauth import Application
from integrations.emulators.bitrix24.openlines import OpenLineMethods
from integrations.emulators.bitrix24.page import render
from integrations.emulators.bitrix24.refusals import fault_modes
from integrations.emulators.bitrix24.rest import RestApi
from integrations.emulators.bitrix24.rest_call import RestMethod
from integrations.emulators.bitrix24.system import SystemMethods
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Request, Response, html_response, json_response
from integrations.emulators.instruments import Instruments
from integrations.emulators.routing import Captures, Route, Router

_NO_SUCH_PAGE = json_response(404, {"error": "no such page"})


class BitrixEmulator:
    """Holds the state of one portal and wires REST, control and the page over it."""

    def __init__(
        self, portal: Portal, clock: Callable[[], float], webhook_url: str | None = None
    ) -> None:
        self._portal = portal
        self._clock = clock
        self._crm = new_crm(portal, clock)
        self._chats = ChatBook(portal, clock)
        self._budgets = Budgets.unlimited(clock)
        self._bots = BotBook(portal)
        self._queue = EventQueue(clock)
        self._sender = EventSender(webhook_url)
        self._instruments = Instruments(fault_modes(clock), clock)
        self._application = Application(portal, self._instruments, clock)
        self._address = Address()
        self._app_events = AppEvents()
        self._tell = BotTelling(self._sender, self._queue)
        self._conversation = Conversation(portal, self._bots, self._chats, self._crm.leads, clock)
        self._router = Router(
            (
                *self._rest().routes(),
                *self._application.routes(),
                *self._address.routes(),
                *self._budgets.operating.routes(),
                *self._instruments.routes(),
                *self._control().routes(),
                *CrmControl(self._crm).routes(),
                *self._bot_control().routes(),
                *self._app_control().routes(),
                Route("GET", "/", self._page),
            )
        )

    def handle(self, request: Request) -> Response:
        return self._router.answer(request) or _NO_SUCH_PAGE

    def _rest(self) -> RestApi:
        methods = self._methods()
        system = SystemMethods(self._portal, {*methods, "batch"}, self._clock)
        return RestApi(
            portal=self._portal,
            methods={**methods, **system.table()},
            instruments=self._instruments,
            application=self._application,
            address=self._address,
            budgets=self._budgets,
            clock=self._clock,
        )

    def _methods(self) -> Mapping[str, RestMethod]:
        return {
            **CrmItemMethods(self._crm).table(),
            **CrmLeadMethods(self._crm).table(),
            **ProductRowMethods(self._crm).table(),
            **TimelineMethods(self._crm, author_id=self._portal.webhook_user_id).table(),
            **CrmDirectoryMethods(self._portal, self._crm).table(),
            **self._bot_methods(),
            **OpenLineMethods(self._chats, self._crm.leads).table(),
            **ImDialogMethods(self._chats).table(),
            **self._app_events.table(),
        }

    def _app_control(self) -> AppControl:
        return AppControl(
            self._portal, self._application, self._app_events, self._sender, self._clock
        )

    def _bot_methods(self) -> Mapping[str, RestMethod]:
        access = BotAccess(self._bots, self._chats)
        version_2 = ImbotV2Methods(
            self._bots,
            self._chats,
            self._queue,
            dedupes_by_template=self._portal.dedupes_by_template,
        )
        return {
            **ImbotMethods(access, self._chats).table(),
            **ImbotRegistration(self._bots, access, self._chats).table(),
            **version_2.table(),
            **LineTransferMethods(self._portal, self._bots, self._chats).table(),
        }

    def _bot_control(self) -> BotControl:
        return BotControl(
            bots=self._bots,
            chats=self._chats,
            conversation=self._conversation,
            tell=self._tell,
            sender=self._sender,
            queue=self._queue,
        )

    def _control(self) -> PortalControl:
        return PortalControl(
            crm=self._crm,
            conversation=self._conversation,
            tell=self._tell,
            sender=self._sender,
            bucket=self._budgets.requests,
        )

    def _page(self, _request: Request, _: Captures) -> Response:
        page = render(self._portal, self._bots, self._chats, self._crm, self._instruments.calls)
        return html_response(200, page)
