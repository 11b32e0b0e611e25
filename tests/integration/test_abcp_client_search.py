"""Searching the shop over real HTTP: offers, brands, repeats and failures."""

import logging
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
import requests

from engine.errors import CallFailed
from engine.ports.parts import Found, NothingFound, SearchFailed, SearchResult, SeveralBrands
from integrations.abcp.catalogue import AbcpCatalogue
from integrations.abcp.client import ATTEMPTS, AbcpClient
from integrations.abcp.shop import Shop
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.secret import Secret

EMULATED = EmulatorConfiguration().shop
FOREVER = 3600


@dataclass
class Naps:
    """A clock whose sleepers wake at once, and the record of their sleep."""

    taken: list[float] = field(default_factory=list)
    clock: SystemClock = field(default_factory=SystemClock)

    def now(self) -> float:
        return self.clock.now()

    def monotonic(self) -> float:
        return self.clock.monotonic() + sum(self.taken)

    def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)


@dataclass(frozen=True)
class Counter:
    """A shop, and the catalogue that asks it."""

    url: str
    session: requests.Session
    naps: Naps
    http: HttpPool

    def break_calls(self, method: str, mode: str, **more: Any) -> None:
        fault = {"method": method, "mode": mode, **more}
        assert self.session.post(f"{self.url}/_emulator/faults", json=fault).ok

    def calls(self) -> list[str]:
        calls = self.session.get(f"{self.url}/_emulator/calls").json()["calls"]
        return [call["method"] for call in calls]

    def client(self, password: str = EMULATED.password_md5) -> AbcpClient:
        shop = Shop(self.url, Secret(EMULATED.login), Secret(password), allow_local=True)
        return AbcpClient(self.http, shop, self.naps, sleep=self.naps.sleep)

    def search(self, number: str, *, brand: str | None = None, seconds: float = 20) -> SearchResult:
        catalogue = AbcpCatalogue(self.client(), self.naps, search_seconds=seconds)
        return catalogue.search(number, brand=brand)

    def prices(self, number: str, *, brand: str | None = None) -> list[Decimal]:
        found = self.search(number, brand=brand)
        assert isinstance(found, Found)
        return [offer.price for offer in found.offers]


@pytest.fixture
def counter() -> Iterator[Counter]:
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        http = HttpPool(system="abcp", total_seconds=2.0, allow_local=True)
        yield Counter(running.abcp_url, session, Naps(), http)
        http.close()


def failure_of(client: AbcpClient, operation: str = "search/brands") -> CallFailed:
    """Return the failure of a read, after looking for the account wherever a log might."""
    with pytest.raises(CallFailed) as caught:
        client.read(operation, {"number": "06A115561B"}, until=client_deadline())
    error = caught.value
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert not [secret for secret in (EMULATED.login, EMULATED.password_md5) if secret in shown]
    return error


def without_keys(found: SearchResult) -> Found:
    """Return what was found without the keys that each search gives out anew."""
    assert isinstance(found, Found)
    offers, substitutes = (
        tuple(replace(offer, item_key="") for offer in offers)
        for offers in (found.offers, found.substitutes)
    )
    return replace(found, offers=offers, substitutes=substitutes)


def client_deadline() -> float:
    return SystemClock().monotonic() + 60


def test_a_number_of_one_brand_is_found_with_its_offers_best_first(counter: Counter) -> None:
    found = counter.search("06A115561B")

    assert isinstance(found, Found)
    assert (found.part_number, found.brand) == ("06A115561B", "VAG")
    terms = [(offer.price, offer.delivery_days, offer.available) for offer in found.offers]
    assert terms == [(712, 11, None), (Decimal("745.5"), 2, 38), (890, 0, 14)]


def test_analogs_are_never_offered_as_the_part(counter: Counter) -> None:
    found = counter.search("06A115561B")

    assert isinstance(found, Found)
    assert {(offer.brand, offer.part_number) for offer in found.offers} == {("VAG", "06A115561B")}


def test_what_fits_in_place_of_the_part_is_told_apart_from_it(counter: Counter) -> None:
    found = counter.search("06A115561B")

    assert isinstance(found, Found)
    assert [(offer.brand, offer.part_number, offer.kind) for offer in found.substitutes] == [
        ("Febi", "22532", "analog"),
        ("MANN-FILTER", "W71930", "analog"),
        ("MANN-FILTER", "W71930", "analog"),
    ]
    assert {offer.asked_number for offer in found.substitutes} == {"06A115561B"}


