"""Mutants of the lexicon: each fact never understood, each phrase forgotten."""

from collections.abc import Iterator
from dataclasses import replace

from api.golden.mutants.mutant import Break, Mutant
from api.golden.mutants.phrases_heard import phrase_name
from engine.facts.lexicon import Lexicon, LexiconFact
from engine.rulesets.loader import RulesetVersion


def fact_mutants(lexicon: Lexicon) -> Iterator[Mutant]:
    """Yield a mutant in which a fact is never true."""
    for fact in lexicon.facts:
        silenced = replace(fact, phrases=(), unless=())
        yield Mutant("fact", f"never {fact.name}", _with(silenced), fact.name)


def phrase_mutants(lexicon: Lexicon) -> Iterator[Mutant]:
    """Yield a mutant without each phrase by which a fact becomes true."""
    for fact in lexicon.facts:
        for phrase in fact.phrases:
            kept = tuple(other for other in fact.phrases if other != phrase)
            shorter = replace(fact, phrases=kept)
            name = phrase_name(fact.name, phrase)
            yield Mutant("phrase", f"forget {name}", _with(shorter), name)


def _with(changed: LexiconFact) -> Break:
    def broken(release: RulesetVersion) -> RulesetVersion:
        whole = release.knowledge.lexicon
        facts = (changed if fact.name == changed.name else fact for fact in whole.facts)
        lexicon = Lexicon(facts, whole.agreement, whole.spoken)
        return replace(release, knowledge=replace(release.knowledge, lexicon=lexicon))

    return broken
