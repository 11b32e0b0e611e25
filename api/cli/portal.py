"""`cortex portal`: the portals kept in Redis; secrets come from files and are never shown."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from api.bootstrap.portals import configured_portals, portal_registry, served_portals
from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.cli.portal_bot import (
    bot_to_register,
    events_of,
    registered_bot,
    subscribe_events,
    told_of_bot,
)
from api.cli.portal_check import check_portal
from api.cli.portal_file import read_document
from api.settings import Settings
from engine.contract import load_contract
from engine.errors import InvalidInput
from engine.evaluation.policies import CONTRACT
from engine.ports.call_limits import CallLimits
from engine.ports.portal_records import PortalRecords
from integrations.bitrix24.bot_registration import BotToRegister
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.bitrix24.portal_record import PortalRecord, portal_from
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.bitrix24.portal_settings import settings_of, with_settings
from integrations.clock import SystemClock
from integrations.sealing import new_key

REINSTALL_SECONDS = 15 * 60

EXAMPLES = """  cortex portal new-key                 print a key for CORTEX_SEALING_KEYS
  cortex portal add portal.json         keep a portal; the file has its secrets, 0600 please
  pass show b24 | cortex portal add -   the same from standard input
  cortex portal add --replace new.json  put it in the place of a portal known already
  cortex portal list                    who is kept; secrets are not shown
  cortex portal show MEMBER_ID          how it is served; change it and give it back to set
  echo '{"chat": {"api": 2, "events": "fetch"}}' | cortex portal set MEMBER_ID -
  cortex portal remove MEMBER_ID        serve it no more
  cortex portal check                   can the bot work on every portal, and what is missing?
  cortex portal check MEMBER_ID         on one
  cortex portal register-bot MEMBER_ID --url https://cortex.shop.example
                                        its chat events come here from then on, also when the
                                        bot is there already and sent them elsewhere
  cortex portal allow-install MEMBER_ID  let it install the application again within 15 minutes
  cortex portal reseal                  after a new first key: seal all with it