def test_a_superseded_number_has_its_successor_before_analogs(counter: Counter) -> None:
    found = counter.search("06A115561A")

    assert isinstance(found, Found)
    assert found.offers == ()
    kinds = [(offer.part_number, offer.kind) for offer in found.substitutes]
    assert kinds == [("06A115561B", "replacement")] * 3 + [("W71930", "analog")] * 2


def test_an_analog_is_found_again_under_its_own_number(counter: Counter) -> None:
    listed = counter.search("06A115561B")
    assert isinstance(listed, Found)
    analog = listed.substitutes[0]

    again = counter.search(analog.part_number, brand=analog.brand)

    assert isinstance(again, Found)
    routes = [(offer.price, offer.supplier_code) for offer in again.offers]
    assert (analog.price, analog.supplier_code) in routes


def test_an_item_key_is_kept_byte_for_byte_and_is_the_freshest(counter: Counter) -> None:
    first, second = counter.search("06A906032N"), counter.search("06A906032N")

    assert isinstance(first, Found)
    assert isinstance(second, Found)
    keys = {offer.item_key for offer in (*first.offers, *second.offers)}
    assert len(keys) == 4
    assert all(len(key) == 40 for key in keys)


@pytest.mark.parametrize("written", ["15208-65f0e", "15208 65F0E", "1520865F0E"])
def test_a_number_is_found_however_it_is_written(counter: Counter, written: str) -> None:
    assert isinstance(counter.search(written), Found)


@pytest.mark.parametrize("number", ["A2710940204", "2710940204"])
def test_a_mercedes_number_is_found_with_and_without_its_a(counter: Counter, number: str) -> None:
    assert counter.prices(number)


def test_a_number_nobody_knows_is_nothing_found(counter: Counter) -> None:
    assert counter.search("00000000X") == NothingFound("00000000X")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("06A115561X", ["06A115561A", "06A115561B"]),
        ("06A115561", ["06A115561A", "06A115561B"]),
        ("06A90603ZN", ["06A906032N"]),
        ("5N0071680", ["5N0071680B041"]),
        ("0610", []),
        ("XXXXXXXXX", []),
    ],
)
def test_a_number_nobody_knows_may_be_a_slip_of_a_known_one(
    counter: Counter, typed: str, meant: list[str]
) -> None:
    found = counter.search(typed)

    assert isinstance(found, NothingFound)
    assert [similar.part_number for similar in found.similar] == meant


@pytest.mark.parametrize("mode", ["error_500", "html_502", "not_found", "error_in_200"])
def test_without_tips_an_unknown_number_is_as_unknown_as_before(
    counter: Counter, mode: str
) -> None:
    counter.break_calls("search/tips", mode, times=100)

    assert counter.search("06A115561X") == NothingFound("06A115561X")


def test_a_number_nobody_sells_is_nothing_found(counter: Counter) -> None:
    assert counter.search("01089", brand="PATRON") == NothingFound("01089")


def test_unrelated_parts_under_one_number_are_never_guessed_between(counter: Counter) -> None:
    found = counter.search("01089")

    assert found == SeveralBrands("01089", ("Febi", "Sasic", "PATRON"))
    assert counter.calls() == ["search/brands"]


@pytest.mark.parametrize("brand", ["Febi", "febi bilstein", "FEBI"])
def test_a_named_brand_decides_between_unrelated_parts(counter: Counter, brand: str) -> None:
    assert counter.prices("01089", brand=brand) == [Decimal("655.0"), Decimal("790.00")]


def test_a_brand_that_is_none_of_them_is_asked_about_again(counter: Counter) -> None:
    found = counter.search("01089", brand="Bosch")

    assert found == SeveralBrands("01089", ("Febi", "Sasic", "PATRON"))


def test_a_brand_that_does_not_make_the_number_is_not_replaced_by_one_that_does(
    counter: Counter,
) -> None:
    assert counter.search("06A115561B", brand="Bosch") == NothingFound("06A115561B")


@pytest.mark.parametrize("brand", ["MANN", "mann filter", "MANN-FILTER"])
def test_a_brand_that_makes_an_analog_of_the_number_is_found_with_it_alone(
    counter: Counter, brand: str
) -> None:
    found = counter.search("06A115561B", brand=brand)

    assert isinstance(found, Found)
    offers = [(offer.brand, offer.part_number, offer.kind) for offer in found.offers]
    assert offers == [("MANN-FILTER", "W71930", "analog")] * 2
    assert found.substitutes == ()


