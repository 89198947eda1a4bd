"""Cases of the Arabic pack beyond its rules: clitics, places, bounds behind nouns."""

from __future__ import annotations

import pytest
from sentences import annotated, counted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "قُتل خمسة عشر عاملا وجُرح ٢٣ في انهيار المنجم.",
            {("killed", 15, 15), ("injured", 23, 23)},
        ),
        ("قتل 14 شخصا على الأقل في الانفجار.", {("killed", 14, None)}),
        ("أسفر الحريق عن مقتل امرأة وإصابة طفليها.", {("killed", 1, 1), ("injured", 2, 2)}),
        (
            "وبمقتل جنديين ارتفعت الحصيلة إلى أربعين.",
            {("killed", 2, 2), ("killed", 40, 40)},
        ),
        ("خلّف القصف قتيلا وثلاثة جرحى.", {("killed", 1, 1), ("injured", 3, 3)}),
        ("قال إن ثلاثة صيادين وحارسا لقوا حتفهم.", {("killed", 4, 4)}),
        ("توقفت القافلة عند المستشفى العسكري.", set()),
        ("لم يصب أحد من الركاب الثلاثين.", set()),
    ],
)
def test_tolls(text: str, wanted: set[tuple[str, int | None, int | None]]) -> None:
    assert counted("ar", text) == wanted


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("وقع الحادث بباماكو فجرا.", "باماكو", "ML"),
        ("وصل الجرحى للفلوجة ليلا.", "الفلوجة", "IQ"),
        ("وقع الانفجار في قرية شخروبة قرب الموصل بالعراق.", "شخروبة", "IQ"),
        ("هاجم مسلحون معسكر تلعبور شرق مدينة حلب.", "تلعبور", "SY"),
        ("غرق قارب قبالة سواحل مدينة الخمس.", "الخمس", "LY"),  # also "the five"
        ("قتل راعيان جنوب غربي الحويجة.", "الحويجة", "IQ"),
    ],
)
def test_places(text: str, name: str, country: str) -> None:
    found = annotated("ar", text).places
    assert (name, country) in {
        (p.name, p.resolved.country) for p in found if p.resolved is not None
    }


@pytest.mark.parametrize(
    "text", ["لم تعرف هوية القتيل.", "عقد الوزير جلسة طارئة.", "جرى البحث ليلا."]
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert annotated("ar", text).places == []
