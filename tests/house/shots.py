"""Pictures of a page as WebP, and all pictures of a screen side by side on one sheet."""

import base64
from collections.abc import Iterable
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page

TALLEST = {360: 1500, 1440: 1800}  # what is below is more of the same
WIDE = 1000  # a window this wide or wider is a desk's, else a phone's


def shoot(page: Page, file: Path, *, quality: int = 80) -> None:
    """The whole page, as far as TALLEST, in a window of that height: what sticks is at its edge."""
    view = page.viewport_size
    assert view
    height = page.evaluate("document.documentElement.scrollHeight")
    tallest = TALLEST.get(view["width"], height)
    page.set_viewport_size({**view, "height": max(view["height"], min(height, tallest))})
    taken = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": quality}
    )
    page.set_viewport_size(view)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(base64.b64decode(taken["data"]))


STYLE = """
body { margin: 0; padding: 20px; background: #8a8f98; font: 13px/1.4 system-ui; color: #fff; }
main { display: flex; flex-wrap: wrap; align-items: start; gap: 16px; }
figure { margin: 0; }
img { display: block; max-height: 900px; object-fit: cover; object-position: top; }
img.wide { inline-size: 640px; max-height: 720px; }
img.narrow { inline-size: 240px; }
"""


def sheet(browser: Browser, pictures: Iterable[Path], target: Path) -> None:
    """pictures: named VARIANT-WIDTH.webp; the wide ones first."""
    figures = "".join(map(_figure, sorted(pictures, key=lambda each: (-_width(each), each.stem))))
    page = browser.new_page(viewport={"width": 1352, "height": 100})
    page.set_content(f"<style>{STYLE}</style><main>{figures}</main>")
    page.wait_for_function("[...document.images].every(each => each.complete)")
    shoot(page, target, quality=55)
    page.close()


def _figure(picture: Path) -> str:
    data = base64.b64encode(picture.read_bytes()).decode()
    kind = "wide" if _width(picture) >= WIDE else "narrow"
    source = f'<img class="{kind}" src="data:image/webp;base64,{data}">'
    return f"<figure><figcaption>{escape(picture.stem)}</figcaption>{source}</figure>"


def _width(picture: Path) -> int:
    return int(picture.stem.rpartition("-")[2])
