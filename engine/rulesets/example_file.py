"""Read the examples of a rule: a plain text, or a text with the dialog around it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast, get_args

from engine.decisions import FactValue
from engine.facts.situation import (
    LeadStatus,
    Lookup,
    OrderConfirmation,
    OrderLookup,
    Recheck,
    Situation,
)
from engine.messages import Attachment, AttachmentKind, Author, Happening, Message
from engine.rulesets.conditions import fact_spec, read_value
from engine.rulesets.model import Example
from engine.rulesets.outputs import CLARIFICATIONS, Language
from engine.rulesets.source import Faults, YamlNode, suggestion
from engine.session import (
    Contact,
    Lead,
    Mode,
    Offer,
    OfferKind,
    PendingClarification,
    Session,
    Turn,
)

_T = TypeVar("_T")

_MESSAGE_KEYS = ("text", "author", "attachments", "forwarded")
_AROUND_KEYS = (
    "session",
    "lookup",
    "order_confirmation",
    "lead_status",
    "deal_bound",
    "recheck",
    "order_lookup",
    "happening",
    "order_number",
    "similar_numbers",
    "choice_replaced",
    "choice_kept",
    "reply_unseen",
    "number_by_manager",
    "manager_quiet",
    "facts",
)
_SESSION_KEYS = (
    "stage",
    "mode",
    "offers",
    "more_offers",
    "chosen_offer_ids",
    "contact",
    "address",
    "misunderstood",
    "order_numbers",
    "handed_over",
    "order_unclear",
    "history",
    "pending_clarification",
    "lead",
    "deal_id",
    "status_written",
    "last_reply",
)
_CONTACT_KEYS = ("last_name", "first_name", "middle_name", "phone")
_SAMPLE_PRICE = Decimal(1000)


def read_examples(node: YamlNode | None, language: Language, faults: Faults) -> tuple[Example, ...]:
    """Return the examples under `match` and `no_match`."""
    if node is None:
        return ()
    fields = node.fields(faults, optional=("match", "no_match"))
    reader = _ExampleReader(language, faults)
    return tuple(
        reader.read(item, matches=key == "match")
        for key in ("match", "no_match")
        if key in fields
        for item in fields[key].items(faults)
    )


def read_session(node: YamlNode, language: Language, faults: Faults) -> Session:
    """Return a dialog written as the `session` of an example."""
    return _ExampleReader(language, faults).read_session(node)


class _ExampleReader:
    def __init__(self, language: Language, faults: Faults) -> None:
        self._language = language
        self._faults = faults

    def read(self, node: YamlNode, *, matches: bool) -> Example:
        if not node.is_mapping:
            text = node.text(self._faults) or ""
            return Example(Situation(Message(text), Session()), {}, matches, node.place)
        fields = node.fields(self._faults, optional=(*_MESSAGE_KEYS, *_AROUND_KEYS))
        facts = self._read_facts(fields["facts"]) if "facts" in fields else {}
        return Example(self._read_situation(fields), facts, matches, node.place)

    def _read_situation(self, fields: Mapping[str, YamlNode]) -> Situation:
        lookup = self._word(fields, "lookup", get_args(Lookup), "none")
        confirmation = self._word(
            fields, "order_confirmation", get_args(OrderConfirmation), "required"
        )
        status = self._word(fields, "lead_status", get_args(LeadStatus), "none")
        recheck = self._word(fields, "recheck", get_args(Recheck), "none")
        orders = self._word(fields, "order_lookup", get_args(OrderLookup), "unavailable")
        happening = self._word(fields, "happening", get_args(Happening), "none")
        return Situation(
            message=self._read_message(fields),
            session=self.read_session(fields.get("session")),
            lookup=cast("Lookup", lookup),
            order_confirmation=cast("OrderConfirmation", confirmation),
            lead_status=cast("LeadStatus", status),
            deal_bound=self._flag(fields, "deal_bound"),
            recheck=cast("Recheck", recheck),
            order_lookup=cast("OrderLookup", orders),
            happening=cast("Happening", happening),
            order_number=self._value(fields, "order_number", YamlNode.text, default=None),
            similar_numbers=self._value(fields, "similar_numbers", YamlNode.integer, default=0),
            choice_replaced=self._flag(fields, "choice_replaced"),
            choice_kept=self._flag(fields, "choice_kept"),
            reply_unseen=self._flag(fields, "reply_unseen"),
            number_by_manager=self._flag(fields, "number_by_manager"),
            manager_quiet=self._flag(fields, "manager_quiet"),
        )

    def _read_message(self, fields: Mapping[str, YamlNode]) -> Message:
        kinds = get_args(AttachmentKind)
        attached = fields["attachments"].items(self._faults) if "attachments" in fields else ()
        words = (self._one_of(item, kinds) for item in attached)
        scalar = fields["text"].scalar if "text" in fields else ""
        if not isinstance(scalar, str):
            self._faults.add(fields["text"].place, "TYPE_MISMATCH", "expected text, in quotes")
        return Message(
            text=scalar if isinstance(scalar, str) else "",
            author=Author(self._word(fields, "author", tuple(Author), Author.CLIENT)),
            attachments=tuple(Attachment(cast("AttachmentKind", word)) for word in words if word),
            forwarded=self._flag(fields, "forwarded"),
        )

    def read_session(self, node: YamlNode | None) -> Session:
        if node is None:
            return Session()
        fields = node.fields(self._faults, optional=_SESSION_KEYS)
        stages = self._language.vocabulary.stages
        offers = self._read_offers(fields, "offers", first=1)
        return Session(
            stage=self._word(fields, "stage", stages, "NEW"),
            mode=cast("Mode", self._word(fields, "mode", get_args(Mode), "auto")),
            offers=offers,
            more_offers=self._read_offers(fields, "more_offers", first=len(offers) + 1),
            chosen_offer_ids=self._read_ids(fields),
            contact=self._read_contact(fields.get("contact")),
            address=self._value(fields, "address", YamlNode.text, default=None),
            misunderstood=self._value(fields, "misunderstood", YamlNode.integer, default=0),
            order_numbers=self._texts(fields, "order_numbers"),
            handed_over=self._flag(fields, "handed_over"),
            order_unclear=self._flag(fields, "order_unclear"),
            history=tuple(Turn("client", text) for text in self._texts(fields, "history")),
            pending_clarification=self._read_pending(fields.get("pending_clarification")),
            lead=self._read_lead(fields.get("lead")),
            deal_id=self._value(fields, "deal_id", YamlNode.integer, default=None),
            status_written=self._value(fields, "status_written", YamlNode.text, default=None),
            last_reply=self._value(fields, "last_reply", YamlNode.text, default=None),
        )

    def _read_contact(self, node: YamlNode | None) -> Contact:
        if node is None:
            return Contact()
        fields = node.fields(self._faults, optional=_CONTACT_KEYS)
        return Contact(**{name: value.text(self._faults) for name, value in fields.items()})

    def _read_offers(
        self, fields: Mapping[str, YamlNode], key: str, *, first: int
    ) -> tuple[Offer, ...]:
        nodes = fields[key].items(self._faults) if key in fields else ()
        offers = []
        for position, node in enumerate(nodes, start=first):
            keys = node.fields(
                self._faults,
                required=("oem", "brand"),
                optional=("price", "delivery_days", "available", "kind", "instead_of", "no_return"),
            )
            price = self._value(keys, "price", YamlNode.integer, default=None)
            offers.append(
                Offer(
                    id=position,
                    part_number=self._value(keys, "oem", YamlNode.text, default=""),
                    brand=self._value(keys, "brand", YamlNode.text, default=""),
                    price=_SAMPLE_PRICE if price is None else Decimal(price),
                    delivery_days=self._value(
                        keys, "delivery_days", YamlNode.integer, default=None
                    ),
                    available=self._value(keys, "available", YamlNode.integer, default=None),
                    kind=cast("OfferKind", self._word(keys, "kind", get_args(OfferKind), "asked")),
                    instead_of=self._value(keys, "instead_of", YamlNode.text, default=""),
                    no_return=self._flag(keys, "no_return"),
                )
            )
        return tuple(offers)

    def _read_ids(self, fields: Mapping[str, YamlNode]) -> tuple[int, ...]:
        name = "chosen_offer_ids"
        nodes = fields[name].items(self._faults) if name in fields else ()
        numbers = (node.integer(self._faults) for node in nodes)
        return tuple(number for number in numbers if number is not None)

    def _read_pending(self, node: YamlNode | None) -> PendingClarification | None:
        if node is None:
            return None
        fields = node.fields(self._faults, required=("kind", "number"))
        kind = self._word(fields, "kind", CLARIFICATIONS, CLARIFICATIONS[0])
        number = self._value(fields, "number", YamlNode.text, default="")
        return PendingClarification(kind=kind, number=number)

    def _read_lead(self, node: YamlNode | None) -> Lead | None:
        if node is None:
            return None
        fields = node.fields(self._faults, required=("id", "status_id"), optional=("oem",))
        return Lead(
            id=self._value(fields, "id", YamlNode.integer, default=0),
            status_id=self._value(fields, "status_id", YamlNode.text, default=""),
            part_number=self._value(fields, "oem", YamlNode.text, default=""),
        )

    def _read_facts(self, node: YamlNode) -> Mapping[str, FactValue]:
        facts: dict[str, FactValue] = {}
        for name, value_node in node.entries(self._faults).items():
            spec = fact_spec(name, node, self._language, self._faults)
            value = None if spec is None else read_value(value_node, spec, self._faults)
            if value is not None:
                facts[name] = value
        return facts

    def _word(
        self, fields: Mapping[str, YamlNode], key: str, words: tuple[str, ...], default: str
    ) -> str:
        return (key in fields and self._one_of(fields[key], words)) or default

    def _one_of(self, node: YamlNode, words: tuple[str, ...]) -> str | None:
        word = node.text(self._faults)
        if word is None or word in words:
            return word
        hint = suggestion(word, words)
        self._faults.add(
            node.place, "UNKNOWN_VALUE", f"`{word}` is none of {', '.join(words)}{hint}"
        )
        return None

    def _flag(self, fields: Mapping[str, YamlNode], key: str) -> bool:
        return bool(self._value(fields, key, YamlNode.boolean, default=False))

    def _texts(self, fields: Mapping[str, YamlNode], key: str) -> tuple[str, ...]:
        return fields[key].texts(self._faults) if key in fields else ()

    def _value(
        self,
        fields: Mapping[str, YamlNode],
        key: str,
        read: Callable[[YamlNode, Faults], _T | None],
        *,
        default: Any,
    ) -> Any:
        if key not in fields:
            return default
        value = read(fields[key], self._faults)
        return default if value is None else value