@pytest.mark.parametrize("brand", ["Volkswagen", "audi", "Фольксваген"])
def test_a_synonym_of_the_brand_is_the_brand(counter: Counter, brand: str) -> None:
    assert counter.prices("06A115561B", brand=brand)


def test_a_list_written_as_an_object_reads_the_same(counter: Counter) -> None:
    usual = counter.prices("06A115561B")

    counter.break_calls("search/brands", "list_as_object")
    counter.break_calls("search/articles", "list_as_object")

    assert counter.prices("06A115561B") == usual


@pytest.mark.parametrize("form", ["numbers_as_text", "numbers_as_figures", "list_as_object"])
@pytest.mark.parametrize("number", ["06A115561B", "1K0615301AA", "06L105243AP", "06A115561A"])
def test_offers_and_what_fits_in_their_place_read_the_same_in_every_form(
    counter: Counter, number: str, form: str
) -> None:
    usual = without_keys(counter.search(number))

    counter.break_calls("search/brands", form)
    counter.break_calls("search/articles", form)

    assert without_keys(counter.search(number)) == usual


@pytest.mark.parametrize(
    "mode", ["rate_limited_429", "error_503_limit", "error_500", "html_502", "drop_before"]
)
@pytest.mark.parametrize("operation", ["search/brands", "search/articles"])
def test_a_passing_failure_is_asked_again_after_a_growing_pause(
    counter: Counter, operation: str, mode: str
) -> None:
    counter.break_calls(operation, mode, times=ATTEMPTS - 1)

    assert counter.prices("06A115561B")
    assert counter.naps.taken == [0.5, 1.0]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("rate_limited_429", "CALL_NOT_RUN"),
        ("error_503_limit", "CALL_NOT_RUN"),
        ("error_500", "OUTCOME_UNKNOWN"),
        ("html_502", "OUTCOME_UNKNOWN"),
        ("error_in_200", "OUTCOME_UNKNOWN"),
        ("drop_before", "OUTCOME_UNKNOWN"),
    ],
)
@pytest.mark.parametrize("operation", ["search/brands", "search/articles"])
def test_a_lasting_failure_is_told_apart_from_an_empty_shelf(
    counter: Counter, operation: str, mode: str, reason: str
) -> None:
    counter.break_calls(operation, mode, times=100)

    assert counter.search("06A115561B") == SearchFailed("06A115561B", reason)
    assert counter.calls().count(operation) == ATTEMPTS


def test_a_slow_shop_is_asked_once_and_given_up(counter: Counter) -> None:
    counter.break_calls("search/brands", "slow", delay_seconds=FOREVER)

    found = counter.search("06A115561B")

    assert found == SearchFailed("06A115561B", "OUTCOME_UNKNOWN")
    assert counter.naps.taken == []


def test_a_search_stops_asking_when_its_time_is_over(counter: Counter) -> None:
    counter.break_calls("search/brands", "rate_limited_429", times=100)

    found = counter.search("06A115561B", seconds=1.2)

    assert found == SearchFailed("06A115561B", "CALL_NOT_RUN")
    assert counter.calls() == ["search/brands"] * 2
    assert counter.naps.taken == [0.5]


def test_no_time_left_means_no_call_at_all(counter: Counter) -> None:
    assert counter.search("06A115561B", seconds=0) == SearchFailed("06A115561B", "CALL_NOT_RUN")
    assert counter.calls() == []


def test_a_wrong_password_is_a_refusal_and_not_repeated(counter: Counter) -> None:
    failure = failure_of(counter.client(password="0" * 32))

    assert failure.remote_code == "ABCP_102"
    assert counter.calls() == ["search/brands"]


def test_an_unknown_operation_is_a_refusal(counter: Counter) -> None:
    assert failure_of(counter.client(), "search/nothing").code == "CALL_REFUSED"


def test_a_shop_that_is_not_there_was_never_asked(counter: Counter) -> None:
    shop = Shop("http://shop.invalid", Secret(EMULATED.login), Secret("x" * 32), allow_local=True)
    client = AbcpClient(counter.http, shop, counter.naps, sleep=counter.naps.sleep)

    assert failure_of(client).code == "CALL_NOT_RUN"
    assert counter.naps.taken == [0.5, 1.0]


@pytest.mark.parametrize("mode", ["html_502", "drop_before", "rate_limited_429"])
def test_no_failure_and_no_log_line_shows_the_account(
    counter: Counter, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    counter.break_calls("search/brands", mode, times=100)

    failure_of(counter.client())

    assert EMULATED.password_md5 not in caplog.text
    assert EMULATED.login not in caplog.text
