"""The baskets of one API login: one that everybody shares, and more where the shop has them."""

from integrations.emulators.abcp.basket import Basket
from integrations.emulators.abcp.options import Options
from integrations.emulators.abcp.parameters import Params, bad_parameter, optional_text
from integrations.emulators.exchange import Json

_SHARED = "1"
_NAMES = {_SHARED: "Основная", "2": "Заказы бота"}
_IDS_APART = 1_000_000


class Baskets:
    """Finds the basket that a call names; without a name it is the shared one."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._by_id = {
            number: Basket(first_id=700_000_001 + index * _IDS_APART)
            for index, number in enumerate(_NAMES)
        }

    @property
    def shared(self) -> Basket:
        return self._by_id[_SHARED]

    def named(self, params: Params) -> Basket:
        number = optional_text(params, "basketId") or _SHARED
        if number not in self._by_id or (number != _SHARED and not self._options.now.multibasket):
            raise bad_parameter("basketId")
        return self._by_id[number]

    def by_name(self) -> dict[str, Basket]:
        """Return the baskets that the shop shows."""
        shown = _NAMES if self._options.now.multibasket else {_SHARED: _NAMES[_SHARED]}
        return {name: self._by_id[number] for number, name in shown.items()}

    def listed(self) -> Json:
        """Rows of basket/multibasket: none where the option is off."""
        if not self._options.now.multibasket:
            return []
        return [{"id": int(number), "name": name} for number, name in _NAMES.items()]
