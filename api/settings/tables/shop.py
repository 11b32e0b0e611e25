"""The shop and how orders are placed in it."""

from api.settings.readers import SECRET, TEXT, optional, shape, whole
from api.settings.setting import Setting
from integrations.secret import Secret

_CHOICE = optional(shape(r"[0-9]{1,18}", "an id: a whole number"))


SHOP: tuple[Setting, ...] = (
    Setting(
        "CORTEX_ABCP_URL",
        "",
        optional(TEXT),
        "Root of the shop's ABCP API; given, login and password must be.",
    ),
    Setting("CORTEX_ABCP_LOGIN", "", optional(SECRET), "Login of the ABCP API user."),
    Setting(
        "CORTEX_ABCP_PASSWORD_MD5",
        "",
        optional(shape(r"[0-9a-f]{32}", "32 lower-case hex digits", Secret)),
        "MD5 of that user's password.",
    ),
    Setting(
        "CORTEX_ABCP_SHIPMENT_METHOD",
        "",
        _CHOICE,
        "Id of the shipment method of orders to an address; the bot never picks one by itself.",
    ),
    Setting(
        "CORTEX_ABCP_SHIPMENT_ADDRESS",
        "",
        optional(shape(r"[0-9]{1,18}|client", "an id or `client`")),
        "Id of the address that orders are shipped to; `client` adds the client's own.",
    ),
    Setting(
        "CORTEX_ABCP_SHIPMENT_OFFICE", "", _CHOICE, "Id of the office that ships, if one must."
    ),
    Setting("CORTEX_ABCP_PICKUP_METHOD", "", _CHOICE, "Id of the shipment method for pickup."),
    Setting("CORTEX_ABCP_PICKUP_OFFICE", "", _CHOICE, "Id of the office where clients pick up."),
    Setting("CORTEX_ABCP_PAYMENT_METHOD", "", _CHOICE, "Id of the payment method of orders."),
    Setting(
        "CORTEX_ABCP_SHIPMENT_DATE",
        "",
        optional(shape(r"earliest", "earliest or empty")),
        "Which of the shop's shipment dates an order takes, where it asks for one.",
    ),
    Setting(
        "CORTEX_ABCP_PARALLEL_SEARCHES",
        "3",
        whole(1, 5),
        "Part numbers of one message that the shop is asked about at the same time.",
    ),
    Setting(
        "CORTEX_ABCP_ORDER_SECONDS",
        "60",
        whole(1, 300),
        "Longest wait for the answer to an order, which is never repeated.",
    ),
)
