"""The message a command is asked about, and the dialog around it, from options."""

from argparse import ArgumentParser, Namespace
from typing import get_args

from engine.contract import Contract
from engine.errors import InvalidInput
from engine.facts.declared import CLARIFICATIONS
from engine.facts.situation import LeadStatus, Lookup, Situation
from engine.messages import Author, Message
from engine.session import Mode, PendingClarification, Session


def add_message_options(parser: ArgumentParser) -> None:
    """Let a command be told what is around the message."""
    parser.add_argument("--stage", default="NEW", help="stage before the message")
    parser.add_argument("--author", choices=[a.value for a in Author], default=Author.CLIENT.value)
    parser.add_argument("--mode", choices=get_args(Mode), default="auto")
    parser.add_argument("--lead-status", choices=get_args(LeadStatus), default="none")
    parser.add_argument("--lookup", choices=get_args(Lookup), default="none")
    parser.add_argument("--pending", metavar="KIND:NUMBER", help="a question that was asked")


def asked_situation(arguments: Namespace, contract: Contract) -> Situation:
    """Return the message with what the options say of its dialog; raises InvalidInput USAGE."""
    session = Session(
        stage=_stage(arguments.stage, contract),
        mode=arguments.mode,
        pending_clarification=_pending(arguments.pending),
    )
    return Situation(
        message=Message(arguments.text, Author(arguments.author)),
        session=session,
        lookup=arguments.lookup,
        lead_status=arguments.lead_status,
    )


def _stage(word: str, contract: Contract) -> str:
    stage = contract.stage(word)
    if stage is None:
        known = ", ".join(contract.vocabulary.stages)
        raise InvalidInput(f"no stage `{word}`; there are {known}", code="USAGE")
    return stage


def _pending(words: str | None) -> PendingClarification | None:
    if words is None:
        return None
    kind, _, number = words.partition(":")
    if kind not in CLARIFICATIONS[1:] or not number:
        kinds = " or ".join(CLARIFICATIONS[1:])
        raise InvalidInput(f"--pending is KIND:NUMBER, KIND is {kinds}", code="USAGE")
    return PendingClarification(kind, number)
