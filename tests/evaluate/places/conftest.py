"""A small annotated collection in our own words."""

from __future__ import annotations

from pathlib import Path

import pytest

XML = """<?xml version="1.0" encoding="utf-8"?>
<articles>
  <article docid="a1">
    <title>Barn fire</title><dltime>2019-05-04</dltime>
    <text>A barn burned near Toledo, Ohio, on Friday.
 French firemen sent regards from Lyon.</text>
    <toponyms>
      <toponym><phrase>Toledo</phrase><start>19</start><end>25</end>
        <gaztag geonameid="5174035"><lat>41.66</lat><lon>-83.56</lon>
          <country>United States</country></gaztag></toponym>
      <toponym><phrase>Ohio</phrase><start>27</start><end>31</end>
        <gaztag geonameid="5165418"><lat>40.25</lat><lon>-83.0</lon>
          <country>United States</country></gaztag></toponym>
      <toponym><phrase>French</phrase><start>42</start><end>48</end>
        <gaztag geonameid="3017382"><lat>46.0</lat><lon>2.0</lon>
          <country>France</country></gaztag></toponym>
      <toponym><phrase>Atlantis</phrase><start>60</start><end>68</end></toponym>
    </toponyms>
  </article>
  <article docid="a2">
    <title>Ferry</title>
    <text>The ferry left Kiel for Mill Lane.</text>
    <toponyms>
      <toponym><phrase>Kiel</phrase><start>15</start><end>19</end>
        <gaztag><lat>54.32</lat><lon>10.13</lon><country>Germany</country></gaztag></toponym>
      <toponym><phrase>Mill Lane</phrase><start>24</start><end>33</end></toponym>
    </toponyms>
  </article>
</articles>
"""


@pytest.fixture
def xml(tmp_path: Path) -> Path:
    path = tmp_path / "small.xml"
    path.write_text(XML, encoding="utf-8")
    return path
