"""Which phrases of the lexicon are found in a message."""

from engine.facts.frames import read_frames
from engine.facts.knowledge import Knowledge
from engine.facts.normalise import normalise
from engine.facts.phrases import PhraseIndex
from engine.facts.said import read_said

_OF_FACT = ": "


def phrase_name(fact: str, phrase: str) -> str:
    """Return how a phrase of a fact is called."""
    return f"{fact}{_OF_FACT}{phrase}"


class PhrasesHeard:
    """Finds every phrase by its own name, not only the facts that phrases make true."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        named = (
            (phrase_name(fact.name, phrase), phrase)
            for fact in knowledge.lexicon.facts
            for phrase in fact.phrases
        )
        self._index = PhraseIndex(named, spoken=knowledge.lexicon.spoken)

    def names_in(self, text: str) -> frozenset[str]:
        """Return the names of the phrases in a message and of the facts they belong to.

        What reading makes of a fact may leave it false, and yet the decision hangs on it.
        """
        said = read_said(read_frames(normalise(text)).own, self._knowledge)
        phrases = {hit.key for hit in self._index.find(said.words)}
        return frozenset(phrases | {name.partition(_OF_FACT)[0] for name in phrases})
