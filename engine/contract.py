"""The closed vocabulary of decisions, and the guard that lets nothing else out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cerberus import Validator

from engine.decisions import Decision, DecisionRecord, Vocabulary
from engine.errors import Fault, FilesInvalid
from engine.rulesets.source import Faults, YamlNode, read_yaml, suggestion
from engine.session import Session

REPLY_LIMIT = 20_000
"""Characters: Bitrix24 cuts longer chat messages (its bot documentation, message limits)."""

VERDICTS_KEPT = 4_096
"""Remembered combinations of words, reply length and confidence; a few hundred occur."""

_KEYS = (
    "version",
    "intents",
    "stages",
    "stage_aliases",
    "actions",
    "effects",
    "ambiguity_reasons",
    "topics",
    "fallback",
)


@dataclass(frozen=True)
class Fallback:
    """What is said and done when a decision cannot be trusted."""

    action: str
    reply: str


@dataclass(frozen=True)
class Contract:
    """Every word a decision may use, and what it maps to in the CRM."""

    vocabulary: Vocabulary
    status_ids: Mapping[str, str]
    stage_aliases: Mapping[str, str]
    effects: tuple[str, ...]
    fallback: Fallback

    def stage(self, word: str | None) -> str | None:
        """Return the stage a word means: itself, its alias, or None when it is neither."""
        if word is None:
            return None
        resolved = self.stage_aliases.get(word.strip().upper(), word.strip().upper())
        return resolved if resolved in self.status_ids else None


class DecisionGuard:
    """Replaces a decision that breaks the contract by the fallback, saying why."""

    def __init__(self, contract: Contract) -> None:
        self._fallback = contract.fallback
        validator = Validator(_decision_schema(contract.vocabulary), allow_unknown=False)

        # Decisions repeat themselves, Cerberus is slow: one verdict per combination of words.
        @lru_cache(maxsize=VERDICTS_KEPT)
        def violated(checked: _Checked) -> tuple[str, ...]:
            validator.validate(checked._asdict(), normalize=False)
            return tuple(sorted(validator.errors))

        self._violated = violated

    def violations(self, decision: Decision) -> tuple[str, ...]:
        """Return the names of what is wrong with a decision; empty when nothing is."""
        return self._violated(_checked(decision))

    def guard(self, record: DecisionRecord, session: Session) -> DecisionRecord:
        """Return the record, or one with the fallback decision in place of a broken one."""
        violations = self.violations(record.decision)
        if not violations:
            return record
        reason = "contract:" + ",".join(violations)
        return record._replace(decision=self.fallback(session), fallback_reason=reason)

    def fallback(self, session: Session) -> Decision:
        """Hand over to an operator and keep everything the session knows."""
        return Decision(
            stage=session.stage,
            action=self._fallback.action,
            reply=self._fallback.reply,
            need_operator=True,
            offers=session.offers,
            more_offers=session.more_offers,
            chosen_offer_ids=session.chosen_offer_ids,
            contact=session.contact,
            address=session.address,
            pending_clarification=session.pending_clarification,
        )


def load_contract(path: Path) -> Contract:
    """Read and check rules/contract.yaml.

    Raises FilesInvalid with every mistake at its file:line:col.
    """
    faults = Faults()
    node = read_yaml(_text_of(path), file=str(path), faults=faults)
    contract = _read_contract(node, faults) if node else None
    faults.raise_if_any()
    if contract is None:  # every None above comes with a fault
        raise FilesInvalid(tuple(faults.found))
    return contract


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        fault = Fault(str(path), 1, 1, "MISSING_FILE", "the contract cannot be read")
        raise FilesInvalid((fault,)) from error
    except UnicodeDecodeError as error:
        fault = Fault(str(path), 1, 1, "NOT_UTF8", "save the file as UTF-8")
        raise FilesInvalid((fault,)) from error


def _read_contract(node: YamlNode, faults: Faults) -> Contract | None:
    fields = node.fields(faults, required=_KEYS)
    if any(key not in fields for key in _KEYS):
        return None
    stages = fields["stages"].entries(faults)
    transitions = _read_transitions(stages, faults)
    vocabulary = Vocabulary(
        intents=_words(fields["intents"], faults),
        stages=tuple(stages),
        actions=_words(fields["actions"], faults),
        ambiguity_reasons=_words(fields["ambiguity_reasons"], faults),
        topics=_words(fields["topics"], faults),
        transitions=transitions,
    )
    return Contract(
        vocabulary=vocabulary,
        status_ids=_read_status_ids(stages, faults),
        stage_aliases=_read_aliases(fields["stage_aliases"], vocabulary, faults),
        effects=_words(fields["effects"], faults),
        fallback=_read_fallback(fields["fallback"], vocabulary, faults),
    )


def _words(node: YamlNode, faults: Faults) -> tuple[str, ...]:
    words = node.texts(faults)
    for item in node.items(faults):
        if isinstance(item.scalar, str) and words.count(item.scalar) > 1:
            faults.add(item.place, "DUPLICATE_VALUE", f"`{item.scalar}` stands twice; keep one")
    return words


def _read_transitions(
    stages: Mapping[str, YamlNode], faults: Faults
) -> Mapping[str, tuple[str, ...]]:
    transitions: dict[str, tuple[str, ...]] = {}
    for stage, node in stages.items():
        fields = node.fields(faults, required=("status_id", "next"))
        if "next" not in fields:
            continue
        for item in fields["next"].items(faults):
            _require_known(item, tuple(stages), "UNKNOWN_STAGE", faults)
        transitions[stage] = fields["next"].texts(faults)
    return transitions


def _read_status_ids(stages: Mapping[str, YamlNode], faults: Faults) -> Mapping[str, str]:
    found = {
        stage: node.entries(faults)["status_id"].text(faults)
        for stage, node in stages.items()
        if "status_id" in node.entries(faults)
    }
    return {stage: status for stage, status in found.items() if status is not None}


def _read_aliases(node: YamlNode, vocabulary: Vocabulary, faults: Faults) -> Mapping[str, str]:
    aliases: dict[str, str] = {}
    for alias, target in node.entries(faults).items():
        if alias in vocabulary.stages:
            faults.add(node.key_places[alias], "DUPLICATE_VALUE", f"`{alias}` is a stage itself")
        _require_known(target, vocabulary.stages, "UNKNOWN_STAGE", faults)
        aliases[alias] = target.text(faults) or ""
    return aliases


def _read_fallback(node: YamlNode, vocabulary: Vocabulary, faults: Faults) -> Fallback:
    fields = node.fields(faults, required=("action", "reply"))
    if "action" in fields:
        _require_known(fields["action"], vocabulary.actions, "UNKNOWN_ACTION", faults)
    nowhere = YamlNode("none", node.place)
    return Fallback(
        action=fields.get("action", nowhere).text(faults) or "",
        reply=fields.get("reply", nowhere).text(faults) or "",
    )


def _require_known(node: YamlNode, known: tuple[str, ...], code: str, faults: Faults) -> None:
    word = node.scalar
    if word not in known:
        faults.add(node.place, code, f"unknown `{word}`{suggestion(str(word), known)}")


def _decision_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "stage": {"type": "string", "allowed": list(vocabulary.stages)},
        "action": {"type": "string", "allowed": list(vocabulary.actions)},
        "intent": {"type": "string", "nullable": True, "allowed": list(vocabulary.intents)},
        "topic": {"type": "string", "nullable": True, "allowed": list(vocabulary.topics)},
        "ambiguity_reason": {
            "type": "string",
            "nullable": True,
            "allowed": list(vocabulary.ambiguity_reasons),
        },
        "reply_length": {"type": "integer", "nullable": True, "min": 1, "max": REPLY_LIMIT},
        "reply_missing": {"type": "boolean", "allowed": [False]},
        "confidence": {"type": "float", "min": 0.0, "max": 1.0},
        "unknown_offers": {"type": "integer", "max": 0},
    }


class _Checked(NamedTuple):
    """What of a decision the contract has a say in."""

    stage: str
    action: str
    intent: str | None
    topic: str | None
    ambiguity_reason: str | None
    reply_length: int | None
    reply_missing: bool
    confidence: float
    unknown_offers: int


def _checked(decision: Decision) -> _Checked:
    known = {offer.id for offer in decision.offers}
    return _Checked(
        stage=decision.stage,
        action=decision.action,
        intent=decision.intent,
        topic=decision.topic,
        ambiguity_reason=decision.ambiguity_reason,
        reply_length=None if decision.reply is None else len(decision.reply),
        reply_missing=decision.reply_id is not None and decision.reply is None,
        confidence=float(decision.confidence),
        unknown_offers=sum(chosen not in known for chosen in decision.chosen_offer_ids),
    )
