"""Which words of a server mean that waiting helps, and which that only a person does."""

from typing import NoReturn

import pytest
from redis import Redis
from redis.exceptions import NoPermissionError, OutOfMemoryError, ResponseError

from engine.errors import CortexError
from integrations.redis.connection import RedisConnection

SCRIPT_OF_6_2 = "ERR Error running script (call to f_1): @user_script:9: @user_script: 9: "


def code_told_for(error: ResponseError) -> str:
    def refuse(_client: Redis) -> NoReturn:
        raise error

    with pytest.raises(CortexError) as raised:
        RedisConnection("redis://nobody.invalid").once(refuse)
    return raised.value.code


@pytest.mark.parametrize(
    "error",
    [
        OutOfMemoryError("command not allowed when used memory > 'maxmemory'."),
        ResponseError(f"{SCRIPT_OF_6_2}-OOM command not allowed when used memory > 'maxmemory'."),
        ResponseError(f"{SCRIPT_OF_6_2}-READONLY You can't write against a read only replica."),
        ResponseError("BUSY Redis is busy running a script."),
        ResponseError("MISCONF Redis is configured to save RDB snapshots, but cannot"),
    ],
)
def test_what_passes_is_unavailable(error: ResponseError) -> None:
    assert code_told_for(error) == "STORE_UNAVAILABLE"


@pytest.mark.parametrize(
    "error",
    [
        NoPermissionError("this user has no permissions to run the 'evalsha' command"),
        ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"),
        ResponseError(f"{SCRIPT_OF_6_2}WRONGTYPE Operation against a key of the wrong kind"),
        ResponseError("ERR unknown command 'XAUTOCLAIM'"),
        ResponseError("BUSYGROUP Consumer Group name already exists"),
        ResponseError("user text that says OOM"),
    ],
)
def test_what_does_not_pass_is_broken(error: ResponseError) -> None:
    assert code_told_for(error) == "STORE_BROKEN"
