"""Comments in the timelines of leads, contacts and deals."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from threading import Lock


@dataclass(frozen=True)
class Comment:
    """One comment; `owner_type` is lead, contact or deal."""

    comment_id: int
    owner_type: str
    owner_id: int
    text: str
    author_id: int
    written_at: float


class Timeline:
    """Keeps every comment; the same words written twice are two comments."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ids = count(801)
        self._comments: list[Comment] = []
        self._lock = Lock()

    def add(self, owner_type: str, owner_id: int, text: str, *, author_id: int) -> Comment:
        with self._lock:
            comment = Comment(next(self._ids), owner_type, owner_id, text, author_id, self._clock())
            self._comments.append(comment)
            return comment

    def of(self, owner_type: str, owner_id: int) -> list[Comment]:
        with self._lock:
            return [
                c for c in self._comments if (c.owner_type, c.owner_id) == (owner_type, owner_id)
            ]

    def all(self) -> list[Comment]:
        with self._lock:
            return list(self._comments)
