"""Take words about a VIN beside offers for a question about it: `вин нужен?`, `вин в документах`.

Before anything is shown the same words want a part found by it. Beside offers they only speak of
it: the offers, the choice and the stage stay as they are.
"""

from collections.abc import Mapping

from engine.facts.extraction import Findings
from engine.facts.morphology import parses
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.offers_asked_of import AskedOf
from engine.facts.said import Said
from engine.session import NOBODY, Session

_WORDS = "vin_words"
_CHOOSING = "PRICING"
_ANSWERED_BY_IT = frozenset({"none", "fits"})


def words_of_a_vin(said: Said, session: Session) -> Mapping[str, bool]:
    """Return the fact that such words find no part where offers are shown."""
    return {_WORDS: False} if said.says(_WORDS) and _is_beside_offers(said, session) else {}


def with_vin_spoken_of(findings: Findings, said: Said, session: Session) -> Findings:
    """Return the findings with the question about a VIN where nothing else is told."""
    if not said.says(_WORDS) or not _is_beside_offers(said, session) or findings.vins:
        return findings
    choice, address = findings.choice, findings.address
    chooses = choice.kind != "none" or choice.dropped or choice.quantity or choice.quantities
    told = findings.phones or address.over(None) or address.pickup != "none"
    if chooses or told or findings.contact != NOBODY:
        return findings
    asked = findings.asked.question
    return findings._replace(asked=AskedOf("vin")) if asked in _ANSWERED_BY_IT else findings


def _is_beside_offers(said: Said, session: Session) -> bool:
    if not session.offers or session.stage not in {_CHOOSING, *AWAITING_CONTACT}:
        return False
    return bool(session.chosen_offer_ids) or not _tells_to_look(said)


def _tells_to_look(said: Said) -> bool:
    """`проверьте по вин коду`: another part is wanted than those shown."""
    return any("impr" in parse.tag for word in said.words.lower for parse in parses(word)[:1])
