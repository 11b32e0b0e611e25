"""The form of a file of golden cases: dialogs, the shop around them and what is expected."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from api.cli.json_schemas.shapes import (
    FLAG,
    TEXT,
    WHOLE,
    Schema,
    described,
    document,
    list_of,
    mapping,
    named,
    one_of,
)
from api.golden.case import Suite
from api.golden.expectation_file import NOT
from api.golden.given_file import CONTACT_KEYS
from engine.decisions import Vocabulary
from engine.effects import Action
from engine.facts.declared import WAIT_REASONS
from engine.facts.situation import OrderConfirmation
from engine.messages import AttachmentKind, Author, Happening
from engine.rulesets.outputs import CLARIFICATIONS, VETOES
from engine.session import Mode

_ANY_TEXT: Schema = {"type": "string"}
_TEXTS = list_of(TEXT)
_CONTACT = mapping({}, dict.fromkeys(CONTACT_KEYS, TEXT))
_HAPPENINGS = get_args(Happening)[1:]
_ROLES = ("client", "bot", "manager", "system")
_ONE_EVENT = [{"required": [event]} for event in ("say", "happening", "redeliver")]


def golden_case_schema(vocabulary: Vocabulary) -> Schema:
    """Return the form of a file of golden cases."""
    suite = one_of(get_args(Suite))
    given, shop = _given(vocabulary), _shop()
    defaults = mapping({}, {"given": _named_form("given"), "shop": _named_form("shop")})
    whole = mapping(
        {"version": {"const": 1}, "cases": list_of(_named_form("case"))},
        {"suite": suite, "title": TEXT, "defaults": defaults},
    )
    forms = {
        "case": _case(suite),
        "turn": _turn(),
        "given": given,
        "shop": shop,
        "expect": _expect(vocabulary),
    }
    return document("Golden cases", {**whole, "$defs": forms})


def _named_form(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _case(suite: Schema) -> Schema:
    skip = mapping({"reason": TEXT, "until": _pattern(r"^\d{4}-\d{2}-\d{2}$")})
    body = mapping(
        {"id": _pattern(r"^[a-z0-9_]+(\.[a-z0-9_-]+)+$")},
        {
            "title": TEXT,
            "tags": _TEXTS,
            "suite": suite,
            "given": _named_form("given"),
            "shop": _named_form("shop"),
            "turns": list_of(_named_form("turn"), at_least=1),
            "skip": skip,
            **_said(),
        },
    )
    dialog = {"required": ["turns"], "not": {"required": ["expect"]}}
    single = {"required": ["expect"], "oneOf": _ONE_EVENT, "not": {"required": ["turns"]}}
    return {**body, "oneOf": [dialog, single]}


def _turn() -> Schema:
    return {
        **mapping({}, {**_said(), "shop": _named_form("shop")}),
        "required": ["expect"],
        "oneOf": _ONE_EVENT,
    }


def _said() -> Mapping[str, Schema]:
    return {
        "say": _ANY_TEXT,
        "expect": _named_form("expect"),
        "author": one_of(Author),
        "attachments": list_of(one_of(get_args(AttachmentKind))),
        "forwarded": FLAG,
        "happening": one_of(_HAPPENINGS),
        "order_number": TEXT,
        "lead_status": described(TEXT, "A status that a person set before the turn."),
        "lead_oem": described(_ANY_TEXT, "What a person wrote into the part number before it."),
        "too_early": described(FLAG, "Written before the last reply stood in the chat."),
        "lead_unreadable": described(FLAG, "The CRM does not answer when the lead is read."),
        "deal_id": WHOLE,
        "after": described(_pattern(r"^\d{1,4}[mhd]$"), "How long nothing happened: 10m, 2h, 3d."),
        "redeliver": described(FLAG, "The last event arrives once more."),
        "orders": _orders(),
        "order_confirmation": one_of(get_args(OrderConfirmation)),
        "rules_say": described(
            named({"type": ["boolean", "integer", "string"]}),
            "What earlier phases said; the hardening phase alone is tried on it.",
        ),
    }


def _orders() -> Schema:
    line = mapping({"oem": TEXT, "status": TEXT}, {"brand": TEXT, "quantity": WHOLE})
    order = mapping({"status": TEXT}, {"lines": list_of(line), "note": TEXT})
    known = {"anyOf": [one_of(["fails"]), named(order)]}
    return described(known, "The orders that the shop shows from here on.")


def _given(vocabulary: Vocabulary) -> Schema:
    pending = mapping(
        {"kind": one_of(CLARIFICATIONS), "number": TEXT}, {"options": _TEXTS, "also": _TEXTS}
    )
    turn = mapping({"role": one_of(_ROLES), "text": TEXT})
    offers = list_of(
        _offer(
            {"oem": TEXT, "brand": TEXT},
            price=WHOLE,
            quantity=WHOLE,
            packing=WHOLE,
            instead_of=TEXT,
        )
    )
    return mapping(
        {},
        {
            "stage": one_of(vocabulary.stages),
            "mode": one_of(get_args(Mode)),
            "offers": offers,
            "more_offers": offers,
            "chosen": list_of(WHOLE),
            "contact": _CONTACT,
            "address": TEXT,
            "pending": pending,
            "misunderstood": WHOLE,
            "order_numbers": _TEXTS,
            "lead": mapping({"status_id": TEXT}, {"id": WHOLE, "oem": TEXT}),
            "deal_id": WHOLE,
            "status_written": TEXT,
            "history": list_of({"anyOf": [TEXT, turn]}),
            "last_reply": TEXT,
        },
    )


_TRAITS: Mapping[str, Schema] = {
    "brand": TEXT,
    "packing": WHOLE,
    "no_return": FLAG,
    "used": FLAG,
}


def _shop() -> Schema:
    shelf = mapping(
        {},
        {
            "prices": list_of(WHOLE),
            "offers": list_of(_offer({"price": WHOLE}, **_TRAITS)),
            "replacements": list_of(_offer({"price": WHOLE, "oem": TEXT}, **_TRAITS)),
            "analogs": list_of(_offer({"price": WHOLE, "oem": TEXT}, **_TRAITS)),
            "similar": list_of(mapping({"oem": TEXT, "brand": TEXT})),
            "brand": TEXT,
            "brands": described(_TEXTS, "The brands to choose from."),
            "fails": FLAG,
        },
    )
    return named({"anyOf": [one_of(["nothing"]), shelf]})


def _offer(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    return mapping(required, {**optional, "delivery_days": WHOLE, "available": WHOLE})


def _expect(vocabulary: Vocabulary) -> Schema:
    free = ("reply_id", "lead_status", "phone", "address")
    lists = ("fired", "fired_has", "not_fired", "reply_has", "reply_lacks")
    found = ("part_numbers", "vins", "order_numbers")
    keys: dict[str, Schema] = {
        **{key: _negatable(words) for key, words in _closed(vocabulary).items()},
        **dict.fromkeys(free, TEXT),
        **dict.fromkeys((*lists, *found), _TEXTS),
        "effects": list_of(one_of(action.kind for action in get_args(Action))),
        "vetoes": list_of(one_of(VETOES)),
        "chosen": list_of(WHOLE),
        "quantity": WHOLE,
        "quantities": {**named(WHOLE), "propertyNames": {"pattern": r"^\d+$"}},
        "need_operator": FLAG,
        "contact": mapping({}, dict.fromkeys(CONTACT_KEYS, _or_none(TEXT))),
        "pending": _pending(),
    }
    return {
        **mapping({}, {key: _or_none(form) for key, form in keys.items()}),
        "minProperties": 1,
    }


def _closed(vocabulary: Vocabulary) -> Mapping[str, Iterable[str]]:
    return {
        "intent": vocabulary.intents,
        "stage": vocabulary.stages,
        "action": vocabulary.actions,
        "topic": vocabulary.topics,
        "ambiguity_reason": vocabulary.ambiguity_reasons,
        "silent": WAIT_REASONS,
    }


def _pending() -> Schema:
    kind = one_of(CLARIFICATIONS)
    return {"anyOf": [kind, mapping({}, {"kind": kind, "number": TEXT, "options": _TEXTS})]}


def _negatable(words: Iterable[str]) -> Schema:
    known = list(words)
    return one_of([*known, *(f"{NOT}{word}" for word in known)])


def _or_none(form: Schema) -> Schema:
    """Allow nothing: a key without a value expects that there is none."""
    return {"anyOf": [form, {"type": "null"}]}


def _pattern(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern}
