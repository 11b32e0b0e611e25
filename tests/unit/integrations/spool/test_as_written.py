"""Lines of a file are put in the order that a mailbox would give them."""

from itertools import permutations

from engine.ports.spool import SpooledLead, SpooledMessage
from integrations.memory.inbox import MemoryInbox
from integrations.memory.store import MemoryStore
from integrations.spool.as_written import as_written
from integrations.spool.line import Line, write_line
from tests.unit.integrations.spool.desk import FIRST, Clock

Written = tuple[tuple[str, int], ...]


def in_a_mailbox(written: Written) -> list[str]:
    store = MemoryStore(Clock())
    inbox = MemoryInbox(store)
    for text, order in written:
        inbox.enqueue(dialog=FIRST, event_key=text, document=text, order=order)
    return [envelope.document for envelope in store.dialog(FIRST).mailbox]


def in_a_file(written: Written) -> list[str]:
    lines = [
        (text, write_line(Line(SpooledMessage(FIRST, text, text, order), 1.0)))
        for text, order in written
    ]
    return [text for text, _ in as_written(lines)]


def test_lines_take_the_places_they_would_have_in_a_mailbox_that_nobody_reads() -> None:
    messages = (("one", 1), ("two", 2), ("again two", 2), ("three", 3), ("edit", 0), ("button", 0))

    for written in permutations(messages):
        assert in_a_file(written) == in_a_mailbox(written)


def test_lines_without_a_number_stay_where_they_are() -> None:
    broken, lead = b"torn\n", write_line(Line(SpooledLead("member", 5, None), 1.0))
    later, earlier = (
        write_line(Line(SpooledMessage(FIRST, "m", "m", order), 1.0)) for order in (2, 1)
    )

    ordered = as_written(enumerate([broken, later, lead, earlier]))

    assert [line for _, line in ordered] == [broken, earlier, later, lead]
