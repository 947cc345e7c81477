"""axe-core in the page: what it finds against WCAG 2.2 AA."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# A page's policy forbids a script of others in a tag; what the debugger runs is not the page's.
RUN = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target, failureSummary }) =>
    `${target.join(" ")}: ${failureSummary.split("\\n")[1]?.trim()}`) }));
}"""
BY_TAGS = {"type": "tag", "values": TAGS}
BY_COLOUR = {"type": "rule", "values": ["color-contrast"]}


def findings(page: Page, rules: dict[str, Any]) -> list[str]:
    """Each violation in a line, and where it is."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    found = page.evaluate(RUN, rules)
    return [f"{each['id']} ({each['help']}): {'; '.join(each['where'])}" for each in found]


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")
