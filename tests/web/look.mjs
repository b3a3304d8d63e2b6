// Pages on stdin -> what a browser sees of each: axe's violations at every width and colour scheme, what the page asks the
// network for, what comes first on some days, whether the contents stay in view, and how wide it is on the narrowest phone. JSON in, JSON out; see tests/test_html_axe.py.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { AXE, FLAGS } from "./browser.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };
const NARROWEST = { width: 320, height: 640 };

async function violations(page) {
  await page.evaluate(AXE);
  const { passes, violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
  return { rules: passes.length, violations: violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]) };
}

// The clock of the page, from the outside: the heading of the meetings, the first one shown, and how many are.
async function first(context, address, day) {
  const page = await context.newPage();
  await page.addInitScript(`{
    const Clock = Date;
    Date = class extends Clock { constructor() { super("${day}T12:00:00"); } };
  }`);
  await page.goto(address);
  const seen = await page.evaluate(() => {
    const shown = [...document.querySelectorAll(".möten li")].filter((day) => !day.hidden);
    const words = (element) => element?.textContent.replace(/\s+/g, " ").trim();
    return [words(document.querySelector(".möten h2")), words(shown[0]), shown.length];
  });
  await page.close();
  return seen;
}

async function stays(page, width) {
  await page.setViewportSize({ width, height: 900 });
  return page.evaluate(() => {
    scrollTo(0, document.documentElement.scrollHeight / 2);
    const link = document.querySelector("nav a").getBoundingClientRect();
    return link.top >= 0 && link.bottom <= innerHeight;
  });
}

async function look(context, address, days) {
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
  const inView = {};
  for (const wide of [1280, 1120, 1000]) inView[wide] = await stays(page, wide);
  await page.close();
  const chosen = [];
  for (const day of days) chosen.push(await first(context, address, day));
  return { looks, asked, width, first: chosen, stays: inView };
}

const { executablePath, addresses, days } = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext();
console.log(JSON.stringify(await Promise.all(addresses.map((address) => look(context, address, days)))));
await browser.close();
