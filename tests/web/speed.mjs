// How long it takes from a key to what it leads to in the workbench: milliseconds, as JSON on stdout. See tests/bench.py.
import { chromium } from "playwright-core";
import { FLAGS } from "./browser.mjs";

const [, , executablePath, address, year, rounds] = process.argv;
const browser = await chromium.launch({ executablePath, args: FLAGS });
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await page.goto(address);
await page.goto(`${new URL(address).origin}/plan/${year}`);
await page.getByRole("button", { name: "Fil", exact: true }).click();
await page.waitForSelector(".cm-content[aria-label]");
await page.waitForTimeout(1500);

/** From the key that was pressed last to the first moment when a test holds. */
const since = (test) => page.evaluate(async (source) => {
  const holds = new Function(`return (${source})()`);
  while (!holds()) await new Promise((done) => setTimeout(done, 1));
  return performance.now() - window.tangent;
}, test.toString());
await page.evaluate(() => document.addEventListener("keydown", () => { window.tangent = performance.now(); }, true));
const seen = { finding: [], page: [] };
const bad = () => [...document.querySelectorAll(".saker .fel")].some((one) => one.textContent.includes("utkastx"));
const good = () => ![...document.querySelectorAll(".saker .fel")].some((one) => one.textContent.includes("utkastx"));

await page.locator(".cm-line", { hasText: "status: utkast" }).first().click();
await page.keyboard.press("End");
for (let round = 0; round < Number(rounds); round += 1) {
  await page.keyboard.press("x");
  seen.finding.push(await since(bad));
  await page.waitForTimeout(200);
  await page.keyboard.press("Backspace");
  seen.finding.push(await since(good));
  await page.waitForTimeout(400);
}
await page.locator(".cm-line", { hasText: "undertitel:" }).first().click();
await page.keyboard.press("End");
const longer = () => document.querySelector("iframe.sida").contentDocument.querySelector("p.undertitel").textContent.length > window.var;
const shorter = () => document.querySelector("iframe.sida").contentDocument.querySelector("p.undertitel").textContent.length < window.var;
const note = () => page.evaluate(() => { window.var = document.querySelector("iframe.sida").contentDocument.querySelector("p.undertitel").textContent.length; });
for (let round = 0; round < Number(rounds); round += 1) {
  await note();
  await page.keyboard.press("y");
  seen.page.push(await since(longer));
  await page.waitForTimeout(300);
  await note();
  await page.keyboard.press("Backspace");
  seen.page.push(await since(shorter));
  await page.waitForTimeout(300);
}
await browser.close();
console.log(JSON.stringify(seen));
