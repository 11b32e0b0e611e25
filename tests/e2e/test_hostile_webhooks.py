"""What must not come in is refused with a code, leaves nothing behind and upsets nobody."""

from urllib.parse import parse_qsl, quote

import pytest
import requests

from api.cli.stack import LocalStack
from api.cli.web_control import WebControl
from api.cli.worker_log import wrong_lines
from tests.e2e.customer import Customer

pytestmark = pytest.mark.e2e

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LIMIT = 256 * 1024


def a_token_exchanged(body: str, token: str) -> str:
    return body.replace(quote(token), "0" * len(token))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("event=ONIMBOTMESSAGEADD&event[x]=1", 400),
        ("data" + "[a]" * 40 + "=1", 400),
        ("&".join(f"k{n}=1" for n in range(1500)), 400),
        ("%ff%fe=%00", 400),
        ("event=ONIMBOTMESSAGEADD", 400),
        ("data[x]=" + "я" * LIMIT, 413),
    ],
    ids=[
        "conflicting keys",
        "deeply nested",
        "too many fields",
        "garbage",
        "without a message",
        "oversized",
    ],
)
def test_a_malformed_event_is_refused_with_a_code_and_not_kept(
    stack: LocalStack, web: WebControl, body: str, status: int
) -> None:
    before = web.status().backlog

    answer = requests.post(stack.webhook_url, body.encode(), headers=FORM, timeout=10)

    assert answer.status_code == status
    assert answer.json()["code"].isupper()
    assert "Traceback" not in answer.text
    assert web.status().backlog == before


def parts_of(body: str) -> list[tuple[str, tuple[None, str]]]:
    """The fields of an ordinary form, for a multipart one."""
    return [(name, (None, value)) for name, value in parse_qsl(body, keep_blank_values=True)]


def test_an_event_in_a_multipart_form_is_answered_like_any_other(
    stack: LocalStack, customer: Customer
) -> None:
    said = customer.keeps_back("нужен 06A115561B")

    answer = requests.post(stack.webhook_url, files=parts_of(said.body), timeout=10)

    assert (answer.status_code, answer.json()) == (200, {"result": "ok"})
    assert "1. VAG 06A115561B" in customer.hears()


def test_a_multipart_event_with_a_file_or_a_wrong_token_is_refused(
    stack: LocalStack, customer: Customer
) -> None:
    said = customer.keeps_back("нужен 06A115561B")
    forged = a_token_exchanged(said.body, stack.tokens.application)
    file = ("data[FILE]", ("a.txt", "x"))

    wrong = requests.post(stack.webhook_url, files=parts_of(forged), timeout=10)
    with_file = requests.post(stack.webhook_url, files=[*parts_of(said.body), file], timeout=10)
    large = requests.post(stack.webhook_url, files=[("a", (None, "x" * LIMIT))], timeout=10)

    assert (wrong.status_code, wrong.json()["code"]) == (403, "TOKEN_INVALID")
    assert (with_file.status_code, with_file.json()["code"]) == (415, "CONTENT_TYPE_UNSUPPORTED")
    assert (large.status_code, large.json()["code"]) == (413, "BODY_TOO_LARGE")
    assert customer.everything_heard() == []


def test_an_event_with_a_wrong_application_token_is_refused_and_never_answered(
    stack: LocalStack, customer: Customer
) -> None:
    said = customer.keeps_back("нужен 06A115561B")
    forged = a_token_exchanged(said.body, stack.tokens.application)

    answer = requests.post(stack.webhook_url, forged, headers=FORM, timeout=10)

    assert forged != said.body
    assert (answer.status_code, answer.json()["code"]) == (403, "TOKEN_INVALID")
    assert customer.everything_heard() == []


def test_a_wrong_webhook_secret_is_refused(stack: LocalStack, customer: Customer) -> None:
    said = customer.keeps_back("нужен 06A115561B")
    wrong = f"{stack.web_url}/bitrix/events/{'x' * 32}"

    answer = requests.post(wrong, said.body, headers=FORM, timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (403, "SECRET_INVALID")
    assert customer.everything_heard() == []


def test_refusals_leave_no_error_in_the_log_of_the_web_service(stack: LocalStack) -> None:
    for body in ("a[b]=1&a=2", "x" * (LIMIT + 1), "%ff"):
        requests.post(stack.webhook_url, body, headers=FORM, timeout=10)

    assert wrong_lines(stack.web.log) == []
