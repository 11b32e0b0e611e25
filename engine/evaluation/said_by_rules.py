"""What the rules of all phases say together, less what the hardening phase takes back."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.decisions import Decision

_VETO_OF_ACTION = {
    "abcp_lookup": "lookup",
    "handover_operator": "handover",
    "reply": "reply",
    "create_order_abcp": "order",
    "convert_lead": "convert",
}


class SaidByRules(NamedTuple):
    """Outputs of all phases by name, with what the vetoes take away."""

    outputs: Mapping[str, object]
    vetoes: frozenset[str]

    def decision(self, *, stage: str) -> Decision:
        """Return what the rules decide by themselves, where the sale stood at `stage`."""
        return Decision(
            stage=self._unless_vetoed("stage", veto="stage") or stage,
            action=self._action,
            intent=self.word("intent"),
            reply_id=self._reply_id,
            confidence=self._fraction("confidence"),
            requires_clarification=self.flag("requires_clarification"),
            ambiguity_reason=self.word("ambiguity_reason"),
            need_operator=self.flag("need_operator") and "handover" not in self.vetoes,
            topic=self.word("topic"),
            wait_reason=self.word("wait_reason"),
            recheck=self.flag("recheck"),
            analogs=self.flag("analogs"),
            beside=self.flag("beside"),
            noted=tuple(sorted(self.words("note"))),
            order_status=self.flag("order_status"),
        )

    @property
    def reply_ids(self) -> tuple[str, ...]:
        """The reply and what is said beside it; nothing is said beside no reply."""
        if self._reply_id is None:
            return ()
        also = self._unless_vetoed("also", veto="reply")
        return (self._reply_id, also) if also else (self._reply_id,)

    @property
    def meanwhile_ids(self) -> tuple[str, ...]:
        """What is said while the shop takes long over an order, if anything is."""
        name = self._unless_vetoed("meanwhile", veto="order")
        return (name,) if name else ()

    @property
    def taken(self) -> frozenset[str]:
        """What of the message is taken into the sale."""
        return frozenset() if "choice" in self.vetoes else self.words("take")

    @property
    def is_gutted(self) -> bool:
        """Say whether a veto took what the reply tells of; then the fallback must answer."""
        action, intent = self.outputs.get("action"), self.outputs.get("intent")
        return (
            ("order" in self.vetoes and action == "create_order_abcp")
            or ("convert" in self.vetoes and action == "convert_lead")
            or ("lost" in self.vetoes and intent == "LOST")
        )

    def word(self, name: str) -> str | None:
        """Return an output that is one word."""
        value = self.outputs.get(name)
        return value if isinstance(value, str) else None

    def words(self, name: str) -> frozenset[str]:
        """Return an output that is a list of words."""
        value = self.outputs.get(name)
        return frozenset(value) if isinstance(value, tuple) else frozenset()

    def flag(self, name: str) -> bool:
        """Say whether an output is set."""
        return self.outputs.get(name) is True

    def _fraction(self, name: str) -> float:
        value = self.outputs.get(name)
        return float(value) if isinstance(value, int | float) else 0.0

    @property
    def _reply_id(self) -> str | None:
        return self._unless_vetoed("reply", veto="reply")

    @property
    def _action(self) -> str:
        action = self.word("action") or "none"
        if _VETO_OF_ACTION.get(action) not in self.vetoes:
            return action
        return "reply" if self._reply_id else "none"

    def _unless_vetoed(self, name: str, *, veto: str) -> str | None:
        return None if veto in self.vetoes else self.word(name)
