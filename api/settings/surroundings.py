"""The real environment as it is, for processes that are started from this one."""

import os


def environment_of_this_process() -> dict[str, str]:
    """Return every variable; a started process needs PATH and the like."""
    return dict(os.environ)  # noqa: TID251 - api/settings is the one reader
