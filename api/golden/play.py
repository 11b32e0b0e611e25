"""Play golden cases: turn by turn until something is not as expected."""

from dataclasses import replace
from datetime import date, timedelta

from api.golden.case import GoldenCase, Skip, Turn
from api.golden.comparison import Mismatch, mismatches
from api.golden.dialog import Dialog, open_dialog
from api.golden.hardening import hardened
from api.golden.observed import Observed, nothing_happened, observed
from api.golden.outcome import CaseOutcome, TurnOutcome, Variant
from api.golden.subject import Subject
from engine.errors import CortexError
from engine.ports.clock import Clock

LONGEST_SKIP = timedelta(days=90)
"""How far ahead a skip may reach, so that no case is left out for good."""


def play(
    case: GoldenCase, subject: Subject, clock: Clock, *, today: date, variant: Variant = "once"
) -> CaseOutcome:
    """Return what a case comes to; `twice` lets every event arrive two times."""
    if case.skip is not None:
        return _left_out(case, case.skip, today)
    started = clock.monotonic()
    outcome = _played(case, subject, clock, variant)
    return replace(outcome, variant=variant, seconds=clock.monotonic() - started)


def _left_out(case: GoldenCase, skip: Skip, today: date) -> CaseOutcome:
    latest = today + LONGEST_SKIP
    reason = f"{skip.reason} (until {skip.until})"
    if skip.until > latest:
        return CaseOutcome(case, "failed", reason=f"{reason}: skip until {latest} at the latest")
    return CaseOutcome(case, "failed" if today > skip.until else "skipped", reason=reason)


def _played(case: GoldenCase, subject: Subject, clock: Clock, variant: Variant) -> CaseOutcome:
    dialog = open_dialog(case, subject, clock)
    turns: list[TurnOutcome] = []
    for turn in case.turns:
        try:
            outcome = _play_turn(turn, dialog, subject, variant)
        except CortexError as error:
            reason = f"line {turn.place.line}: {error.message}"
            return CaseOutcome(case, "error", tuple(turns), reason=reason)
        turns.append(outcome)
        if outcome.mismatches:
            return CaseOutcome(case, "failed", tuple(turns))
    return CaseOutcome(case, "passed", tuple(turns))


def _play_turn(turn: Turn, dialog: Dialog, subject: Subject, variant: Variant) -> TurnOutcome:
    dialog.set_scene(turn)
    if turn.rules_say is not None:
        taken, seen = hardened(turn, dialog, subject)
        return TurnOutcome(turn, seen, mismatches(turn, seen), (taken,))
    before, spoken = len(dialog.decide.passes), len(dialog.world.replies)
    dialog.receive(turn)
    if variant == "twice":
        dialog.receive_again()
    seen = _serve(dialog, subject)
    passes = tuple(dialog.decide.passes[before:])
    told = (*mismatches(turn, seen), *_mishaps(turn, dialog, seen, spoken))
    return TurnOutcome(turn, seen, told, passes)


def _serve(dialog: Dialog, subject: Subject) -> Observed:
    served = dialog.serve()
    if served is None or served.record is None:
        return nothing_happened(dialog.world.lead.status_id)
    situation = dialog.decide.passes[-1].situation
    return observed(
        served.record,
        subject.policy.facts_of(situation).findings,
        effects=tuple(delivered.kind for delivered in served.deliveries),
        lead_status=dialog.world.lead.status_id,
    )


def _mishaps(turn: Turn, dialog: Dialog, seen: Observed, spoken: int) -> tuple[Mismatch, ...]:
    """Return what no case needs to say: unknown numbers asked for, answers given twice."""
    unmatched = ", ".join(dialog.world.unmatched)
    said = len(dialog.world.replies) - spoken
    answers = int(bool(seen["reply"]))
    found = {
        "shop": (
            "no call, or the number under `shop`",
            f"a call for {unmatched}" if unmatched else "",
        ),
        "replies": (f"{answers}", f"{said}" if said != answers else ""),
    }
    return tuple(
        Mismatch(key, expected, actual, turn.place)
        for key, (expected, actual) in found.items()
        if actual
    )
