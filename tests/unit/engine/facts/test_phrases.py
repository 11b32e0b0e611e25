"""How phrases are found in a text."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.facts.lexicon import Lexicon, LexiconFact
from engine.facts.morphology import is_known
from engine.facts.phrase_syntax import GAP_WORDS
from engine.facts.phrases import Hit, PhraseIndex
from engine.facts.words import Words, split_words


def found(phrase: str, text: str) -> bool:
    return bool(PhraseIndex([("key", phrase)]).find(split_words(text)))


@pytest.mark.parametrize(
    ("phrase", "text"),
    {
        "колодка": "передних колодок нет",
        "почем": "почём",
        "ё": "е",
        "=тел": "мой тел 1",
        "нужен|надо": "мне надо",
        "=нужен|=надо": "надо",
        "спасибо|=спс": "спс",
        "не нужный": "не нужна",
        "не .. актуальный": "не очень уже актуально",
        "не актуально , брать": "не актуально, беру",
        "^ да $": "ну что? да!",
        "вин-код": "вин код",
        "да $": "да",
    }.items(),
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    {
        "=тел": "тела",
        "=нужен|надо": "нужна",
        "не нужный": "не, нужна",
        "не нужный ": "не очень нужна",
        "не .. актуальный": "не совсем так уж актуально",
        "не .. нужный": "не знаю, нужен",
        "не актуально , брать": "не актуально беру",
        "^ да $": "ну да",
        "да $": "да нет",
    }.items(),
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    assert not found(phrase, text)


def test_a_spared_phrase_silences_only_what_it_overlaps() -> None:
    fact = LexiconFact("lost", "means", ("не нужен",), unless=("не нужен доставка",))
    lexicon = Lexicon([fact])

    overlapped = lexicon.find(split_words("не нужна доставка"))
    elsewhere = lexicon.find(split_words("не нужна доставка, и сам фильтр не нужен"))

    assert overlapped == []
    assert [hit.first for hit in elsewhere] == [6]


def test_one_fact_s_exception_leaves_another_fact_alone() -> None:
    lost = LexiconFact("lost", "means", ("не нужен",), unless=("не нужен доставка",))
    other = LexiconFact("other", "means", ("доставка",))

    hits = Lexicon([lost, other]).find(split_words("не нужна доставка"))

    assert [hit.key for hit in hits] == ["other"]


@pytest.mark.parametrize("text", ["fe", "fe 2", "2 fe", "привет-fe"])
def test_a_word_in_the_other_layout_is_found(text: str) -> None:
    assert found("=ау", text)


@pytest.mark.parametrize("text", ["2gr-fe", "двигатель 1NZ-FE", "fe-1"])
def test_letters_of_a_code_are_no_word_in_the_other_layout(text: str) -> None:
    assert not found("=ау", text)


LETTERS = st.sampled_from("абвгдежзиклмнопрст")


@st.composite
def long_words_with_one_slip(draw: st.DrawFn) -> tuple[str, str]:
    word = draw(st.text(LETTERS, min_size=7, max_size=12))
    place = draw(st.integers(0, len(word) - 2))
    before, after = word[:place], word[place:]
    slips = {
        "wrong": before + draw(LETTERS) + after[1:],
        "missing": before + after[1:],
        "extra": before + draw(LETTERS) + after,
        "swapped": before + after[1] + after[0] + after[2:],
    }
    return word, slips[draw(st.sampled_from(sorted(slips)))]


@given(long_words_with_one_slip())
def test_any_one_slip_in_a_long_word_is_forgiven(words: tuple[str, str]) -> None:
    written, typed = words
    assume(not is_known(typed))

    assert found(f"={written}", typed)


def test_of_two_words_as_near_the_one_as_long_as_typed_is_meant() -> None:
    index = PhraseIndex(
        [("shorter", "=абвгдеж"), ("as long", "=абвгдежк"), ("longer", "=абвгдежзп")]
    )

    assert [hit.key for hit in index.find(split_words("абвгдежз"))] == ["as long"]


def test_two_slips_are_another_word() -> None:
    assert not found("=абвгдежз", "абвгдззз")


def test_phrases_that_differ_in_their_key_alone_are_both_found() -> None:
    index = PhraseIndex([("one", "не .. брать"), ("two", "не .. брать")])

    assert [hit.key for hit in index.find(split_words("не буду брать, не брать"))] == [
        *("one", "two"),
        *("one", "two"),
    ]


def test_phrases_that_go_on_from_one_word_in_different_ways_are_all_found() -> None:
    index = PhraseIndex([("near", "=раз =два"), ("far", "=раз .. =три"), ("last", "=раз , =раз")])

    assert [hit.key for hit in index.find(split_words("раз два три, раз, раз"))] == [
        "near",
        "far",
        "last",
    ]


WORDS = ("раз", "два", "три", "нет")


@st.composite
def phrases_of_exact_words(draw: st.DrawFn) -> str:
    word = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(
        lambda words: "|".join(f"={word}" for word in words)
    )
    written = draw(word)
    for _ in range(draw(st.integers(0, 2))):
        written += draw(st.sampled_from((" ", " .. ", " , "))) + draw(word)
    return draw(st.sampled_from(("", "^ "))) + written + draw(st.sampled_from(("", " $")))


def found_word_by_word(key: str, written: str, text: str) -> set[Hit]:
    """Try the phrase at every word, as docs/rules.md tells it, without any index."""
    words = split_words(text)
    atoms = [atom for atom in written.split() if atom not in {"^", "$"}]
    hits = set()
    for first in range(len(words)):
        if written.startswith("^") and not words.breaks[first]:
            continue
        last = ends_at(atoms, first, words)
        if last and (words.breaks[last] or not written.endswith("$")):
            hits.add(Hit(key, first, last))
    return hits


def ends_at(atoms: list[str], place: int, words: Words) -> int:
    for index, atom in enumerate(atoms):
        if atom in {"..", ","}:
            continue
        joint = atoms[index - 1] if index and atoms[index - 1] in {"..", ","} else ""
        meant = atom.replace("=", "").split("|")
        reach = range(place, place + (GAP_WORDS if joint == ".." else 0) + 1)
        for candidate in reach if index else (place,):
            broken = candidate >= len(words) or (index and words.breaks[candidate])
            if bool(broken) != (joint == ",") or candidate >= len(words):
                return 0
            if words.lower[candidate] in meant:
                place = candidate + 1
                break
        else:
            return 0
    return place


@given(
    st.lists(phrases_of_exact_words(), min_size=1, max_size=5),
    st.lists(st.sampled_from((*WORDS, "чужое", ",")), max_size=8).map(" ".join),
)
def test_the_index_finds_what_trying_every_phrase_at_every_word_finds(
    phrases: list[str], text: str
) -> None:
    keyed = [(str(number), phrase) for number, phrase in enumerate(phrases)]

    hits = PhraseIndex(keyed).find(split_words(text))

    expected = set().union(*(found_word_by_word(*entry, text) for entry in keyed))
    assert set(hits) == expected
    assert len(hits) == len(set(hits))
    assert [hit.first for hit in hits] == sorted(hit.first for hit in hits)
