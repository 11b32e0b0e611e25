"""Brand names as shops write them: which of them mean one maker."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

_SAME_NAME_SCORE = 88
_SEPARATORS = re.compile(r"[\W_]+")
# One catalogue under several names: a number found under two of them is one part.
KNOWN_SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("VAG", "Volkswagen", "VW", "Audi", "Skoda", "Seat", "Audi/VW", "Фольксваген", "Ауди", "Шкода"),
    ("Hyundai-KIA", "Hyundai", "Kia", "Mobis", "Hyundai/Kia", "Хендай", "Киа"),
    ("Toyota", "Lexus", "Toyota/Lexus", "Тойота", "Лексус"),
    ("Nissan", "Infiniti", "Nissan/Infiniti", "Ниссан"),
    ("Mercedes-Benz", "Mercedes", "MB", "Daimler", "Мерседес"),
    ("BMW", "Mini", "BMW/Mini", "БМВ"),
    ("GM", "General Motors", "Opel", "Chevrolet", "Vauxhall", "Opel/GM", "Опель"),
    ("PSA", "Peugeot", "Citroen", "Peugeot/Citroen", "Citroen/Peugeot"),
    ("Renault", "Dacia", "Рено"),
    ("Ford", "Motorcraft", "Форд"),
    ("Honda", "Acura", "Хонда"),
    ("Lada", "Лада", "ВАЗ", "АвтоВАЗ", "VAZ"),
    ("MANN-FILTER", "Mann", "Mann Filter"),
    ("Febi", "Febi Bilstein"),
    ("Lemförder", "Lemforder", "Lemfoerder"),
    ("Knecht", "Mahle", "Knecht/Mahle", "Mahle Original", "Mahle/Knecht"),
)


class BrandNames:
    """Knows synonyms, so that one maker under two names is not two answers."""

    def __init__(self, synonyms: Iterable[Iterable[str]] = KNOWN_SYNONYMS) -> None:
        groups = [[_folded(name) for name in names] for names in synonyms]
        self._makers: Mapping[str, str] = {name: names[0] for names in groups for name in names}

    def maker(self, brand: str) -> str:
        """Return one word for all the names of a maker."""
        folded = _folded(brand)
        return self._makers.get(folded, folded)

    def matching(self, wanted: str, brands: Iterable[str]) -> tuple[str, ...]:
        """Return the brands the wanted name may mean: the very maker, else similar spelling."""
        known = tuple(brands)
        maker = self.maker(wanted)
        exact = tuple(brand for brand in known if self.maker(brand) == maker)
        return exact or tuple(brand for brand in known if self._is_similar(wanted, brand))

    def _is_similar(self, wanted: str, brand: str) -> bool:
        return fuzz.ratio(_folded(wanted), _folded(brand)) >= _SAME_NAME_SCORE


def _folded(name: str) -> str:
    return _SEPARATORS.sub("", name.casefold())
