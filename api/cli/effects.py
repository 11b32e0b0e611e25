"""`cortex effects`: what Cortex did, or could not find out whether it did, and settling that."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from math import inf

from api.bootstrap.shop import shop_of
from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.cli.operator_name import add_operator, operator_of
from api.cli.readable_entry import moment, readable_document
from api.settings import Settings
from engine.commands.settle_effect import Done, Finding, NotDone, Resend, SettleEffect
from engine.effects import EffectKey, decode_effect
from engine.errors import InvalidInput
from engine.order_effects import PlaceOrder
from engine.ports.operator_queue import JournalledEffect, OperatorQueue
from engine.ports.order_desk import OrderDesk
from integrations.pii import keep_identifier, mask_dialog, scrub

EXAMPLES = """  cortex effects list                    what waits for a person, the oldest first
  cortex effects list --all --limit 20   what was done lately, whatever came of it
  cortex effects show 4f1c0d9e2a77.12.1  one of them, words and people masked
  cortex effects show 4f1c0d9e2a77.12.1 --reveal   in full, with its chat
  cortex effects settle 4f1c0d9e2a77.12.1 --as done:102123458 --note "found it in the shop"
  cortex effects settle 4f1c0d9e2a77.12.1 --as not-done --note "not there, called the client"
  cortex effects settle 4f1c0d9e2a77.12.0 --as resend --note "not in the chat"  never an order
KEY is as `list` shows it, or whole, in quotes, as --reveal does"""

LISTED = 100

_AS = re.compile(r"(done)(?::([^\x00-\x1f]{1,100}))?|not-done|resend")


@dataclass(frozen=True)
class _Desk:
    """What every action needs."""

    queue: OperatorQueue
    orders: OrderDesk
    account: str | None


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="do", required=True, metavar="|".join(_ACTIONS))
    listing = actions.add_parser("list", help="what waits for a person")
    listing.add_argument(
        "--all", action="store_true", help="every effect that is known, the latest first"
    )
    listing.add_argument("--limit", type=int, default=LISTED, help="lines of --all at most")
    listing.add_argument("--reveal", action="store_true", help="whole keys, which name chats")
    show = actions.add_parser("show", help="one effect")
    show.add_argument("key", help="as `list` shows it, or whole")
    show.add_argument("--reveal", action="store_true", help="words and people unmasked")
    settle = actions.add_parser("settle", help="say what became of it")
    settle.add_argument("key", help="as `list` shows it, or whole")
    settle.add_argument(
        "--as", required=True, dest="finding", help="done:REFERENCE, not-done or resend"
    )
    settle.add_argument("--note", required=True, help="how you know; it is kept with the effect")
    add_operator(settle)


def run(arguments: Namespace) -> int:
    settings = Settings.from_environment(arguments.surroundings.environment)
    with _desk(settings) as desk:
        return _ACTIONS[arguments.do](desk, arguments)


@contextmanager
def _desk(settings: Settings) -> Iterator[_Desk]:
    store, abcp = open_store(settings), settings.abcp
    local = settings.allow_local_endpoints
    try:
        account = shop_of(abcp, allow_local=local).account if abcp else None
        yield _Desk(store.operator_queue, store.order_desk, account)
    finally:
        store.connection.close()


def _list(desk: _Desk, arguments: Namespace) -> int:
    if arguments.all:
        return _list_all(desk, arguments)
    for effect in desk.queue.waiting_effects():
        print(
            f"{_name(effect, arguments)}  {moment(effect.waits_since or 0)}  {_kind(effect)}  "
            f"attempts {effect.attempt}  {_result(effect)}"
        )
    return ExitCode.OK


def _list_all(desk: _Desk, arguments: Namespace) -> int:
    """List what was tried last first; what was never tried comes before it."""
    lately = nlargest(max(1, arguments.limit), desk.queue.effects(), key=_last_tried)
    for effect in lately:
        tried = "never" if effect.started_at is None else moment(effect.started_at)
        by, _, _ = effect.settled_by.partition(": ")
        settled = f"  settled by {scrub(by)}" if by else ""
        print(
            f"{_name(effect, arguments)}  {tried}  {_kind(effect)}  {effect.state}  "
            f"attempts {effect.attempt}  {_result(effect)}{settled}"
        )
    return ExitCode.OK


def _last_tried(effect: JournalledEffect) -> float:
    return inf if effect.started_at is None else effect.started_at


def _name(effect: JournalledEffect, arguments: Namespace) -> str:
    return effect.key if arguments.reveal else mask_dialog(effect.key)


def _show(desk: _Desk, arguments: Namespace) -> int:
    effect = _found(desk, arguments.key)
    shown: Callable[[str], str] = str if arguments.reveal else scrub
    print(f"{effect.key if arguments.reveal else mask_dialog(effect.key)}  {_kind(effect)}")
    print(f"state {effect.state}, attempts {effect.attempt}, result {_result(effect)}")
    if effect.waits_since is not None:
        print(f"waits for a person since {moment(effect.waits_since)}")
    if effect.settled_by:
        print(f"settled by {shown(effect.settled_by)}")
    for line in _at_the_shop(desk, effect):
        print(line)
    print(readable_document(effect.document, reveal=arguments.reveal))
    return ExitCode.OK


def _settle(desk: _Desk, arguments: Namespace) -> int:
    effect = _found(desk, arguments.key)
    person, finding = operator_of(arguments), _finding(arguments.finding)
    settle = SettleEffect(desk.queue, desk.orders, desk.account)
    settle(effect.key, finding, settled_by=f"{person}: {arguments.note}")
    print(f"settled  {mask_dialog(effect.key)}  {_kind(effect)}  {arguments.finding}")
    return ExitCode.OK


def _finding(words: str) -> Finding:
    written = _AS.fullmatch(words)
    if written is None:
        raise InvalidInput("--as is done:REFERENCE, not-done or resend", code="USAGE")
    if written[1]:
        return Done((written[2] or "").strip())
    return NotDone() if words == "not-done" else Resend()


def _found(desk: _Desk, key: str) -> JournalledEffect:
    effect = desk.queue.effect(EffectKey(key))
    if effect is not None:
        return effect
    # Masked names tell effects apart: twelve digits of a digest and the step.
    for known in chain(desk.queue.waiting_effects(), desk.queue.effects()):
        if mask_dialog(known.key) == key:
            return known
    raise InvalidInput("no effect is called so (any more)", code="EFFECT_UNKNOWN")


def _kind(effect: JournalledEffect) -> str:
    try:
        return decode_effect(effect.document).kind
    except InvalidInput:
        return "unreadable"


def _result(effect: JournalledEffect) -> str:
    return keep_identifier(effect.result) if effect.result else "none"


def _at_the_shop(desk: _Desk, effect: JournalledEffect) -> Iterator[str]:
    """Tell what the desk for orders knows: the tag is what to look for in the shop."""
    if _kind(effect) != PlaceOrder.kind:
        return
    order = decode_effect(effect.document)
    assert isinstance(order, PlaceOrder)  # noqa: S101 - its kind says so
    yield f"tag in the shop {order.tag}"
    record = desk.orders.record(desk.account, tag=order.tag) if desk.account else None
    if record is not None:
        told = keep_identifier(record.result) if record.result else "none"
        yield f"request {record.state}, {round(record.sent_seconds_ago)} s ago, result {told}"


_ACTIONS: Mapping[str, Callable[[_Desk, Namespace], int]] = {
    "list": _list,
    "show": _show,
    "settle": _settle,
}
