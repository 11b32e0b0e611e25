"""Every error row that the ABCP contract names for what Cortex calls, as its section 1 says it."""

from dataclasses import dataclass
from typing import Any, Literal

Meaning = Literal["later", "refused", "nothing", "unknown", "page", "no_list"]
"""What a row says of the call:

later - too many calls; refused - surely not done; nothing - the shop has none of it;
unknown - it may have been done; page - no answer at all, by whoever stands before the shop;
no_list - the shop has not switched this on.
"""


@dataclass(frozen=True)
class Row:
    """One row: the answer to play, the words of the contract beside it, and what they mean."""

    status: int
    code: int
    says: Any
    means: Meaning

    @property
    def name(self) -> str:
        return f"{self.status} {self.code} {self.says}"

    @property
    def body(self) -> Any:
        if self.means == "page":
            return self.says
        if not self.code:
            return {}
        return {"errorCode": self.code, "errorMessage": self.says}


HTML = "<html><body>Технические работы</body></html>"

# "Error codes (complete official list)"; HTTP >= 400 means an error.
OFFICIAL = {
    1: "query syntax",
    2: "required parameter missing",
    3: "unknown operation",
    4: "bad parameter",
    13: "unknown error",
    102: "User Authentication Error",
    103: "Access to requested operation is denied",
    104: "site authentication",
    201: "data error",
    202: "uniqueness violated",
    301: "No results",
    302: "cache error",
    303: "resource blocked",
}
_UNKNOWN, _NOTHING = frozenset({13, 302}), 301


def _means(code: int) -> Meaning:
    return "unknown" if code in _UNKNOWN else "nothing" if code == _NOTHING else "refused"


ROWS = (
    # "Error object may also arrive with HTTP 200", its text "string, list, or dict of fields".
    *(
        Row(200 if place % 2 else 400, code, says, _means(code))
        for place, (code, says) in enumerate(OFFICIAL.items())
    ),
    Row(400, 4, ["bad parameter", "и ещё"], "refused"),
    Row(400, 4, {"number": "bad parameter"}, "refused"),
    # "observed pair" rows.
    Row(404, 301, "No results", "nothing"),
    Row(400, 2, "brand missing in search/articles", "refused"),
    Row(403, 103, "Access to requested operation is denied", "refused"),
    Row(403, 102, "Неправильное имя или пароль!", "refused"),
    Row(400, 303, "Внимание!<br> цена и/или наличие&nbsp;... изменились", "refused"),
    Row(500, 403, "Access is denied. Orders v1 disabled.", "refused"),
    # "Rate limits": no numbers are documented; clients meet 429.
    Row(429, 429, "Too Many Requests", "later"),
    Row(200, 429, "Too Many Requests", "later"),
    Row(500, 13, "unknown error", "unknown"),
    Row(403, 0, HTML, "page"),
    Row(500, 0, HTML, "page"),
    Row(502, 0, HTML, "page"),
    Row(200, 0, HTML, "page"),
)
NO_LIST = Row(404, 0, "may be empty or 404 when the option is off", "no_list")
NO_ANSWER = Row(0, 0, "timeout or reset", "unknown")
# `{status:0, errorCode:403}`: a stub of the same; `{"status":0,...,"orders":[]}`: section 3.
STATUS_0 = (
    {"status": 0, "errorCode": 403, "errorMessage": "Orders v1 disabled."},
    {"status": 0, "errorMessage": "Не указан способ доставки", "orders": []},
)
