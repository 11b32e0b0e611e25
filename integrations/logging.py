"""Structured logging: one line per event, through the personal-data policy, for all loggers."""

import logging
import logging.config
import sys
import traceback
from collections.abc import MutableMapping, Sequence
from pathlib import PurePath
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from engine.errors import CortexError
from integrations.pii import mask_fields

LogFormat = Literal["json", "console"]

_FRAMES_SHOWN = 8


def configure_logging(log_format: LogFormat, *, stream: TextIO | None = None) -> None:
    """Send structlog and standard-library events to `stream`, standard output when not given."""
    output = stream or sys.stdout
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *_shared(), *_last(log_format)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=output),
    )
    logging.config.dictConfig(standard_library_configuration(log_format, stream=output))


def standard_library_configuration(
    log_format: LogFormat, *, stream: TextIO | str = "ext://sys.stdout"
) -> dict[str, Any]:
    """Return the dictConfig that puts libraries (and gunicorn itself) under the same policy."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "cortex": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [structlog.contextvars.merge_contextvars, *_shared()],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_last(log_format),
                ],
            }
        },
        "handlers": {
            "cortex": {"class": "logging.StreamHandler", "formatter": "cortex", "stream": stream}
        },
        "root": {"level": "INFO", "handlers": ["cortex"]},
        "loggers": {
            "gunicorn.error": {"level": "INFO", "handlers": ["cortex"], "propagate": False},
            # URLs with query credentials stand in its debug and retry lines.
            "urllib3": {"level": "ERROR"},
            "pymorphy3": {"level": "WARNING"},
        },
    }


def explain_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its type, code and places.

    Texts of foreign exceptions quote their input, so only those of Cortex are kept.
    """
    error = _exception(event.pop("exc_info", None))
    if error is None:
        return event
    event["error_type"] = type(error).__name__
    event["frames"] = _frames(error)
    if isinstance(error, CortexError):
        event["error_code"] = error.code
        event["error_message"] = error.message
    return event


def mask_personal_data(_: WrappedLogger, __: str, event: EventDict) -> MutableMapping[str, Any]:
    """Apply the policy to a whole event."""
    return mask_fields(event)


def _shared() -> Sequence[Processor]:
    return (
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )


def _last(log_format: LogFormat) -> Sequence[Processor]:
    return (explain_exception, mask_personal_data, _renderer(log_format))


def _renderer(log_format: LogFormat) -> Processor:
    if log_format == "console":
        return structlog.dev.ConsoleRenderer(colors=False)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _exception(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    return sys.exc_info()[1] if exc_info else None


def _frames(error: BaseException) -> list[str]:
    found = traceback.extract_tb(error.__traceback__)[-_FRAMES_SHOWN:]
    return ["/".join(PurePath(f.filename).parts[-2:]) + f":{f.lineno}:{f.name}" for f in found]
