"""Judges a case: lost, doubled and reordered, by the ledger; broken rules, by the trace."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.e2e.campaign_buyers import ORDERED, Buyer
from tests.faults.actors import Actor, lines_doubled, lines_lost
from tests.faults.askers import Asker
from tests.faults.ledger import Ledger
from tests.faults.spoken import handed_over, said_again, said_too_often, words_too_many


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a case, each thing in words that lead to its dialog."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    reordered: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    """Rules inside, which nobody outside sees broken."""

    @property
    def wrong(self) -> tuple[str, ...]:
        return (*self.lost, *self.doubled, *self.reordered, *self.broken)

    @property
    def surely_wrong(self) -> tuple[str, ...]:
        """What stays wrong however long one waits."""
        return (*self.doubled, *self.reordered, *self.broken)


def judge(
    askers: Sequence[Asker],
    buyers: Sequence[Buyer],
    ledger: Ledger,
    broken: Sequence[str],
    actors: Sequence[Actor] = (),
    forgot_at: float = 0.0,
) -> Verdict:
    """Compare what was accepted with what was done.

    `forgot_at`: when the store lost all it had; what it had taken before may be lost with it.
    """
    return Verdict(
        lost=(
            *(found for asker in askers for found in _lost(asker, ledger, forgot_at)),
            *(found for buyer in buyers for found in _not_served(buyer, ledger, forgot_at)),
            *(found for actor in actors for found in lines_lost(actor, ledger)),
        ),
        doubled=(
            *(found for asker in askers for found in _doubled(asker, ledger)),
            *(found for buyer in buyers for found in _sold_twice(buyer, ledger, forgot_at)),
            *(found for actor in actors for found in lines_doubled(actor, ledger)),
            *(found for asker in askers for found in _too_many(asker, ledger, forgot_at)),
            *(found for buyer in buyers for found in _said_twice(buyer, ledger, forgot_at)),
            *(f"order {tag} posted {n} times" for tag, n in ledger.orders.posts.items() if n > 1),
        ),
        reordered=tuple(found for asker in askers for found in _reordered(asker, ledger)),
        broken=tuple(broken),
    )


def answered_parts(asker: Asker, ledger: Ledger) -> Sequence[str]:
    """Return the parts that the replies of a chat name, in the order they came in."""
    replies = ledger.replies(asker.chat.chat_id)
    return [part for reply in replies for part in asker.parts if f" {part} — " in reply]


def _lost(asker: Asker, ledger: Ledger, forgot_at: float) -> Iterator[str]:
    answered = answered_parts(asker, ledger)
    known = [one for one in asker.asked if one.at >= forgot_at]
    missing = [one for one in known if one.accepted and one.part not in answered]
    # What was handed over to a person was answered, though not with offers, and afterwards.
    words = handed_over(ledger.chats[asker.chat.chat_id])
    for one in sorted(missing, key=lambda one: one.message_id):
        answer = next((word for word in words if word.id > one.message_id), None)
        if answer is None:
            yield f"chat{asker.chat.chat_id}: message {one.message_id} ({one.part}) has no reply"
        else:
            words.remove(answer)


def _doubled(asker: Asker, ledger: Ledger) -> Iterator[str]:
    for part, times in Counter(answered_parts(asker, ledger)).items():
        if times > 1:
            yield f"chat{asker.chat.chat_id}: {part} is answered {times} times"


def _too_many(asker: Asker, ledger: Ledger, forgot_at: float) -> Iterator[str]:
    chat = asker.chat.chat_id
    surplus = said_too_often(ledger.chats[chat], len(asker.asked))
    # A part that is answered twice is named already.
    repeated = sum(n - 1 for n in Counter(answered_parts(asker, ledger)).values())
    if surplus > repeated and not forgot_at:
        yield f"chat{chat}: {surplus} replies more than messages"


def _said_twice(buyer: Buyer, ledger: Ledger, forgot_at: float) -> Iterator[str]:
    if forgot_at:
        return
    chat = buyer.chat.chat_id
    for text in said_again(ledger.chats[chat]):
        yield f"chat{chat}: `{text[:40]}` is said again"
    surplus = words_too_many(ledger.chats[chat], confirmed=buyer.confirmed)
    if surplus:
        yield f"chat{chat}: {surplus} replies more than lines"


def _reordered(asker: Asker, ledger: Ledger) -> Iterator[str]:
    answered = list(dict.fromkeys(answered_parts(asker, ledger)))
    asked = sorted(asker.asked, key=lambda one: one.message_id)
    expected = [one.part for one in asked if one.part in answered]
    if answered != expected:
        yield f"chat{asker.chat.chat_id}: {expected} were answered as {answered}"


def _orders_of(buyer: Buyer, ledger: Ledger) -> Sequence[str]:
    wish = buyer.errand.wish
    return [row["number"] for row in ledger.orders.rows if wish and wish.phone in row["comment"]]


def nobody_ordered(buyers: Sequence[Buyer], ledger: Ledger) -> bool:
    """Say whether there are people who came to buy, and not one order."""
    return bool(buyers) and not any(_orders_of(buyer, ledger) for buyer in buyers)


def _not_served(buyer: Buyer, ledger: Ledger, forgot_at: float) -> Iterator[str]:
    chat = buyer.chat.chat_id
    if not (buyer.ending or forgot_at):
        yield f"chat{chat}: line {buyer.said} (`{buyer.line.text}`) has no answer"
    if buyer.ending == "misled" and not forgot_at:
        yield f"chat{chat}: line {buyer.said} has a wrong answer"
    if buyer.ending == "served" and not _orders_of(buyer, ledger):
        yield f"chat{chat}: told of an order that there is not"


def _sold_twice(buyer: Buyer, ledger: Ledger, forgot_at: float) -> Iterator[str]:
    chat, lead = buyer.chat.chat_id, str(buyer.chat.lead_id)
    orders = _orders_of(buyer, ledger)
    told = sum(reply.count(ORDERED) for reply in ledger.replies(chat))
    deals = sum(deal["fields"]["LEAD_ID"] == lead for deal in ledger.deals)
    # What was said is not known any more, and may be said again; what was bought is.
    words = 0 if forgot_at else told
    for what, number in (("orders", len(orders)), ("words of an order", words), ("deals", deals)):
        if number > 1:
            yield f"chat{chat}: {number} {what}"
