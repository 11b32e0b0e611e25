"""Lines say what was written, or that they are broken; never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.messages import DialogKey
from engine.ports.spool import SpooledLead, SpooledMessage
from integrations.spool.line import Line, LineBroken, read_line, write_line

TEXTS = st.text()
MESSAGES = st.builds(SpooledMessage, TEXTS.map(DialogKey), TEXTS, TEXTS, st.integers(0, 2**53))
LEADS = st.builds(SpooledLead, TEXTS, st.integers(0, 2**53), st.none() | st.integers(0, 2**53))
LINE = Line(SpooledMessage(DialogKey("demo.bitrix24.ru|chat1"), "event", "да, беру"), 1.5)


@given(spooled=MESSAGES | LEADS, at=st.floats(0, 1e11))
def test_a_line_is_one_line_and_reads_back_as_written(
    spooled: SpooledMessage | SpooledLead, at: float
) -> None:
    written = write_line(Line(spooled, at))

    assert (written.count(b"\n"), written[-1:]) == (1, b"\n")
    assert read_line(written) == Line(spooled, at)


@given(place=st.integers(0, len(write_line(LINE)) - 2), value=st.integers(0, 255))
def test_a_changed_byte_breaks_the_line(place: int, value: int) -> None:
    written = bytearray(write_line(LINE))
    if written[place] == value:
        return
    written[place] = value

    with pytest.raises(LineBroken):
        read_line(bytes(written))


@given(length=st.integers(0, len(write_line(LINE)) - 2))
def test_a_line_cut_short_is_broken(length: int) -> None:
    with pytest.raises(LineBroken) as caught:
        read_line(write_line(LINE)[:length] + b"\n")

    assert caught.value.code == "SPOOL_LINE_BROKEN"


@given(written=st.binary())
def test_anything_else_is_broken(written: bytes) -> None:
    with pytest.raises(LineBroken):
        read_line(written)
