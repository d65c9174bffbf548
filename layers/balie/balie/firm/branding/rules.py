"""Which colours can be read, which pictures will do, and what a style sheet is told of them.

The mixing is that of `tokens.css`: what is checked here is what a browser will show.
"""

import hashlib

from balie.firm.branding import colors
from balie.firm.branding.colors import Linear, Oklch
from balie.firm.branding.model import Branding, Check, Pair, Picture, Place, Theme
from balie.ground.core.errors import Invalid
from balie.ground.core.images import Image, ImageRefused

TEXT, SHAPE = 4.5, 3.0  # https://www.w3.org/TR/WCAG22/#contrast-minimum, #non-text-contrast
# Larger than a letter, which is then not shown; by night on white, which logos are made for.
AROUND_A_LOGO = {
    "--mark-size": "32px",
    "--mark-room": "4px",
    "--mark-radius": "2px",
    "--mark-fill": "light-dark(transparent, #ffffff)",
    "--mark-ink": "transparent",
}
WHITE, NEAR_BLACK = "#ffffff", "#111111"
HOVER_DAY, PRESS_DAY = 0.86, 0.74
HOVER_NIGHT, PRESS_NIGHT = 0.84, 0.70
STEP = 0.004  # of lightness; the eye tells apart about 0.02
LARGEST: dict[Place, int] = {"logo": 256 * 1024, "favicon": 64 * 1024}  # bytes
LOGO_SIDES, FAVICON_SIDES = range(16, 2001), range(32, 513)  # pixels
WIDEST, HIGHEST = 8, 2  # a logo's width to its height, its height to its width


class ContrastTooLow(Invalid):
    code = "contrast_too_low"


def on_color(color: str) -> str:
    """Of words on the colour: white where that can be read, else nearly black."""
    fill = colors.from_hex(color)
    return WHITE if colors.contrast(fill, colors.from_hex(WHITE)) >= TEXT else NEAR_BLACK


def checks(color: str) -> list[Check]:
    brand = colors.to_oklch(colors.from_hex(color))
    return [*_by_day(color, brand), *_by_night(brand)]


def _by_day(color: str, brand: Oklch) -> list[Check]:
    words = colors.from_hex(on_color(color))
    lighter = on_color(color) != WHITE
    fills = {
        Pair.BUTTON: colors.from_hex(color),
        Pair.HOVER: colors.from_oklch(brand.mixed(HOVER_DAY, white=lighter)),
        Pair.PRESS: colors.from_oklch(brand.mixed(PRESS_DAY, white=lighter)),
    }
    edge = colors.from_oklch(brand._replace(lightness=min(brand.lightness, 0.62)))
    surface = colors.from_hex(WHITE)
    return _checks(Theme.LIGHT, words, fills, edge, surface)


def _by_night(brand: Oklch) -> list[Check]:
    night = Oklch(0.74, min(brand.chroma, 0.12), brand.hue)
    fills = {
        Pair.BUTTON: colors.from_oklch(night),
        Pair.HOVER: colors.from_oklch(night.mixed(HOVER_NIGHT, white=True)),
        Pair.PRESS: colors.from_oklch(night.mixed(PRESS_NIGHT, white=True)),
    }
    words = colors.from_oklch(Oklch(0.18, 0.02, brand.hue))
    surface = colors.from_oklch(Oklch(0.215, 0.007, brand.hue))
    return _checks(Theme.DARK, words, fills, fills[Pair.BUTTON], surface)


def _checks(
    theme: Theme, words: Linear, fills: dict[Pair, Linear], edge: Linear, surface: Linear
) -> list[Check]:
    read = {pair: colors.contrast(words, fill) for pair, fill in fills.items()}
    found = [_check(theme, pair, ratio, TEXT) for pair, ratio in read.items()]
    return [*found, _check(theme, Pair.EDGE, colors.contrast(edge, surface), SHAPE)]


def _check(theme: Theme, pair: Pair, ratio: float, needed: float) -> Check:
    """Rounded down, so that no number shown says more than there is."""
    return Check(theme=theme, pair=pair, ratio=int(ratio * 100) / 100, needed=needed)


def passes(color: str) -> bool:
    return all(check.passes for check in checks(color))


def nearest(color: str) -> str | None:
    """The colour most like it that can be read, lighter or darker; None when it can be itself."""
    if passes(color):
        return None
    brand = colors.to_oklch(colors.from_hex(color))
    for step in range(1, int(1 / STEP)):
        for lightness in (brand.lightness - step * STEP, brand.lightness + step * STEP):
            found = colors.to_hex(colors.from_oklch(brand._replace(lightness=lightness)))
            if 0 < lightness < 1 and passes(found):
                return found
    return NEAR_BLACK


def check_color(color: str) -> None:
    """Raises ContrastTooLow."""
    instead = nearest(color)
    if instead is not None:
        raise ContrastTooLow(
            f"Words on a button of {color} could not be read well, neither white nor black ones. "
            f"{instead} is nearly the same and can be read."
        )


def check_size(content: bytes, place: Place) -> None:
    """Raises ImageRefused."""
    most = LARGEST[place]
    if len(content) > most:
        raise ImageRefused(f"The picture is larger than {most // 1024} kB. Save it smaller.")


def picture(image: Image, place: Place) -> Picture:
    """Raises ImageRefused."""
    if place == "logo":
        _check_logo(image)
    elif image.width != image.height or image.width not in FAVICON_SIDES:
        raise ImageRefused("The picture for the tab is a square of 32 to 512 pixels.")
    digest = hashlib.sha256(image.content).hexdigest()[:32]
    return Picture(digest=digest, kind=image.kind, width=image.width, height=image.height)


def _check_logo(image: Image) -> None:
    if image.width not in LOGO_SIDES or image.height not in LOGO_SIDES:
        raise ImageRefused("A logo is 16 to 2,000 pixels wide and high.")
    if image.width > WIDEST * image.height or image.height > HIGHEST * image.width:
        raise ImageRefused("A logo is at most eight times as wide as high, or twice as high.")


def header_text(branding: Branding, name: str) -> str:
    """name: the firm's. Where there is no logo, something must say whose page it is."""
    if branding.header_text is None or (not branding.header_text and branding.logo is None):
        return name
    return branding.header_text


def variables(branding: Branding) -> dict[str, str]:
    """What the style sheet of the firm sets; every value is made here, of checked parts."""
    words = on_color(branding.color)
    found = {
        "--brand": branding.color,
        "--on-brand-day": words,
        "--brand-shade": "black" if words == WHITE else "white",
        "--radius": f"{branding.radius_px}px",
    }
    if branding.logo:
        found["--logo"] = f'url("/branding/{branding.logo.file}")'
        found["--logo-ratio"] = f"{branding.logo.width / branding.logo.height:.3f}"
        found |= AROUND_A_LOGO
    return found
