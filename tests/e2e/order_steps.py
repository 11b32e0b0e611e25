"""The words that lead a customer to an order, and what the bot says when it stands."""

from api.cli.waiting import wait_for
from tests.e2e.customer import PATIENCE_SECONDS, Customer

NUMBER_IS = "Номер заказа: "
TO_THE_SUMMARY = (
    "Здравствуйте!",
    "нужен 06A115561B",
    "3, две штуки",
    "Соколова Марина",
    "8 912 345-67-89",
    "Пермь, ул. Мира, 4",
)


def goes_to_the_summary(customer: Customer, *steps: str) -> None:
    """Say everything up to the question whether all is right."""
    for step in steps or TO_THE_SUMMARY:
        summary = customer.asks(step)
    assert "Всё верно?" in summary


def confirms(customer: Customer) -> None:
    """Say everything up to the yes; what follows is not waited for."""
    goes_to_the_summary(customer)
    customer.says("да")


def hears_of(customer: Customer, words: str) -> str:
    """Wait until the bot says something that holds these words."""
    return wait_for(
        lambda: next((reply for reply in customer.replies() if words in reply), None),
        what=f"the bot says {words!r}",
        seconds=PATIENCE_SECONDS,
    )
