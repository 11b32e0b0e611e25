"""The last decision as the lead keeps it, for people who ask why; no word of the client in it."""

import json

from engine.decisions import Decision


def decision_log(decision: Decision) -> str:
    """Return what was understood and decided as one JSON object."""
    return json.dumps(
        {
            "intent": decision.intent,
            "stage": decision.stage,
            "actions": decision.actions,
            "reply": decision.reply_id,
            "part_numbers": decision.part_numbers,
            "chosen_offer_ids": decision.chosen_offer_ids,
            "order_number": decision.order_number,
        },
        ensure_ascii=False,
    )
