"""The order in which text that runs both ways stands on a line."""

from __future__ import annotations

from itertools import pairwise

from fpdf.bidi import BidiParagraph, auto_detect_base_direction


def runs_of(text: str) -> list[tuple[str, str]]:
    """A line's runs from left to right, each as it is read, with ``ltr`` or ``rtl``.

    Annex 9 of Unicode (https://www.unicode.org/reports/tr9/) says how they stand. fpdf2 resolves
    their directions and reorders characters by it, and sets runs of one line in the order in which
    they are read, so that a house number after Arabic words would stand before them.
    """
    base = auto_detect_base_direction(text)
    seen = BidiParagraph(text=text, base_direction=base).get_reordered_characters()
    if not seen:
        return []
    ends = [
        place
        for place, (one, following) in enumerate(pairwise(seen), start=1)
        if one.embedding_level != following.embedding_level
        or abs(one.character_index - following.character_index) != 1
    ]
    runs = []
    for begin, end in pairwise([0, *ends, len(seen)]):
        signs = sorted(seen[begin:end], key=lambda sign: sign.character_index)
        direction = "rtl" if signs[0].embedding_level % 2 else "ltr"
        runs.append(("".join(sign.character for sign in signs), direction))
    return runs
