"""Finds offers for a part number in the shop."""

from collections.abc import Iterable

from engine.errors import CallFailed
from engine.ports.clock import Clock
from engine.ports.parts import (
    Found,
    NothingFound,
    SearchFailed,
    SearchResult,
    SeveralBrands,
    SimilarNumber,
)
from integrations.abcp.answers import Row
from integrations.abcp.brands import BrandNames
from integrations.abcp.client import AbcpClient
from integrations.abcp.numbers import cleaned, same_number
from integrations.abcp.offers import offers_from, plain_text, row_number
from integrations.abcp.similar_numbers import known_part_of, similar_to

SEARCH_SECONDS = 20.0


class AbcpCatalogue:
    """The shop's stock, as engine.ports.parts.PartsCatalogue; never guesses a brand."""

    def __init__(
        self,
        client: AbcpClient,
        clock: Clock,
        *,
        brands: BrandNames | None = None,
        search_seconds: float = SEARCH_SECONDS,
    ) -> None:
        self._client = client
        self._clock = clock
        self._brands = brands or BrandNames()
        self._search_seconds = search_seconds

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        """Ask which brands make the number, then what the one meant costs."""
        until = self._clock.monotonic() + self._search_seconds
        number = cleaned(part_number)
        try:
            return self._search(number, brand, until=until)
        except CallFailed as error:
            return SearchFailed(number, error.code)

    def _search(self, number: str, brand: str | None, *, until: float) -> SearchResult:
        rows = self._client.read("search/brands", {"number": number}, until=until)
        named = _one_name_per_maker(rows, number, self._brands)
        meant = self._brands.matching(brand, named) if brand else named
        if not named:
            return NothingFound(number, self._similar(number, until=until))
        if brand and not meant and len(named) == 1:
            return self._of_another_maker(number, named[0], brand, until=until)
        if len(meant) != 1:
            return SeveralBrands(number, meant or named)
        return self._offers(number, meant[0], until=until)

    def _similar(self, number: str, *, until: float) -> tuple[SimilarNumber, ...]:
        """Ask what may have been meant; without an answer the number is as unknown as before."""
        part = known_part_of(number)
        if part is None:
            return ()
        try:
            return similar_to(
                number, self._client.read("search/tips", {"number": part}, until=until)
            )
        except CallFailed:
            return ()

    def _of_another_maker(
        self, number: str, maker: str, wanted: str, *, until: float
    ) -> SearchResult:
        """Return what the brand wanted makes in place of the part, nothing of other brands."""
        found = self._offers(number, maker, until=until)
        if not isinstance(found, Found):
            return found
        makers = {self._brands.maker(offer.brand): offer.brand for offer in found.substitutes}
        meant = {self._brands.maker(x) for x in self._brands.matching(wanted, makers.values())}
        own = tuple(o for o in found.substitutes if self._brands.maker(o.brand) in meant)
        return Found(number, wanted, own) if own else NothingFound(number)

    def _offers(self, number: str, brand: str, *, until: float) -> SearchResult:
        query = {"number": number, "brand": brand, "withOutAnalogs": "0"}
        rows = self._client.read("search/articles", query, until=until)
        offers = offers_from(rows, part_number=number, brand=brand, brands=self._brands)
        own = tuple(offer for offer in offers if offer.kind == "asked")
        substitutes = tuple(offer for offer in offers if offer.kind != "asked")
        return Found(number, brand, own, substitutes) if offers else NothingFound(number)


def _one_name_per_maker(rows: Iterable[Row], number: str, brands: BrandNames) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for row in rows:
        name = plain_text(row.get("brand"))
        if name and same_number(row_number(row), number):
            names.setdefault(brands.maker(name), name)
    return tuple(names.values())
