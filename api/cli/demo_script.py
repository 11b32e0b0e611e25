"""The conversations of `cortex demo`, with what must come of every message."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A message of the client and what is expected of it."""

    text: str
    intent: str
    stage: str
    lead_status: str
    says: tuple[str, ...]
    """Words that the reply holds."""
    replies: int = 1
    """How many there are when all is done: what came of an order is told by itself."""
    ends: str | None = None
    """The stage after the last decision about what came of it; None when nothing else does."""


@dataclass(frozen=True)
class Dialog:
    """One client's conversation in a chat of its own."""

    title: str
    steps: tuple[Step, ...]


_HANDED_OVER = "UC_ZA04R1"
_PRICED = "UC_5SCNOB"
_COLLECTING = "PROCESSED"
_SUMMED_UP = "UC_T710VD"
_CONVERTED = "CONVERTED"

DIALOGS = (
    Dialog(
        "from a greeting over a clarified number to prices",
        (
            Step("Здравствуйте!", "SMALL_TALK", "NEW", "NEW", ("Здравствуйте",)),
            Step(
                "61217726563",
                "CLARIFY_NUMBER_TYPE",
                "NEW",
                "NEW",
                ("61217726563", "номер детали или номер заказа"),
            ),
            Step("деталь", "OEM_QUERY", "PRICING", _PRICED, ("1. BMW 61217726563 — ", "2. ", "₽")),
            Step(
                "а сколько стоит 06A115561B?",
                "OEM_QUERY",
                "PRICING",
                _PRICED,
                ("1. VAG 06A115561B — ", "3. ", "₽"),
            ),
            Step("спасибо", "SMALL_TALK", "PRICING", _PRICED, ("Пожалуйста",)),
        ),
    ),
    Dialog(
        "a VIN goes to a manager, a number sent later is priced all the same",
        (
            Step(
                "XTA210930Y2766281 нужен стартер",
                "VIN_HARD_PICK",
                "HARD_PICK",
                _HANDED_OVER,
                ("менеджер",),
            ),
            Step(
                "нашёл номер, 06A115561B",
                "OEM_QUERY",
                "PRICING",
                _PRICED,
                ("1. VAG 06A115561B — ",),
            ),
        ),
    ),
    Dialog(
        "from a part number to an order in the shop",
        (
            Step("нужен 06A115561B", "OEM_QUERY", "PRICING", _PRICED, ("1. VAG 06A115561B — ",)),
            Step("3, две штуки", "OFFER_CHOICE", "CONTACT", _COLLECTING, ()),
            Step("Соколова Марина, 8 912 345-67-89", "CONTACT_DETAILS", "ADDRESS", _COLLECTING, ()),
            Step(
                "Пермь, ул. Мира, 4",
                "CONTACT_DETAILS",
                "FINAL",
                _SUMMED_UP,
                ("Соколова Марина", "Пермь, ул. Мира, 4", "Всё верно?"),
            ),
            Step(
                "да",
                "ORDER_CONFIRM",
                "ABCP_CREATE",
                _CONVERTED,
                ("оформляем заказ", "Номер заказа: "),
                replies=2,
                ends="DEAL",
            ),
        ),
    ),
    Dialog(
        "a number nobody sells is said to have no offers and goes to a manager",
        (
            Step(
                "нужна деталь 06A999999Z",
                "OEM_QUERY",
                "HARD_PICK",
                _HANDED_OVER,
                ("06A999999Z", "предложений", "менеджер"),
            ),
        ),
    ),
)