a file: {"member_id": "...", "domain": "shop.bitrix24.ru", "bot_id": 39, "client_id": "...",
  "rest_url": "https://shop.bitrix24.ru/rest/1/<code>/", "application_token": "..."}"""

_NEW_KEY = "new-key"
_OF_ONE = frozenset({"allow-install", "register-bot", "show", "set", "remove"})


@dataclass(frozen=True)
class _Desk:
    """What every action needs."""

    settings: Settings
    records: PortalRecords
    limits: CallLimits
    access: PortalAccess | None

    @property
    def registry(self) -> PortalRegistry:
        """The kept portals; raises InvalidInput where there is no key to keep any with."""
        return portal_registry(self.settings, self.records)

    def kept(self) -> Sequence[PortalRecord]:
        """Return every kept portal, none where there is no key."""
        return () if self.settings.sealing_keys is None else self.registry.all()

    def configured(self, member_id: str) -> Portal | None:
        """Return the portal of the environment, if it is this one."""
        portals = configured_portals(self.settings)
        return next((portal for portal in portals if portal.member_id == member_id), None)


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="do", required=True, metavar="|".join([_NEW_KEY, *_ACTIONS])
    )
    actions.add_parser(_NEW_KEY, help="print a new key for CORTEX_SEALING_KEYS")
    for name, (purpose, _) in _ACTIONS.items():
        action = actions.add_parser(name, help=purpose)
        if name == "add":
            action.add_argument("file", type=Path, help="JSON of the portal, - for standard input")
            action.add_argument("--replace", action="store_true", help="of a portal known already")
        if name in _OF_ONE:
            action.add_argument("member_id", help="of a kept portal")
        if name == "set":
            action.add_argument("file", type=Path, help="JSON of settings, - for standard input")
        if name == "register-bot":
            action.add_argument("--url", required=True, help="public address of this service")
            action.add_argument("--code", help="of the bot, where it is not the portal's known one")
            action.add_argument("--name", default="Cortex", help="what clients see of a new bot")
        if name == "check":
            action.add_argument("member_id", nargs="?", help="of one portal, all when left out")


def run(arguments: Namespace) -> int:
    if arguments.do == _NEW_KEY:
        print(new_key().reveal())
        return ExitCode.OK
    _, action = _ACTIONS[arguments.do]
    with _desk(Settings.from_environment(arguments.surroundings.environment)) as desk:
        return action(desk, arguments)


@contextmanager
def _desk(settings: Settings) -> Iterator[_Desk]:
    store = open_store(settings)
    try:
        served = served_portals(settings, store.portal_records, store.leases, SystemClock())
        yield _Desk(settings, store.portal_records, store.call_limits, served.access)
    finally:
        store.connection.close()


def _add(desk: _Desk, arguments: Namespace) -> int:
    document = read_document(arguments.file, arguments.surroundings)
    portal = portal_from(document, allow_local=desk.settings.allow_local_endpoints)
    if desk.configured(portal.member_id) is not None:
        raise InvalidInput("this portal is that of CORTEX_BITRIX_*", code="PORTAL_KNOWN")
    if arguments.replace:
        desk.registry.change(portal.member_id, lambda record: replace(record, portal=portal))
        desk.limits.reopen(account=portal.member_id)
    else:
        desk.registry.add(PortalRecord(portal))
    print(f"{'replaced' if arguments.replace else 'added'}  {_described(portal)}")
    return ExitCode.OK


def _list(desk: _Desk, _: Namespace) -> int:
    for portal in configured_portals(desk.settings):
        print(f"{_described(portal)}  from the environment")
    for record in desk.kept():
        print(f"{_described(record.portal)}  {'kept' if record.installed else 'uninstalled'}")
    return ExitCode.OK


def _check(desk: _Desk, arguments: Namespace) -> int:
    kept = [record.portal for record in desk.kept() if record.installed]
    portals = [*configured_portals(desk.settings), *kept]
    if arguments.member_id is not None:
        portals = [portal for portal in portals if portal.member_id == arguments.member_id]
    if not portals:
        raise InvalidInput("no such portal is kept", code="PORTAL_UNKNOWN")
    status_ids = load_contract(desk.settings.rules_directory / CONTRACT).status_ids
    good = [_checked(desk, portal, status_ids) for portal in portals]
    return ExitCode.OK if all(good) else ExitCode.FAILED


def _checked(desk: _Desk, portal: Portal, status_ids: Mapping[str, str]) -> bool:
    print(_described(portal))
    # Whoever checks wants to hear it from the portal, and has often just mended what stopped it.
    desk.limits.reopen(account=portal.member_id)
    return check_portal(portal, desk.settings, desk.limits, desk.access, status_ids=status_ids)


def _register_bot(desk: _Desk, arguments: Namespace) -> int:
    bot = bot_to_register(
        desk.settings, code=arguments.code, name=arguments.name, url=arguments.url
    )
    configured = desk.configured(arguments.member_id)
    if configured is not None:
        return _register_configured_bot(desk, configured, bot)
    record = _kept(desk, arguments)
    if not record.installed:
        raise InvalidInput("the portal has removed the application", code="PORTAL_UNKNOWN")
    registered = registered_bot(record.portal, bot, desk.settings, desk.limits, desk.access)
    kept = desk.registry.change(
        arguments.member_id,
        lambda found: replace(
            found,
            portal=replace(found.portal, bot_id=registered.bot_id),
            bot_events=events_of(found.portal, bot),
        ),
    )
    print(f"{told_of_bot(record, bot, registered)}  {_described(kept.portal)}")
    # Last: a bot that is made and not remembered would be deaf.
    subscribe_events(kept.portal, bot, desk.settings, desk.limits, desk.access)
    return ExitCode.OK


def _register_configured_bot(desk: _Desk, portal: Portal, bot: BotToRegister) -> int:
    """Register the bot of the portal of the environment, which a person has to remember."""
    registered = registered_bot(portal, bot, desk.settings, desk.limits, desk.access)
    described = _described(replace(portal, bot_id=registered.bot_id))
    print(f"{'registered' if registered.made else 'told'}  {described}  from the environment")
    if registered.bot_id != portal.bot_id:
        print(
            f"set CORTEX_BITRIX_BOT_ID={registered.bot_id}: the service knows bot {portal.bot_id}"
        )
    subscribe_events(portal, bot, desk.settings, desk.limits, desk.access)
    return ExitCode.OK


def _show(desk: _Desk, arguments: Namespace) -> int:
    settings = settings_of(_kept(desk, arguments).portal)
    print(orjson.dumps(settings, option=orjson.OPT_INDENT_2).decode())
    return ExitCode.OK


def _set(desk: _Desk, arguments: Namespace) -> int:
    document = read_document(arguments.file, arguments.surroundings)
    record = desk.registry.change(
        arguments.member_id,
        lambda found: replace(found, portal=with_settings(found.portal, document)),
    )
    print(f"set  {_described(record.portal)}")
    return ExitCode.OK


def _remove(desk: _Desk, arguments: Namespace) -> int:
    record = _kept(desk, arguments)
    desk.registry.forget(arguments.member_id)
    print(f"removed  {_described(record.portal)}")
    return ExitCode.OK


def _kept(desk: _Desk, arguments: Namespace) -> PortalRecord:
    record = desk.registry.find(arguments.member_id)
    if record is None:
        raise InvalidInput("no such portal is kept", code="PORTAL_UNKNOWN")
    return record


def _allow_install(desk: _Desk, arguments: Namespace) -> int:
    until = SystemClock().now() + REINSTALL_SECONDS
    record = desk.registry.change(
        arguments.member_id, lambda record: replace(record, reinstall_until=until)
    )
    print(f"may install again for {REINSTALL_SECONDS // 60} minutes  {_described(record.portal)}")
    return ExitCode.OK


def _reseal(desk: _Desk, _: Namespace) -> int:
    print(f"sealed {desk.registry.reseal()} portals with the first key")
    return ExitCode.OK


def _described(portal: Portal) -> str:
    way = "webhook" if portal.oauth is None else "application"
    return f"{portal.member_id}  {portal.domain}  {way}  bot {portal.bot_id}"


_ACTIONS: Mapping[str, tuple[str, Callable[[_Desk, Namespace], int]]] = {
    "add": ("keep a portal", _add),
    "list": ("show who is kept", _list),
    "show": ("print the settings of a portal, which have no secrets", _show),
    "set": ("change settings of a portal: the bot's manner, statuses, fields", _set),
    "remove": ("keep nothing of a portal any more", _remove),
    "check": ("ask portals whether the bot can work there: methods, bot, statuses, fields", _check),
    "register-bot": ("register the bot, or move the one there is to our address", _register_bot),
    "allow-install": ("let a known portal install the application again", _allow_install),
    "reseal": ("seal every portal with the first key", _reseal),
}
