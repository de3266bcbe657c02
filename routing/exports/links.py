"""Links that open a stop in a navigation app on the driver's phone, one destination each.

- Google Maps: https://developers.google.com/maps/documentation/urls/get-started#directions-action
- Waze: https://developers.google.com/waze/deeplinks
- Apple Maps, "Map Links" in Apple's URL Scheme Reference; it has no flag for cycling
- any other app: RFC 5870, https://www.rfc-editor.org/rfc/rfc5870
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """A place's links; `waze`, which knows cars alone, is None for who cycles or walks."""

    google_maps: str
    waze: str | None
    apple_maps: str
    geo: str

    def known(self) -> dict[str, str]:
        """The links that there are, by the apps' names."""
        return {app: link for app, link in asdict(self).items() if link is not None}


def links_to(lat: float, lon: float, kind: str) -> Links:
    """Give the links to a place for a vehicle of that kind.

    A plan names kinds and not their profiles, so the name decides: who has ``bike`` in it cycles,
    ``walk`` walks, and all others drive.
    """
    # Six decimals are a tenth of a metre, and never an exponent, which no link may have.
    place = f"{lat:.6f},{lon:.6f}"
    cycles, walks = "bike" in kind, kind == "walk"
    mode = "bicycling" if cycles else "walking" if walks else "driving"
    flag = "" if cycles else "&dirflg=w" if walks else "&dirflg=d"
    return Links(
        google_maps=f"https://www.google.com/maps/dir/?api=1&destination={place}&travelmode={mode}",
        waze=f"https://waze.com/ul?ll={place}&navigate=yes" if mode == "driving" else None,
        apple_maps=f"https://maps.apple.com/?daddr={place}{flag}",
        geo=f"geo:{place}",
    )
