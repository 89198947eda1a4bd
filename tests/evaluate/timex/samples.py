"""Small annotated texts in the formats of the public sets, in words of our own."""

from __future__ import annotations

from pathlib import Path

TIMEML = """<?xml version="1.0" ?>
<TimeML>
<DOCID>{name}</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2019-11-02">2019-11-02</TIMEX3></DCT>
<TEXT>
{text}
</TEXT>
</TimeML>
"""
GOLD = {
    "a": 'Der Stausee lief <TIMEX3 tid="t1" type="DATE" value="2019-11-01">gestern</TIMEX3> um '
    '<TIMEX3 tid="t2" type="TIME" value="2019-11-01T20.30">20.30 Uhr</TIMEX3> über.'
    '<TIMEX3 tid="t3" type="DURATION" value="P1D"/>',
    "b": 'Die Sperre dauerte <TIMEX3 tid="t1" type="DURATION" value="P3W">drei Wochen</TIMEX3>, '
    'sie endete <TIMEX3 tid="t2" type="DATE" value="2018">2018</TIMEX3>.',
}
PEER = {
    "a": 'Der Stausee lief <TIMEX3 tid="t1" type="DATE" value="2019-11-01">gestern</TIMEX3> um '
    "20.30 Uhr über.",
    "b": 'Die Sperre dauerte <TIMEX3 tid="t1" type="DURATION" value="P2W">drei Wochen</TIMEX3>, '
    'sie endete <TIMEX3 tid="t2" type="DATE" value="2018">2018</TIMEX3>.',
}
BARE = {
    "a": "Der Stausee lief gestern um 20.30 Uhr über.",
    "b": "Die Sperre dauerte drei Wochen, sie endete 2018.",
}
COLUMNS = [
    ('*!-DCTVALUE="2019-11-02"-!*', "O", "-"),
    None,
    ("Flood", "O", "-"),
    ("at", "O", "-"),
    ("Harlow", "O", "-"),
    None,
    ("The", "O", "-"),
    ("weir", "O", "-"),
    ("broke", "O", "-"),
    ("on", "O", "-"),
    ("October", "B-DATE", "2019-10-28"),
    ("28", "I-DATE", "2019-10-28"),
    (",", "I-DATE", "2019-10-28"),
    ("2019", "I-DATE", "2019-10-28"),
    (",", "O", "-"),
    ("flooding", "O", "-"),
    ("the", "O", "-"),
    ("town", "O", "-"),
    ("for", "O", "-"),
    ("two", "B-DURATION", "P2D"),
    ("days", "I-DURATION", "P2D"),
    (".", "O", "-"),
    ('*!-DCTVALUE="2020-03-01"-!*', "O", "-"),
    None,
    ("It", "O", "-"),
    ("is", "O", "-"),
    ("repaired", "O", "-"),
    ("today", "B-DATE", "2020-03-01"),
    (".", "O", "-"),
]


def write_timeml(folder: Path) -> Path:
    """`corpus`, the peer's `corpus_tagger` and the bare `corpus_text` in `folder`."""
    for name, texts in (("corpus", GOLD), ("corpus_tagger", PEER), ("corpus_text", BARE)):
        (folder / name).mkdir(parents=True)
        for key, text in texts.items():
            file = folder / name / f"{key}.tml"
            file.write_text(TIMEML.format(name=key, text=text), encoding="utf-8")
    return folder


def write_columns(folder: Path) -> Path:
    file = folder / "en" / "dev.tsv"
    file.parent.mkdir(parents=True)
    lines = ["" if row is None else "\t".join(row) for row in COLUMNS]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
