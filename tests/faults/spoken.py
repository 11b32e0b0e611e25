"""What the bot says in one chat beside offers: how often, and behind which message."""

from collections import Counter
from collections.abc import Iterator, Sequence

from api.cli.portal_control import ChatMessage
from tests.e2e.campaign_buyers import A_PERSON, ORDERED, WAITING
from tests.faults.askers import PARTS


def handed_over(chat: Sequence[ChatMessage]) -> list[ChatMessage]:
    """Return the replies that name no part: they say that a person will answer."""
    return [reply for reply in _answers(chat) if not any(part in reply.text for part in PARTS)]


def said_too_often(chat: Sequence[ChatMessage], messages: int) -> int:
    """Count the replies that are more than one for each message."""
    return max(0, len(_answers(chat)) - messages)


def words_too_many(chat: Sequence[ChatMessage], *, confirmed: bool) -> int:
    """Count what a buyer was told beyond one answer for each line.

    News of an order come by themselves: its number, and that a person sees to it.
    """
    words = [one.text for one in _answers(chat) if ORDERED not in one.text]
    news = confirmed and any(A_PERSON in text.casefold() for text in words)
    lines = sum(one.author == "client" for one in chat)
    return max(0, len(words) - lines - news)


def said_again(chat: Sequence[ChatMessage]) -> Iterator[str]:
    """Yield what one who waits for each answer is told more often than they spoke before it."""
    asked, answered, told = 0, True, Counter[str]()
    for message in chat:
        if message.author == "client":
            asked, told = (1, Counter()) if answered else (asked + 1, told)
            answered = False
        elif message.author == "bot" and WAITING not in message.text:
            answered = True
            told[message.text] += 1
            # How often an order is told of is looked at for itself.
            if ORDERED not in message.text and told[message.text] > max(asked, 1):
                yield message.text


def _answers(chat: Sequence[ChatMessage]) -> list[ChatMessage]:
    return [one for one in chat if one.author == "bot" and WAITING not in one.text]
