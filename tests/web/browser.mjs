// What the tests in a browser share: how it is started, and axe's violations in a window of the workbench.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// Each rule that is broken, with the first elements that break it.
export async function violationsIn(page) {
  await page.evaluate(AXE);
  let violations = [];
  // What fades away has any contrast on its way: a fault is one that is there again.
  for (let tried = 0; tried < 3 && (tried === 0 || violations.length); tried += 1) {
    if (tried) await page.waitForTimeout(900);
    ({ violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags, iframes: false }), TAGS));
  }
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]);
}
