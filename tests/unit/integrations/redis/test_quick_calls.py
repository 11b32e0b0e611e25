"""Commands are written as redis-py writes them."""

from hypothesis import given
from hypothesis import strategies as st
from redis.connection import PythonRespSerializer

from integrations.redis.quick_calls import packed

WORDS = st.lists(st.text(max_size=40) | st.integers(-(2**63), 2**63), min_size=1, max_size=20)


def as_redis_py_packs(words: list[str | int]) -> bytes:
    serializer = PythonRespSerializer(6000, encoded)
    return b"".join(serializer.pack(*words))  # type: ignore[no-untyped-call]


def encoded(word: str | int | bytes) -> bytes:
    return word if isinstance(word, bytes) else str(word).encode()


@given(WORDS)
def test_commands_are_packed_as_by_redis_py(words: list[str | int]) -> None:
    # The library splits its first word at spaces: that of a script has none.
    assert packed(["EVAL", *words]) == as_redis_py_packs(["EVAL", *words])
