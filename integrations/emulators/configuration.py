"""Who the emulated portal and shop are; the only place with demo values."""

from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class LeadStatus:
    """One column of the lead or deal board; semantics is P in progress, S success or F failure."""

    status_id: str
    name: str
    semantics: str = "P"


# ABCP takes the md5 hex of the password in place of the password itself.
_DEMO_PASSWORD_MD5 = md5(b"demo", usedforsecurity=False).hexdigest()
_DEMO_CATALOGUE = Path(__file__).with_name("catalogue.yaml")

# The board of the shop's portal: the funnel stages and the CRM statuses behind them.
SALES_STATUSES = (
    LeadStatus("NEW", "Новая заявка"),
    LeadStatus("UC_JGGAZS", "Срочно"),
    LeadStatus("UC_ZA04R1", "Взять в работу"),
    LeadStatus("UC_UAO7E9", "Подбор по VIN"),
    LeadStatus("UC_5SCNOB", "Озвучена цена"),
    LeadStatus("PROCESSED", "Ждём контакты"),
    LeadStatus("UC_T710VD", "Создать в ABCP"),
    LeadStatus("UC_ZMK36I", "Постоянный клиент"),
    LeadStatus("CONVERTED", "Качественный лид", "S"),
    LeadStatus("JUNK", "Некачественный лид", "F"),
)

DEAL_STAGES = (
    LeadStatus("NEW", "Новая"),
    LeadStatus("PREPARATION", "Подготовка"),
    LeadStatus("EXECUTING", "В работе"),
    LeadStatus("WON", "Успешна", "S"),
    LeadStatus("LOSE", "Провалена", "F"),
)


@dataclass(frozen=True)
class Person:
    """How somebody introduces themselves in a chat."""

    first_name: str
    last_name: str
    gender: str


@dataclass(frozen=True)
class Portal:
    """One Bitrix24 portal with one open-line bot and one manager."""

    domain: str = "demo.bitrix24.ru"
    member_id: str = "a223c6b3710f85df22e9377d6c4f7553"
    application_token: str = "51856fefc120afa4b628cc82d3935cce"  # noqa: S105  a made-up portal
    webhook_user_id: int = 1
    webhook_code: str = "xxxxxxxxxxxxxxxx"
    client_id: str = "cortex-demo-client"
    app_id: str = "local.6740a1b2c3d4e5.12345678"
    app_secret: str = field(default="demo-application-secret", repr=False)
    installer_is_admin: bool = True
    """Whether the tokens of the application are those of an administrator."""
    bot_id: int = 39
    bot_code: str = "cortex"
    bot_api: int = 1
    """Version of the bot API that the bot was registered with: it decides the form of events."""
    bot_event_mode: Literal["webhook", "fetch"] = "webhook"
    dedupes_by_template: bool = False
    """Whether a repeated templateId gives the message it made before: not stated in the docs."""
    manager_id: int = 5
    manager: Person = Person("Анна", "Смирнова", "F")
    client: Person = Person("Иван", "Петров", "M")
    connector: str = "telegrambot"
    line_id: int = 1
    queue_ids: tuple[int, ...] = (1, 3)
    """Queues of operators that a chat can be transferred to."""
    lead_statuses: tuple[LeadStatus, ...] = SALES_STATUSES
    lead_user_fields: tuple[str, ...] = (
        "UF_CRM_1762873310878",
        "UF_CRM_1765564522",
        "UF_CRM_1764615831",
    )
    deal_stages: tuple[LeadStatus, ...] = DEAL_STAGES
    deal_user_fields: tuple[str, ...] = ("UF_CRM_1756819772177",)
    contact_user_fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shop:
    """One ABCP shop: credentials of the bot's account and what the shop sells."""

    login: str = "cortex@demo.example"
    password_md5: str = field(default=_DEMO_PASSWORD_MD5, repr=False)
    catalogue_path: Path = _DEMO_CATALOGUE
    courier_method: str = "12"
    pickup_method: str = "11"
    pickup_office: str = "21"
    payment_method: str = "31"


@dataclass(frozen=True)
class EmulatorConfiguration:
    """Everything the emulators need to know; the defaults make a local demo."""

    portal: Portal = Portal()
    shop: Shop = Shop()
