"""Colours as browsers compute them: sRGB, OKLCH and the contrast of WCAG.

https://www.w3.org/TR/css-color-4/#color-conversion-code, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import math
from typing import NamedTuple

Linear = tuple[float, float, float]


class Oklch(NamedTuple):
    """lightness 0 to 1, chroma 0 to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def mixed(self, share: float, *, white: bool) -> "Oklch":
        """`color-mix(in oklch, self share, white or black)`; those two have no hue of their own."""
        lightness = share * self.lightness + (1 - share if white else 0)
        return Oklch(lightness, share * self.chroma, self.hue)


def contrast(one: Linear, other: Linear) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Linear) -> float:
    red, green, blue = color
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def from_hex(color: str) -> Linear:
    red, green, blue = (_to_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def to_hex(color: Linear) -> str:
    return "#" + "".join(f"{round(_from_linear(each) * 255):02x}" for each in color)


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _from_linear(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def to_oklch(color: Linear) -> Oklch:
    red, green, blue = color
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def from_oklch(color: Oklch) -> Linear:
    """What no screen shows is clipped, as browsers do."""
    a = color.chroma * math.cos(math.radians(color.hue))
    b = color.chroma * math.sin(math.radians(color.hue))
    long = (color.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (color.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (color.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return _clipped(red), _clipped(green), _clipped(blue)


def _clipped(value: float) -> float:
    return min(max(value, 0.0), 1.0)
