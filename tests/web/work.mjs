// A secretary's tasks in the workbench, done in a browser: what was seen is told as JSON on stdout. See tests/test_workbench.py.
import { readFileSync, appendFileSync, existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { FLAGS, violationsIn } from "./browser.mjs";

const [, , executablePath, address, folder] = process.argv;
const PICTURES = process.env.PICTURES;
const file = (year) => readFileSync(`${folder}/${year}.yaml`, "utf8");
const origin = new URL(address).origin;
const seen = { axe: {} };
const hosts = new Set();

const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
context.on("request", (request) => {
  const url = new URL(request.url());
  if (url.protocol.startsWith("http")) hosts.add(url.hostname);
});
const page = await context.newPage();

async function until(test, what) {
  for (let tried = 0; tried < 150; tried += 1) {
    if (await test()) return;
    await page.waitForTimeout(100);
  }
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/väntan.png` });
  throw new Error(`waited in vain: ${what}`);
}

async function axe(name, where = page) {
  if (PICTURES) await where.screenshot({ path: `${PICTURES}/${name}.png` });
  seen.axe[name] = await violationsIn(where);
}

const count = (selector, where = page) => where.locator(selector).count();
const framed = (where = page) => where.frameLocator("iframe.sida");

await page.goto(address);
await page.waitForSelector("main table");
seen.years = await page.$$eval("tbody tr", (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
await axe("år");

await page.click("tbody a >> text=2018");
await page.getByRole("button", { name: "Fil", exact: true }).click();
await page.waitForSelector(".cm-content[aria-label]");
await until(() => count(".sak >> text=Rätta"), "repairs");
const mendable = () => page.getByRole("button", { name: "Rätta", exact: true }).count();
seen.mended = { before: await mendable() };
await axe("fel");

// What is advised leads to its place in the handbook, in a window of its own; on a phone too.
const [handbook] = await Promise.all([context.waitForEvent("page"), page.locator(".sak a.läge").first().click()]);
await handbook.waitForSelector(":target");
seen.handbook = { code: await page.locator(".sak a.läge").first().textContent(), rule: await handbook.locator(":target").textContent(), broken: [] };
handbook.on("pageerror", (error) => seen.handbook.broken.push(error.message));
await handbook.setViewportSize({ width: 320, height: 700 });
await handbook.getByRole("link", { name: "Handboken", exact: true }).click();
await handbook.waitForSelector("main img");
seen.handbook.title = await handbook.title();
seen.handbook.wide = await handbook.evaluate(() => document.documentElement.scrollWidth);
seen.handbook.pictures = await handbook.locator("img").evaluateAll(async (all) => {
  await Promise.all(all.map((one) => one.decode()));
  return all.map((one) => one.naturalWidth);
});
await axe("handboken", handbook);
await handbook.close();

while (await mendable()) {
  const left = await mendable();
  await page.getByRole("button", { name: "Rätta", exact: true }).first().click();
  await until(async () => (await mendable()) < left, "a repair");
}
seen.mended.after = await mendable();
await until(() => !file(2018).includes("Salm"), "the file");
seen.mended.file = file(2018);

const open = () => file(2018).split("FYLL I").length;
seen.confirmed = { before: open() };
await page.getByRole("button", { name: "Bekräfta alla" }).last().click();
await until(() => open() < seen.confirmed.before, "a confirmation");
seen.confirmed.after = open();
seen.confirmed.file = file(2018);
await page.getByRole("button", { name: "Ångra", exact: true }).click();
await until(() => open() === seen.confirmed.before, "a step back");
await page.waitForSelector(".q-notification >> text=Ångrat");
seen.confirmed.undone = await page.locator(".q-notification", { hasText: "Ångrat" }).first().textContent();
await page.getByRole("button", { name: "Gör om", exact: true }).click();
await until(() => open() === seen.confirmed.after, "the step again");
// The step was shown where it was taken; the editor holds only the lines around.
await page.locator("nav.översikt >> text=Titelsida och uppgifter").click();

// Two windows.
const other = await context.newPage();
await other.goto(`${origin}/plan/2018`);
await other.getByRole("button", { name: "Fil", exact: true }).click();
await other.waitForSelector(".cm-content");
const line = page.locator(".cm-line", { hasText: "undertitel:" });
await line.click();
await page.keyboard.press("Home");
await page.keyboard.press("Shift+End");
await page.keyboard.type("undertitel: Budget på prov");
await until(() => file(2018).includes("undertitel: Budget på prov\n"), "what was typed, in the file");
await until(async () => (await framed().locator("p.undertitel").textContent()) === "Budget på prov", "the page");
await until(async () => (await other.locator(".cm-content").textContent()).includes("Budget på prov"), "the other window");
seen.typed = {
  page: await framed().locator("p.undertitel").textContent(),
  other: await other.locator(".cm-content").textContent(),
  file: file(2018),
};
await other.close();

const visible = () => count('.cm-line:has-text("summa: 945 000")').then(Boolean);
seen.clicked = { before: await visible() };
await framed().locator("table.belopp tfoot [data-rad]").first().click();
await until(visible, "the line of a value");
seen.clicked.after = await visible();
await axe("plan");

// Another program saves the file, and a key is pressed before the window has looked (it looks now and then, so try again).
await page.keyboard.press("Control+Home");
await page.locator(".cm-line").first().click();
await page.keyboard.press("End");
for (let tried = 0; tried < 5 && !(await count("text=Filen har ändrats av ett annat program")); tried += 1) {
  appendFileSync(`${folder}/2018.yaml`, "# någon annan\n");
  await page.keyboard.press("x");
  await page.waitForTimeout(700);
}
seen.conflict = { told: await page.locator(".sak .fel").first().textContent(), file: file(2018) };
await page.getByRole("button", { name: "Behåll min" }).click();
await until(() => !file(2018).includes("någon annan"), "one's own");
seen.conflict.kept = file(2018);

// Two answers that contradict each other, and a file that is none.
await page.getByRole("button", { name: "Granskning" }).click();
await page.waitForSelector("input[type=file]", { state: "attached" });
const send = (name) => page.setInputFiles("input[type=file]", `${folder}/../${name}.docx`);
await send("skräp");
await page.waitForSelector(".q-notification");
seen.review = { junk: await page.locator(".q-notification__message").first().textContent() };
await send("Anna");
await until(() => count(".sak"), "the first answer");
await send("Bo");
await until(() => count("text=Säger emot nr"), "the second answer");
seen.review.cards = await page.$$eval(".sak", (cards) => cards.map((card) => card.textContent));
await axe("granskning");
const leads = await page.locator(".sak a").first().getAttribute("href");
const third = await context.newPage();
await third.goto(`${origin}${leads}`);
await third.waitForFunction(() => document.activeElement?.closest(".formulär .fält"));
seen.review.led = { href: leads, field: await third.evaluate(() => document.activeElement.value) };
await third.close();
const card = (word) => page.locator(".sak", { hasText: word }).first().locator(".q-checkbox");
await card("utveckla").click();
await card("höja").click();
await page.getByRole("button", { name: "Visa vad som skulle ändras" }).click();
await until(() => count("text=säger emot varandra"), "a contradiction");
seen.review.both = await page.locator("text=säger emot varandra").first().textContent();
await card("höja").click();
seen.review.before = file(2018);
await card("21 mars").click();
const preview = page.getByRole("button", { name: "Visa vad som skulle ändras" });
await preview.click();
await page.waitForSelector(".q-dialog .sak");
seen.review.offered = await page.locator(".q-dialog .sak").textContent();
await axe("granskningens överenskommelse");
seen.review.buttons = await page.$$eval(".q-dialog button", (all) => all.map((one) => one.textContent.trim()));
await page.getByRole("button", { name: "Gå vidare" }).click();
await until(() => count("text=Välj först vad som ska göras med nr"), "the choice asked for");
await page.getByLabel("Skäl").fill("Huddinge har salen den dagen.");
await page.locator(".q-dialog .q-radio", { hasText: "Ta med, med undantag" }).click();
await page.getByRole("button", { name: "Gå vidare" }).click();
await until(() => count(".q-dialog >> text=Följer med: undantas"), "the exemption");
seen.review.shown = await page.locator(".q-dialog pre").textContent();
await page.getByRole("button", { name: "Skriv", exact: true }).click();
await until(() => file(2018) !== seen.review.before, "the changes");
seen.review.file = file(2018);

// What is made says so; the answers stay though the page is opened anew, and are answered.
await until(() => count('.sak:has-text("Gjort.")'), "what is done");
await page.goto(`${origin}/granskning/2018`);
await until(() => count('.sak:has-text("Gjort.")'), "the answers that were kept");
seen.review.again = await page.$$eval(".sak", (cards) => cards.map((card) => card.textContent));
await page.getByRole("button", { name: "Svara granskarna" }).click();
await page.waitForSelector(".q-dialog a");
await until(async () => !(await count(".q-notification")), "what fades away");
await axe("granskningens svar");
seen.review.answers = await page.$$eval(".q-dialog a", (links) => links.map((link) => [link.textContent, link.getAttribute("href")]));
seen.review.told = await page.locator(".q-dialog").textContent();
seen.review.fetched = await page.evaluate(async (href) => (await fetch(href)).status, seen.review.answers[0][1]);
await page.keyboard.press("Escape");
await page.getByRole("button", { name: "Ta bort Bo" }).click();
await until(async () => !(await count("text=Säger emot nr")), "one answer alone");
seen.review.alone = await page.$$eval(".sak", (cards) => cards.map((card) => card.textContent));

// A comment that is taken along into the file says so, and is not offered again.
await send("Cia");
await until(() => count('.sak:has-text("Kommentar av Cia")'), "the comment");
const comment = page.locator(".sak", { hasText: "Kommentar av Cia" });
await comment.locator(".q-checkbox").click();
await preview.click();
await page.getByRole("button", { name: "Skriv", exact: true }).click();
await until(() => count('.sak:has-text("Står som kommentar i filen.")'), "the comment in the file");
seen.review.noted = { card: await comment.textContent(), boxes: await comment.locator(".q-checkbox").count(), file: file(2018) };

await page.goto(`${origin}/`);
await page.waitForSelector("main table");
await page.getByRole("button", { name: "Börja på 2019" }).click();
await page.waitForSelector("text=Inget är skrivet än.");
seen.new = { "there before": existsSync(`${folder}/2019.yaml`), told: await page.locator(".q-dialog").textContent() };
await page.waitForTimeout(400);
await axe("nytt år");
await page.getByRole("button", { name: "Skapa planen" }).click();
await until(() => existsSync(`${folder}/2019.yaml`), "next year");
await page.waitForSelector(".formulär .fält");

const dark = await browser.newContext({ viewport: { width: 1024, height: 768 }, colorScheme: "dark", storageState: await context.storageState() });
const night = await dark.newPage();
await night.goto(`${origin}/plan/2018`);
await night.getByRole("button", { name: "Fil", exact: true }).click();
await night.waitForSelector(".cm-content[aria-label]");
await night.waitForTimeout(800);
await axe("mörk", night);

seen.hosts = [...hosts];
await browser.close();
console.log(JSON.stringify(seen));
