// Pages on stdin -> what a browser sees of each: axe's violations at every width and colour scheme, what the page asks the
// network for, and how wide it is on the narrowest phone. JSON in, JSON out; see tests/test_html_axe.py.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };
const NARROWEST = { width: 320, height: 640 };
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

async function violations(page) {
  await page.evaluate(AXE);
  const { passes, violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
  return { rules: passes.length, violations: violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]) };
}

async function look(context, address) {
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address);
  const looks = {};
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      looks[`${size}, ${colorScheme}`] = await violations(page);
    }
  }
  await page.setViewportSize(NARROWEST);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.close();
  return { looks, asked, width };
}

const { executablePath, addresses } = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext();
console.log(JSON.stringify(await Promise.all(addresses.map((address) => look(context, address)))));
await browser.close();
