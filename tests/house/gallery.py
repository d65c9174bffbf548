"""A sheet for each screen, and the page that shows them all.

python -m tests.house.gallery PICTURES DOCS. PICTURES is where `tests.portal.screenshots` and
`tests.desk.screenshots` put theirs.
"""

import sys
from pathlib import Path

from tests.house.chromium import launched
from tests.house.shots import sheet

HEAD = """# Every screen

Portal and desk at 360 and 1440 pixels, in Dutch and English, of two firms, by day and for some by
night; full, empty and failed, with the longest names and amounts. Taken by `make screenshots`,
which keeps each picture at its full size in `screenshots/`.
"""


def main() -> None:
    pictures, docs = Path(sys.argv[1]), Path(sys.argv[2])
    page = [HEAD]
    with launched() as browser:
        for site in ("portal", "desk"):
            page.append(f"\n## {site.capitalize()}\n")
            for folder in sorted((pictures / site).iterdir()):
                name = f"screens/{site}-{folder.name}.webp"
                sheet(browser, folder.glob("*.webp"), docs / name)
                words = folder.name.replace("-", " ")
                page.append(f"\n### {words.capitalize()}\n\n![{site}: {words}]({name})\n")
    (docs / "screens.md").write_text("".join(page))
    sys.stdout.write(f"{docs / 'screens.md'}\n")


if __name__ == "__main__":
    main()
