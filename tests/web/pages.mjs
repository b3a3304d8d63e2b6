// The true pages beside the form, in a browser: what was seen is told as JSON on stdout. See tests/test_true_pages.py.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { FLAGS, violationsIn } from "./browser.mjs";

const [, , executablePath, address, folder] = process.argv;
const PICTURES = process.env.PICTURES;
const origin = new URL(address).origin;
const seen = { axe: {}, broken: [] };

const browser = await chromium.launch({ executablePath, args: FLAGS });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(20000);
page.on("pageerror", (error) => seen.broken.push(error.message));
page.on("console", (told) => { if (told.type() === "error" && !told.text().includes("inline script")) seen.broken.push(told.text()); });

const pages = page.frameLocator("iframe.sida");
const said = () => page.locator(".page .sagt").textContent();
const isStale = () => page.locator("iframe.sida.gammal").count();
const addresses = () => pages.locator("img").evaluateAll((all) => all.map((one) => one.src));
const scrolled = () => page.$eval("iframe.sida", (frame) => Math.round(frame.contentWindow.scrollY));
const place = (...at) => `.formulär [data-plats='${JSON.stringify(at)}']`;

async function until(test, what) {
  for (let tried = 0; tried < 250; tried += 1) {
    if (await test()) return;
    await page.waitForTimeout(60);
  }
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/väntan.png` });
  throw new Error(`waited in vain: ${what} ${seen.broken}`);
}
const fresh = (what) => until(async () => (await said()) === "" && !(await isStale()), what);

async function axe(name) {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
  seen.axe[name] = await violationsIn(page);
}

async function type(field, words) {
  await page.locator(field).fill(words);
  await page.locator(field).press("Tab");
}

await page.goto(address);
await page.goto(`${origin}/plan/2018`);
await page.waitForSelector(".formulär .fält");
await page.waitForTimeout(600);

// The pages are chosen, and come as pictures.
await page.getByRole("button", { name: "Sidor", exact: true }).click();
await until(async () => (seen.waiting = await said()) !== "", "a word of the first laying out");
await pages.locator("img").first().waitFor();
await fresh("the pages");
seen.pressed = await page.$$eval(".page .flikar button", (all) => all.map((one) => [one.textContent, one.ariaPressed]));
const first = await addresses();
seen.pages = first.length;
seen.drawn = await pages.locator("img").first().evaluate(async (picture) => { await picture.decode(); return [picture.naturalWidth, picture.naturalHeight]; });
await axe("sidor");

// A word is changed: only its page gets another picture, and the reader stays at the same place.
await page.click('.översikt button:has-text("Titelsida")');
await page.locator(place("undertitel") + " input").waitFor();
await type(place("undertitel") + " input", "Budget på prov");
await until(isStale, "old pages marked");
seen.laying = await said();
await page.$eval("iframe.sida", (frame) => frame.contentWindow.scrollTo(0, 1234));
await fresh("the pages anew");
seen.anew = (await addresses()).map((one, number) => one !== first[number]);
seen.scrolled = await scrolled();

// A click comes to the field of what stands there, and what is chosen is marked on its page.
await pages.locator("figure").first().scrollIntoViewIfNeeded();
await page.click('.översikt button:has-text("Syfte")');
await until(() => pages.locator("[data-vald]").count(), "a mark");
seen.markedOn = await pages.locator("[data-vald]").evaluateAll((all) => all.map((one) => one.closest("figure").querySelector("img").alt));
await axe("vald");
const subtitle = await pages.locator("figure").first().locator("[data-rad]").evaluateAll((all) => all.map((one) => Number(one.dataset.rad)));
const lines = readFileSync(`${folder}/2018.yaml`, "utf8").split("\n");
seen.titles = subtitle.map((line) => lines[line - 1]);
const line = lines.findIndex((words) => words.startsWith("undertitel:")) + 1;
const box = await pages.locator(`figure >> nth=0 >> [data-rad="${line}"]`).first().evaluate((one) => { one.scrollIntoView(); return [one.offsetWidth, one.offsetHeight]; });
await pages.locator(`figure >> nth=0 >> [data-rad="${line}"]`).first().click({ position: { x: Math.min(40, box[0] / 2), y: Math.min(8, box[1] / 2) } });
await page.waitForFunction(() => document.activeElement?.closest(".formulär .fält"));
seen.clicked = await page.evaluate(() => document.activeElement.closest(".fält").dataset.plats);

// An error: the pages of before stay, and say that they are old.
const kept = await addresses();
await page.click('.översikt button:has-text("Kalendarium")');
const day = page.locator(".formulär .fält-dag input").first();
await day.waitFor();
const right = await day.inputValue();
await day.fill("2018-02-31");
await day.press("Tab");
await until(async () => (await said()).startsWith("Rätta"), "the sentence of an error");
seen.wrong = { said: await said(), isStale: await isStale(), isKept: JSON.stringify(await addresses()) === JSON.stringify(kept) };
await axe("gamla");
await day.fill(right);
await day.press("Tab");
await fresh("the pages after the error");
seen.right = await isStale();

await page.setViewportSize({ width: 1024, height: 768 });
await page.locator("iframe.sida").scrollIntoViewIfNeeded();
await page.waitForTimeout(500);
await axe("smal");

// Back to the web page.
await page.getByRole("button", { name: "Webbsida", exact: true }).click();
await pages.locator("h1").first().waitFor();
seen.web = [await pages.locator("img").count(), await said(), await isStale()];

await browser.close();
console.log(JSON.stringify(seen));
