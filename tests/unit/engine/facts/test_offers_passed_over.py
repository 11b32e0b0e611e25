"""Only what the client takes himself counts: no one else's choice, nor what he wanted before."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("мастер советует бош, но я возьму манн", (2,)),
        ("сосед посоветовал третий, а я второй возьму", (2,)),
        ("продавец рекомендовал феби, а я бош заберу", (4,)),
        ("на сервисе советуют бош, беру манн", (2,)),
        ("все хвалят бош, а я возьму манн", (2,)),
        ("беру третий, мастер хвалит четвертый", (3,)),
        ("отец настаивает на первом, я возьму второй", (2,)),
        ("друг купил третий, я возьму второй", (2,)),
    ],
)
def test_what_others_advise_is_not_taken_beside_the_clients_own(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("возьму 3, сосед возьмет 4", (3,)),
        ("друг берет первый, мне оформите третий", (3,)),
        ("запишите третий, четвертый заберет сосед", (3,)),
        ("мастер бош закажет", ()),
        ("муж взял бы третий, я возьму второй", (2,)),
        ("коллега заказывает феби, мне манн 2 шт", (2,)),
    ],
)
def test_what_another_one_takes_is_not_ordered(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("сначала хотел третий, потом подумал и беру четвертый", (4,)),
        ("думал взять третий, но возьму четвертый", (4,)),
        ("собирался брать бош, потом передумал, возьму манн", (2,)),
        ("я сначала выбрал 3 а теперь беру 4", (4,)),
        ("мне нравится третий, но возьму четвертый", (4,)),
        ("оставлю третий, хотя и пятый ничего", (3,)),
        ("пятый тоже ничего, но беру третий", (3,)),
        ("первый подешевел, но возьму третий", (3,)),
    ],
)
def test_what_was_wanted_or_praised_is_not_taken_beside_the_last_word(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("мастер советует бош, его и беру", (4,)),
        ("мастер советует бош, беру его и манн", (2, 4)),
        ("мастер советует бош и манн, беру оба", (2, 4)),
        ("мастер советует бош, и манн возьму тоже", (2, 4)),
        ("муж попросил бош и манн, оформляйте", (2, 4)),
        ("хотел третий и четвертый", (3, 4)),
        ("хотел третий, и четвертый беру", (3, 4)),
        ("третий нужен мне, а четвертый возьму брату", (3, 4)),
        ("не только третий, но и четвертый беру", (3, 4)),
        ("третий подойдет, и четвертый беру", (3, 4)),
        ("мужу третий, а себе возьму четвертый", (3, 4)),
        ("беру бош и манн, жена заберет", (2, 4)),
        ("я беру второй, а жена третий", (2, 3)),
        ("мы с мастером решили взять третий и пятый", (3, 5)),
    ],
)
def test_what_is_meant_too_is_taken(text: str, taken: tuple[int, ...]) -> None:
    choice = choice_in(text, shown=offers(FIVE))

    assert tuple(sorted(choice.ids)) == taken


def test_an_offer_counted_is_taken_whatever_verb_stands_by_it() -> None:
    choice = choice_in("третий хотел две штуки, четвертый возьму одну", shown=offers(FIVE))

    assert (choice.ids, choice.quantities[3]) == ((3, 4), 2)


@pytest.mark.parametrize("text", ["муж выбрал третий", "жена выбрала 3", "мастер выбрал третий"])
def test_what_one_of_the_family_chose_is_taken(text: str) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == (3,)


@pytest.mark.parametrize(
    "text",
    [
        "сосед выбрал третий",
        "муж выбрал третий в магазине",
        "муж уже взял третий",
        "муж не выбрал 3",
    ],
)
def test_what_others_chose_or_elsewhere_is_not(text: str) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == ()
