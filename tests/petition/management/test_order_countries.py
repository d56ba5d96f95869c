"""The order of a language whose rules no browser has."""

from petition.management.commands.order_countries import ALPHABETS, alphabetically


def test_a_language_without_a_collator_is_ordered_by_its_alphabet():
    countries = "Efiopiya Əfqanıstan Haiti Xorvatiya Iraq İran İsveç Küveyt Qətər Laos Zambiya"
    ordered = countries.split()
    assert sorted(set(ordered), key=alphabetically(ALPHABETS["az"])) == ordered


def test_a_space_comes_before_every_letter_and_a_foreign_letter_stands_with_its_kin():
    assert sorted(["Sentfor", "Sent-Lusiya", "Sent Martin"], key=alphabetically(ALPHABETS["az"])) == [
        "Sent Martin",
        "Sent-Lusiya",
        "Sentfor",
    ]
    assert sorted(["Reyunyon", "Réa", "Rza"], key=alphabetically(ALPHABETS["az"])) == ["Réa", "Reyunyon", "Rza"]
