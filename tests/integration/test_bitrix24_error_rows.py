"""Each method Cortex calls on a portal meets each error row of the contract, over real HTTP."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from engine.errors import CallFailed
from integrations import bitrix24
from integrations.bitrix24.auth_server import AuthServer
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.retry_decision import FailureKind, kind_of
from integrations.http import HttpPool
from integrations.secret import Secret
from tests.integration.bitrix24_rows import AUTH_ROWS, METHOD_ROWS, NO_ANSWER, SYSTEM_ROWS, Row
from tests.integration.bitrix24_uses import USES, Sale, Use, happened
from tests.integration.crm_desk import CrmDesk, crm_desk

_METHOD = re.compile(
    r"batch|profile|(app|crm|event|im|imbot|imopenlines|method|server)(\.[A-Za-z0-9]+)+"
)
_ELSEWHERE = {
    "app.info": "proof of an install: test_http_install*.py",
    "profile": "the same, and test_cli_portal_profile.py",
    "crm.settings.mode.get": "a command of the batch of crm_setup",
    "crm.status.list": "the same",
    "crm.lead.fields": "the same",
    "crm.deal.fields": "the same",
    "method.get": "a command of the batch of method_probe",
}
_TOKENS = {
    "later": ("CallNotRun", FailureKind.AUTH_AWAY),
    "gone": ("CallRefused", FailureKind.NO_TOKENS),
}


@pytest.fixture(scope="module")
def desk() -> Iterator[CrmDesk]:
    with crm_desk() as opened:
        yield opened


@pytest.fixture
def sale(desk: CrmDesk) -> Sale:
    chat = desk.control("POST", "chats", title="Клиент", lead={})
    said = desk.control("POST", f"chats/{chat['chat_id']}/say", text="Беру", deliver=False)
    return Sale(desk, {**chat, "said": said["message_id"]})


def play(desk: CrmDesk, use: Use, row: Row) -> None:
    for method, code in use.first:
        desk.break_calls(method, "answer", status=403, body={"error": code})
    if row is NO_ANSWER:
        desk.break_calls(use.method, "drop_before")
    else:
        desk.break_calls(use.method, "answer", status=row.status, body=_body(use, row))


def _body(use: Use, row: Row) -> Any:
    if row.says.startswith("<"):
        return row.says
    error = {"error": row.code, "error_description": row.says}
    if not use.in_batch:
        return error
    return {"result": {"result": [], "result_error": {use.in_batch: error}, "result_time": []}}


def rows_of(use: Use) -> tuple[Row, ...]:
    if not use.in_batch:
        return (*SYSTEM_ROWS, NO_ANSWER, *METHOD_ROWS.get(use.method, ()))
    # One command has no status of its own, and the answer as a whole is never a page.
    rows = {row.code: row for row in SYSTEM_ROWS if row.code}
    return tuple(Row(200, row.code, row.says, row.means) for row in rows.values())


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.method}-{USES.index(use)}")
def test_a_method_that_fails_as_the_contract_says_is_understood_so(sale: Sale, use: Use) -> None:
    seen: dict[str, str] = {}
    for row in rows_of(use):
        play(sale.desk, use, row)
        seen[row.name] = happened(use.deed, sale)

    assert sale.desk.control("GET", "faults")["faults"] == []
    assert seen == {row.name: use.becomes[row.means] for row in rows_of(use)}


def test_no_method_is_called_that_no_row_is_played_to() -> None:
    tested = {use.method for use in USES} | set(_ELSEWHERE)

    assert _named_methods() == tested
    assert METHOD_ROWS.keys() <= tested


def _named_methods() -> set[str]:
    """Return the methods that the source of the client names."""
    files = Path(bitrix24.__file__).parent.glob("*.py")
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    values = [node.value for tree in trees for node in ast.walk(tree) if _is_constant(node)]
    return {value for value in values if isinstance(value, str) and _METHOD.fullmatch(value)}


def _is_constant(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant)


def test_the_authorization_server_gives_tokens_later_or_never(desk: CrmDesk) -> None:
    http = HttpPool(system="bitrix24", total_seconds=2.0, allow_local=True)
    grant = OAuthGrant("local.1", Secret("s"), Secret("a"), Secret("r"), f"{desk.url}/oauth/token")
    seen: dict[str, tuple[str, FailureKind]] = {}
    for row in AUTH_ROWS:
        body = row.says if row.says.startswith("<") else {"error": row.code}
        desk.break_calls("oauth.token", "answer", status=row.status, body=body)
        with pytest.raises(CallFailed) as caught:
            AuthServer(http).renew(grant)
        seen[row.name] = type(caught.value).__name__, kind_of(caught.value)
    http.close()

    assert seen == {row.name: _TOKENS[row.means] for row in AUTH_ROWS}
