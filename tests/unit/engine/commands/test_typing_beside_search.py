"""Typing is shown while the shop is asked: neither waits for the other, the reply for both."""

from dataclasses import dataclass, field, replace
from threading import Barrier

from api.bootstrap.brain import Brain
from engine.effects import ChatTyping
from engine.ports.parts import SearchResult
from integrations.side_by_side import Threads
from tests.unit.engine.commands.a_dialog import Dialog, World, offers_for

NUMBER = "06A115561B"


@dataclass
class MeetingWorld(World):
    """Goes on with typing and search only when both have begun."""

    meeting: Barrier = field(default_factory=lambda: Barrier(2, timeout=10))

    def show(self, typing: ChatTyping) -> None:
        self.meeting.wait()
        super().show(typing)

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        self.meeting.wait()
        return super().search(part_number, brand=brand)


def a_dialog(brain: Brain, world: World, *, at_once: int) -> Dialog:
    made = Dialog(brain, world)
    made.world.answers[NUMBER] = offers_for(NUMBER, 900)
    handle = made.serve.handle
    flow = replace(handle.flow, side_by_side=Threads(at_once))
    made.serve = replace(made.serve, handle=replace(handle, flow=flow))
    return made


def test_typing_and_search_go_on_at_the_same_time(brain: Brain) -> None:
    dialog = a_dialog(brain, MeetingWorld(), at_once=3)

    dialog.hears(f"нужен {NUMBER}")

    assert (dialog.world.typing, dialog.world.searches) == (1, [NUMBER])
    assert [offer.part_number for offer in dialog.session.offers] == [NUMBER]


def test_typing_is_shown_also_where_calls_take_turns(brain: Brain) -> None:
    dialog = a_dialog(brain, World(), at_once=1)

    dialog.hears(f"нужен {NUMBER}")

    assert (dialog.world.typing, dialog.world.searches) == (1, [NUMBER])
    assert [offer.part_number for offer in dialog.session.offers] == [NUMBER]
