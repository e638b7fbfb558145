"""Emergency and urgent-care numbers by region, and which region a runner is probably in."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.wording import Texts

UNKNOWN_REGION = "OTHER"


@dataclass(frozen=True, slots=True)
class Region:
    """The numbers of one region, "" where there is no number for all of it; and a time zone, perhaps its only one."""

    id: str
    emergency: str
    also: str
    urgent: str
    zone: str
    one_zone: bool = False


@dataclass(frozen=True)
class Regions:
    """All regions, in the order they are offered, and what a locale says about them.

    `source` is where the numbers come from, `review_by` the date by which to look at them again.
    """

    by_id: Mapping[str, Region]
    countries: Mapping[str, str]
    languages: Mapping[str, str]
    review_by: str = ""
    source: tuple[str, ...] = ()

    def guess(self, locale: str) -> str | None:
        """The region of an IETF tag such as "en-GB" or "de"; None where it would be a guess in the dark."""
        language, *rest = locale.replace("_", "-").split(".")[0].split("-")
        for part in rest:
            if len(part) == 2 and part.isalpha():
                return self.countries.get(part.upper(), UNKNOWN_REGION)
        return self.languages.get(language.lower())

    def numbers(self, region: str | None, texts: Texts) -> dict[str, str]:
        """Country, emergency number and urgent-care advice in words, as messages take them."""
        found = self.by_id.get(region or UNKNOWN_REGION, self.by_id[UNKNOWN_REGION])
        values = {"emergency": found.emergency, "also": found.also, "urgent": found.urgent}
        key = f"regions.{found.id}"
        return {
            "country": texts.text(f"{key}.name" if region else "buttons.country_unknown"),
            "emergency": texts.text(f"{key}.emergency", **values),
            "urgent": texts.text(f"{key}.urgent", **values),
        }
