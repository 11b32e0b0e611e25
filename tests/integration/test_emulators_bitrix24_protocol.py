"""How the emulated portal is called: both forms of address, answers, limits, batches."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.integration.portal_client import PORTAL, PortalClient


def spend(portal: PortalClient, *, limit: float, server_time: float) -> None:
    """Let every `server.time` cost so many seconds of the time a method may take."""
    told = {"limit_seconds": limit, "seconds": {"server.time": server_time}}
    portal.session.post(f"{portal.url}/_emulator/operating", json=told).raise_for_status()


def asked_from(source: str, portal: PortalClient) -> int:
    """Call `profile` from an address of this machine and return the status."""
    url = urlsplit(f"{portal.webhook}profile")
    connection = HTTPConnection(url.netloc, timeout=5, source_address=(source, 0))
    with closing(connection):
        connection.request("GET", url.path)
        return connection.getresponse().status


def test_an_answer_wraps_the_result_with_its_timing(portal: PortalClient) -> None:
    answer = portal.call("server.time").json()

    assert answer["result"] == "2026-02-02T05:40:00+03:00"
    assert {"start", "finish", "duration", "processing", "operating"} <= answer["time"].keys()


def test_a_wrong_webhook_code_is_refused(portal: PortalClient) -> None:
    answer = portal.session.post(f"{portal.url}/rest/1/guess/profile")

    assert (answer.status_code, answer.json()["error"]) == (401, "NO_AUTH_FOUND")


def test_an_unknown_method_is_refused(portal: PortalClient) -> None:
    assert portal.refusal("crm.lead.convert") == (404, "ERROR_METHOD_NOT_FOUND")


def test_form_bodies_and_the_json_suffix_work_too(portal: PortalClient) -> None:
    lead_id = portal.open_chat()["lead_id"]
    form = {"id": str(lead_id), "fields[TITLE]": "Форма"}

    portal.session.post(portal.webhook + "crm.lead.update.json", data=form)

    assert portal.result("crm.lead.get", id=lead_id)["TITLE"] == "Форма"


def test_a_method_can_be_probed_before_use(portal: PortalClient) -> None:
    known = portal.result("method.get", name="imbot.message.add")
    unknown = portal.result("method.get", name="crm.lead.convert")

    assert known == {"isExisting": True, "isAvailable": True}
    assert unknown == {"isExisting": False, "isAvailable": False}


def test_calls_above_the_limit_are_refused_once_the_limit_is_on(portal: PortalClient) -> None:
    limit = {"leak_per_second": 2, "ceiling": 1}
    portal.session.post(f"{portal.url}/_emulator/rate_limit", json=limit)

    first, second = portal.call("profile"), portal.call("profile")

    assert first.status_code == 200
    assert (second.status_code, second.json()["error"]) == (503, "QUERY_LIMIT_EXCEEDED")


def test_a_query_is_read_like_a_body_also_its_token(portal: PortalClient) -> None:
    lead_id = portal.open_chat()["lead_id"]
    tokens = portal.session.post(f"{portal.url}/_emulator/oauth/install").json()
    by_token = {"auth": tokens["access_token"], "id": lead_id}

    by_webhook = portal.session.get(portal.webhook + "crm.lead.get", params={"id": lead_id})
    by_application = portal.session.get(f"{portal.url}/rest/crm.lead.get", params=by_token)

    assert by_webhook.json()["result"]["ID"] == str(lead_id)
    assert by_application.json()["result"] == by_webhook.json()["result"]


def test_each_source_address_has_its_own_limit(portal: PortalClient) -> None:
    limit = {"leak_per_second": 2, "ceiling": 1}
    portal.session.post(f"{portal.url}/_emulator/rate_limit", json=limit)

    statuses = [asked_from(source, portal) for source in ("127.0.0.1", "127.0.0.2", "127.0.0.1")]

    assert statuses == [200, 200, 503]


def test_a_method_that_used_its_time_up_is_refused_until_told(portal: PortalClient) -> None:
    spend(portal, limit=10, server_time=8)

    first, over, refused = (portal.call("server.time").json() for _ in range(3))
    other = portal.call("profile")

    assert [first["time"]["operating"], over["time"]["operating"]] == [8, 16]
    assert refused["error"] == "OPERATION_TIME_LIMIT"
    assert refused["time"]["operating_reset_at"] > first["time"]["start"]
    assert other.status_code == 200


def test_commands_of_a_batch_are_charged_one_by_one(portal: PortalClient) -> None:
    spend(portal, limit=10, server_time=8)
    commands = {"a": "server.time", "b": "server.time", "c": "server.time", "d": "profile"}

    answer = portal.result("batch", cmd=commands)

    assert set(answer["result"]) == {"a", "b", "d"}
    assert answer["result_error"]["c"]["error"] == "OPERATION_TIME_LIMIT"
    assert answer["result_time"]["b"]["operating"] == 16


def test_the_limit_of_time_can_be_taken_back(portal: PortalClient) -> None:
    spend(portal, limit=1, server_time=8)
    portal.call("server.time")

    portal.session.delete(f"{portal.url}/_emulator/operating")

    assert portal.call("server.time").status_code == 200


def test_commands_of_an_applications_batch_are_its_own_calls(portal: PortalClient) -> None:
    tokens = portal.session.post(f"{portal.url}/_emulator/oauth/install").json()
    batch = {"auth": tokens["access_token"], "cmd": {"bots": "imbot.bot.list"}}

    answer = portal.session.post(f"{portal.url}/rest/batch", json=batch).json()["result"]

    assert list(answer["result"]["bots"]) == [str(PORTAL.bot_id)]
