"""What reading a message takes from the rule author: phrases and part numbers."""

from dataclasses import dataclass

from engine.facts.lexicon import Lexicon
from engine.facts.part_knowledge import PartNumberKnowledge


@dataclass(frozen=True)
class Knowledge:
    """Compiled language data of one ruleset version; never changes once built."""

    lexicon: Lexicon
    part_numbers: PartNumberKnowledge
