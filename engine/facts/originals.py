"""Tell the original among offers of one number by its maker: `оригинал` is what the car's makes."""

from dataclasses import replace

from engine.facts.part_knowledge import PartNumberKnowledge
from engine.facts.said import Said
from engine.facts.words import split_words
from engine.session import Session

_ORIGINAL, _ANALOG = "original_named", "analog_named"
_TAKING = ("deal_words", "piece_words")
"""`беру аналог`, `аналог подойдет, 2 шт`; `давайте аналог` asks what there is."""


def with_originals_known(shown: Session, said: Said, makers: PartNumberKnowledge) -> Session:
    """Hear offers of others as analogs, where kinds are spoken of and some are of the car's.

    Beside parts offered in place of the one asked for, that one is the original. Who names another
    maker may call its part so (`оригинал от боша`); analogs not taken are to be looked for.
    """
    taken = said.says("choose_words") and not said.keys.isdisjoint(_TAKING)
    sought = said.says(_ANALOG) and not taken
    if sought or said.names.brands or not (said.says(_ORIGINAL) or said.says(_ANALOG)):
        return shown
    original = {offer.id for offer in shown.offers if _makes_cars(offer.brand, makers)}
    if not original or any(offer.kind != "asked" for offer in shown.offers):
        return shown
    told = (o if o.id in original else replace(o, kind="analog") for o in shown.offers)
    return replace(shown, offers=tuple(told))


def _makes_cars(brand: str, makers: PartNumberKnowledge) -> bool:
    names = makers.find_names(split_words(brand))
    return bool(names.makes) and not names.brands
