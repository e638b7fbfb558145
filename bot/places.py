"""A shared place → its time zone. The place itself goes no further."""

from dialogs.hours import is_zone


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA zone at these degrees, at sea too; None for what is no place on earth.

    The first call loads the map of the zones: a twelfth of a second and some 35 MB, which most bots never need.
    """
    from tzfpy import get_tz

    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    zone = get_tz(longitude, latitude)
    return zone if is_zone(zone) else None
