"""A text whose writer leaves accents out is read with a pack that has none."""

from pathlib import Path

import pytest

from casus.packs import PackError, load_pack, read_pack
from casus.packs.spelling import as_spelled

WITH = "Una explosión destruyó ayer un almacén cerca de Sucre y mató a dos obreros. " * 6
WITHOUT = "Una explosion destruyo ayer un almacen cerca de Sucre y mato a dos obreros. " * 6


def killed(lang: str, text: str) -> set[str]:
    """Words of `text` that the pack chosen for it reads as killing."""
    pack = as_spelled(load_pack(lang), text)
    tokens = text.split()
    return {tokens[h.first] for h in pack.lexicon.look_up(tokens) if h.cls == "HARM_T"}


def test_the_pack_follows_the_spelling_of_the_text() -> None:
    assert killed("es", WITH) == {"mató"}
    assert killed("es", WITHOUT) == {"mato"}


def test_umlauts_may_be_spelt_out() -> None:
    text = "Bei Sprengungen wurden fuenf Arbeiter getoetet, zwoelf weitere schwer verletzt. " * 6
    assert "getoetet," not in killed("de", text)  # a sign is no part of the word
    assert killed("de", text.replace(",", " ,")) >= {"getoetet"}
    assert "getoetet" not in killed("de", text.replace(",", " ,") + " in Köln")


def test_a_noun_is_no_verb_where_accents_are_written() -> None:
    assert killed("es", WITH + "el asesino huyó") == {"mató"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [("es", WITH), ("es", "Mato a dos."), ("en", WITHOUT)],
    ids=["accents are written", "too short to tell", "a pack without the strategy"],
)
def test_the_pack_itself_reads_all_other_texts(lang: str, text: str) -> None:
    assert as_spelled(load_pack(lang), text) is load_pack(lang)


def test_the_twin_is_made_once_and_told_apart() -> None:
    twin = as_spelled(load_pack("es"), WITHOUT)
    assert twin is as_spelled(load_pack("es"), WITHOUT)
    assert twin.version != load_pack("es").version
    assert "miercoles" in twin.dates["words"]["WEEKDAY"]["2"]
    assert "veintitres" in twin.numbers["words"]["23"]


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "pack.toml").write_text(
        "name = 'X'\nscript = 'Latn'\nstatus = 'draft'\n[strategies]\nleft_out = 'á'\n"
    )
    with pytest.raises(PackError, match="left_out maps letters"):
        read_pack(folder)
    (folder / "pack.toml").write_text(
        "name = 'X'\nscript = 'Latn'\nstatus = 'draft'\n"
        "[strategies.letters]\n'á' = 'à'\n'à' = 'a'\n"
    )
    with pytest.raises(PackError, match="a letter is read as one read otherwise"):
        read_pack(folder)
