"""Draws the icons of the app from its one picture, assets/favicon.svg, with Chromium: python -m deploy.icons.draw"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from settings import read_settings

ASSETS = Path(__file__).parents[2] / "assets"
FACE = '<rect width="16" height="16" rx="3"'
WHOLE = {"icon-192": 192, "icon-512": 512}
"""Pixels of the icons as they are, with round corners."""
CUT = {"maskable-512": 512, "touch-180": 180}
"""Pixels of the icons whose edge a phone cuts as it likes: the colour goes to the edge, the sign is smaller."""
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Writes the icons into assets/icons/."""
    picture = (ASSETS / "favicon.svg").read_text(encoding="utf-8")
    edgeless = picture.replace('viewBox="0 0 16 16"', 'viewBox="-3 -3 22 22"')
    edgeless = edgeless.replace(FACE, '<rect x="-3" y="-3" width="22" height="22"')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=read_settings().chromium or CHROMIUM)
        for drawn, sizes in ((picture, WHOLE), (edgeless, CUT)):
            for name, pixels in sizes.items():
                page = browser.new_page(viewport={"width": pixels, "height": pixels})
                page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:100vw;height:100vh}}</style>{drawn}")
                page.screenshot(path=ASSETS / "icons" / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
