"""What rules of each phase may say, and the facts by which later phases see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.decisions import Vocabulary
from engine.facts import declared
from engine.facts.schema import FactSchema, Phase

OutputType = Literal["flag", "fraction", "word", "words", "reply"]

VETOES = ("reply", "stage", "lookup", "handover", "lost", "order", "convert", "choice")
TAKEN = ("choice", "contact", "address", "more")
TAKEN_IN_SILENCE = ("contact", "address")
"""What a message that is not answered may still tell for later."""

DROPPED = ("choice", "offers", "contact", "address")
NOTED = ("phone", "vin", "day")
"""What a message tells beside the sale for the manager who prepares the order."""

CLARIFICATIONS = tuple(kind for kind in declared.CLARIFICATIONS if kind != "none")


@dataclass(frozen=True)
class OutputSpec:
    """One key of `then`: the type of its value, the closed set of words and the fact it becomes."""

    type: OutputType
    words: tuple[str, ...] = ()
    fact: str | None = None


@dataclass(frozen=True)
class Language:
    """Everything rules of one version may speak of: facts, contract words, replies."""

    schema: FactSchema
    vocabulary: Vocabulary
    replies: frozenset[str] = frozenset()


def outputs_of(phase: Phase, language: Language) -> Mapping[str, OutputSpec]:
    """Return the keys that `then` may hold in a phase."""
    words = language.vocabulary
    table: Mapping[str, Mapping[str, OutputSpec]] = {
        "gate": {
            "gate": OutputSpec("word", ("open", "silent"), fact="gate"),
            "wait_reason": OutputSpec("word", _said(language, "wait_reason"), fact="wait_reason"),
            "take": OutputSpec("words", TAKEN_IN_SILENCE),
        },
        "classify": {
            "intent": OutputSpec("word", words.intents, fact="intent"),
            "confidence": OutputSpec("fraction"),
            "topic": OutputSpec("word", words.topics, fact="topic"),
            "ambiguity_reason": OutputSpec(
                "word", words.ambiguity_reasons, fact="ambiguity_reason"
            ),
            "requires_clarification": OutputSpec("flag", fact="requires_clarification"),
        },
        "act": {
            "stage": OutputSpec("word", words.stages, fact="next_stage"),
            "action": OutputSpec("word", words.actions, fact="action"),
            "reply": OutputSpec("reply"),
            "also": OutputSpec("reply"),
            "meanwhile": OutputSpec("reply"),
            "need_operator": OutputSpec("flag", fact="need_operator"),
            "remember": OutputSpec("word", CLARIFICATIONS),
            "forget": OutputSpec("flag"),
            "take": OutputSpec("words", TAKEN),
            "note": OutputSpec("words", NOTED),
            "drop": OutputSpec("words", DROPPED),
            "recheck": OutputSpec("flag", fact="recheck_asked"),
            "analogs": OutputSpec("flag"),
            "beside": OutputSpec("flag"),
            "order_status": OutputSpec("flag", fact="order_status_asked"),
        },
        "harden": {"veto": OutputSpec("words", VETOES)},
    }
    return table[phase]


def _said(language: Language, fact: str) -> tuple[str, ...]:
    if fact not in language.schema:
        return ()
    spec = language.schema[fact]
    return tuple(value for value in spec.values if value != spec.default)
