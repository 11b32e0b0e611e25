"""The form of lexicon.ru.yaml."""

from api.cli.json_schemas.shapes import (
    TEXT,
    Schema,
    described,
    document,
    list_of,
    mapping,
    named,
    one_of,
)
from engine.facts.lexicon import USED_BY_EXTRACTION


def lexicon_schema() -> Schema:
    """Return the schema of a lexicon: facts that phrases make true."""
    fact = mapping(
        {
            "means": described(TEXT, "What the client says, in one sentence."),
            "phrases": described(
                list_of(TEXT, at_least=1), "Lemmas; =exact, a|b, .. gap, `,` and ^ $ clause ends."
            ),
        },
        {"unless": described(list_of(TEXT), "A hit that one of these overlaps does not count.")},
    )
    facts = {**named(fact), "required": list(USED_BY_EXTRACTION)}
    agreement = mapping(
        {
            "asked": described(TEXT, "How replies name the answer that an order waits for."),
            "signs": described(list_of(TEXT), "A message of nothing but these agrees."),
        },
        {
            "asked_in_passing": described(
                TEXT, "How replies name it that speak of something else first."
            ),
            "proposing": described(
                TEXT, "What stands before the number of the one offer that a reply proposes."
            ),
            "keeping": described(
                TEXT, "How a reply that asks which offer is meant names what keeps the choice."
            ),
        },
    )
    return document(
        "Lexicon",
        mapping(
            {"lexicon": one_of(["ru"]), "facts": facts},
            {
                "agreement": agreement,
                "spoken": described(
                    named(TEXT), "Words as people say them: the words of phrases they stand for."
                ),
            },
        ),
    )
