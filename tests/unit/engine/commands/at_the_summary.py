"""A sale that lacks nothing but the client's yes."""

from api.bootstrap.brain import Brain
from tests.unit.engine.commands.a_dialog import Dialog, offers_for

NUMBER = "06A115561B"


def at_the_summary(brain: Brain) -> Dialog:
    """Return the dialog of a client who has chosen one offer and told everything."""
    dialog = Dialog(brain)
    dialog.world.answers = {NUMBER: offers_for(NUMBER, 450)}
    goes_to_the_summary(dialog)
    return dialog


def goes_to_the_summary(dialog: Dialog, *, choice: str = "беру первый") -> None:
    for text in (
        f"нужен {NUMBER}",
        choice,
        "Соколова Марина Олеговна, 8 912 345-67-89",
        "Пермь, ул. Мира, 4",
    ):
        dialog.hears(text)
