"""How events go wrong on their way: what is left out of them, and how they are delivered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError

_TOKENS = frozenset({"access_token", "expires", "expires_in", "user_id", "refresh_token"})
_LONGEST_DELAY_SECONDS = 60.0
_MOST_RESENDS = 10


@dataclass(frozen=True)
class EventSwitches:
    """All off, a portal posts each event once, whole, in order, and never again."""

    token_less: bool = False
    """As events caused by an automation rule come: no OAuth tokens in `auth`."""
    without_bot_tokens: bool = False
    without_handler_id: bool = False
    resend: int = 0
    """Times an event is sent again while the handler does not answer with success."""
    duplicate: bool = False
    """Every event is sent twice."""
    reorder: bool = False
    """Every event is held back until the next one has been sent."""
    delay_seconds: float = 0.0
    slow_seconds: float = 0.0
    """A handler that takes longer is called later the next time; 0 forgives everything."""

    def as_json(self) -> Mapping[str, Json]:
        return asdict(self)


def switches_from(given: Mapping[str, Json]) -> EventSwitches:
    """Read switches; raises FieldError for an unknown name or a value out of bounds."""
    kinds = {
        field.name: type(getattr(EventSwitches, field.name)) for field in fields(EventSwitches)
    }
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in kinds:
            raise FieldError(f"unknown switch {name!r}; choose of: {', '.join(kinds)}")
        number = float(value) if isinstance(value, int) and kinds[name] is float else value
        if type(number) is not kinds[name]:
            raise FieldError(f"{name} must be {kinds[name].__name__}")
        values[name] = number
    switches = EventSwitches(**values)  # type: ignore[arg-type]
    longest = max(switches.delay_seconds, switches.slow_seconds)
    least = min(switches.resend, switches.delay_seconds, switches.slow_seconds)
    if longest > _LONGEST_DELAY_SECONDS or least < 0 or switches.resend > _MOST_RESENDS:
        raise FieldError("delays are 0 to 60 seconds, resends 0 to 10")
    return switches


def thinned(event: Mapping[str, Json], switches: EventSwitches) -> Mapping[str, Json]:
    """Leave out of an event what the switches say."""
    thin = dict(event)
    if switches.without_handler_id:
        thin.pop("event_handler_id", None)
    if switches.token_less:
        thin["auth"] = _token_less(_mapping(event.get("auth")))
    if switches.without_bot_tokens:
        thin["data"] = _without_bot_tokens(_mapping(event.get("data")))
    return thin


def _without_bot_tokens(data: Mapping[str, Json]) -> Mapping[str, Json]:
    # One logged payload of a real portal had no access_token in data[BOT][id] either.
    bots = {bot_id: _token_less(_mapping(bot)) for bot_id, bot in _mapping(data.get("BOT")).items()}
    bot = _mapping(data.get("bot"))
    v2 = {**bot, "auth": _token_less(_mapping(bot.get("auth")))}
    return {**data, **({"BOT": bots} if bots else {}), **({"bot": v2} if bot else {})}


def _token_less(block: Mapping[str, Json]) -> Mapping[str, Json]:
    return {
        name: _token_less(value) if isinstance(value, Mapping) else value
        for name, value in block.items()
        if name not in _TOKENS
    }


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}
