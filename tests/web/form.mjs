// A secretary's tasks in the forms, done in a browser: what was seen is told as JSON on stdout. See tests/test_forms.py.
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { FLAGS, violationsIn } from "./browser.mjs";

const [, , executablePath, address, folder] = process.argv;
const PICTURES = process.env.PICTURES;
const file = () => readFileSync(`${folder}/2018.yaml`, "utf8");
const origin = new URL(address).origin;
const seen = { axe: {} };

const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(15000);
seen.broken = [];
page.on("pageerror", (error) => seen.broken.push(error.message));
page.on("console", (told) => { if (told.type() === "error" && !told.text().includes("inline script")) seen.broken.push(told.text()); });

async function until(test, what) {
  for (let tried = 0; tried < 150; tried += 1) {
    if (await test()) return;
    await page.waitForTimeout(100);
  }
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/väntan.png` });
  throw new Error(`waited in vain: ${what} ${seen.broken} ${await told()}`);
}

async function axe(name, where = page) {
  if (PICTURES) await where.screenshot({ path: `${PICTURES}/${name}.png` });
  seen.axe[name] = await violationsIn(where);
}

/** The text of the file once something is done that changes it, and all that follows from that is saved. */
async function after(what, does) {
  const was = file();
  await does();
  await until(() => file() !== was, what);
  let now;
  do {
    now = file();
    await page.waitForTimeout(300);
  } while (file() !== now || !(await page.locator('.huvud [role="status"]').textContent()).endsWith("Sparad"));
  return now;
}

const place = (...at) => `.formulär [data-plats='${JSON.stringify(at)}']`;
const chapter = async (name) => {
  await page.click(`.översikt button:has-text("${name}")`);
  await page.waitForSelector(`.översikt button[aria-current]:has-text("${name}")`);
  await until(async () => (await page.locator(".formulär input").first().inputValue()).includes(name.slice(0, 6)), name);
};
const told = () => page.$$eval(".q-notification__message", (all) => all.map((one) => one.textContent));
seen.start = file();

await page.goto(address);
await page.goto(`${origin}/plan/2018`);
await page.waitForSelector(".formulär .fält");
await page.waitForTimeout(600);

// Prose: bold by a button, a fact from the list.
await chapter("Inledning");
const prose = page.locator(".formulär textarea").first();
await prose.click();
await prose.evaluate((text) => { const at = text.value.indexOf("attraktiv"); text.setSelectionRange(at, at + 9); });
seen.bold = await after("the bold word", () => page.locator('.verktyg [title="Fet"]').first().click());
await axe("text");
await prose.evaluate((text) => { const at = text.value.indexOf("kommuner"); text.setSelectionRange(at, at + 8); });
seen.link = await after("the link", async () => { await page.locator('.verktyg [title="Länk"]').first().click(); await page.keyboard.type("www.exempel.se"); });

// A day: by the month that opens beside it, and by hand.
await chapter("Kalendarium");
const calendar = await page.locator(".formulär .fält-dag").first().getAttribute("data-plats");
const first = JSON.parse(calendar);
await page.click(`${place(...first)} [data-gör="dag"]`);
await page.waitForSelector("dialog.almanacka [aria-current]");
seen.month = await page.$eval("dialog.almanacka [aria-current]", (day) => day.getAttribute("aria-label"));
seen.holiday = await page.$eval('dialog.almanacka [data-dag="2018-01-01"]', (day) => day.getAttribute("aria-label"));
await axe("månad");
seen.picked = await after("the day", () => page.click('dialog.almanacka [data-dag="2018-01-24"]'));
await until(async () => (await page.locator(`${place(...first)} .dag`).textContent()) === "onsdag", "the weekday");
seen.dayTold = await page.locator(`${place(...first)} .sagt`).textContent();

// The host whose turn it is stands first.
const host = [...first.slice(0, -1), "värd"];
seen.hosts = await page.$$eval(`${place(...host)} select:not(.till) option`, (all) => all.map((one) => one.textContent.trim()));
seen.hosted = await after("the host", () => page.locator(`${place(...host)} select`).first().selectOption({ label: "Tyresö" }));
seen.hostTold = await page.$$eval(".att-göra .sak .varning, .att-göra .sak .fel", (all) => all.map((one) => one.textContent));
await axe("värd");
seen.undone = await after("a step back", () => page.getByRole("button", { name: "Ångra" }).click());
seen.hostShown = await page.locator(`${place(...host)} select`).first().inputValue();

// A meeting more, moved up, and taken out.
const meetings = first.slice(0, -2);
seen.meetings = await page.locator(`${place(...meetings)}.mer button`).textContent();
seen.added = await after("a meeting more", () => page.click(`${place(...meetings)}.mer button`));
const last = await page.$$eval(".formulär .flytt", (all, start) => all.map((one) => one.dataset.plats).filter((at) => at.startsWith(start)).length - 1, JSON.stringify(meetings).slice(0, -1) + ",");
seen.focused = await page.evaluate(() => document.activeElement.closest(".fält")?.dataset.plats);
seen.lastMeeting = last;
seen.moved = await after("a meeting moved", () => page.click(`${place(...meetings, last)} [data-gör="upp"]`));
seen.removed = await after("a meeting gone", () => page.click(`${place(...meetings, last - 1)} [data-gör="bort"]`));

// An amount, as people type it; its sum follows.
await chapter("Budget");
const amount = page.locator('.formulär .fält input[inputmode="numeric"]').first();
seen.amountAt = await amount.evaluate((field) => field.closest(".fält").dataset.plats);
seen.amountWas = await amount.inputValue();
await amount.fill("1.250.000 kr");
seen.summed = await after("the amount", () => amount.press("Tab"));
await axe("budget");

// A click on the page comes to its field.
await chapter("Syfte");
await page.frameLocator("iframe.sida").locator("table.belopp tbody [data-rad]").first().click();
await page.waitForFunction(() => document.activeElement?.closest('.formulär .fält')?.dataset.plats.includes('"budget"'));
seen.clicked = await page.evaluate(() => document.activeElement.closest(".fält").dataset.plats);

// The outline shows the heading on the page.
await page.click('.översikt button:has-text("Arbetsformer")');
await until(() => page.frameLocator("iframe.sida").locator('[data-vald]:has-text("Arbetsformer")').count(), "a mark on the page");
seen.pointed = await page.frameLocator("iframe.sida").locator("[data-vald]").allTextContents();

// Two windows: what is written in one is shown in the other.
const other = await context.newPage();
await other.goto(`${origin}/plan/2018`);
await other.waitForSelector(".formulär .fält");
await page.click('.översikt button:has-text("Titelsida")');
const subtitle = page.locator(place("undertitel") + " input");
await subtitle.waitFor();
await subtitle.fill("Budget på prov");
await until(() => file().includes("undertitel: Budget på prov\n"), "the subtitle in the file");
await other.click('.översikt button:has-text("Titelsida")');
await until(async () => (await other.locator(place("undertitel") + " input").inputValue()) === "Budget på prov", "the other window");
await other.close();

// A computer that slept: the line is broken and comes back, and what was written meanwhile is shown.
const third = await context.newPage();
await third.goto(`${origin}/plan/2018`);
await third.waitForSelector(".formulär .fält");
await third.evaluate(() => window.socket.disconnect());
await subtitle.fill("Budget efter vila");
await until(() => file().includes("undertitel: Budget efter vila\n"), "what was written meanwhile");
await third.evaluate(() => window.socket.connect());
await third.click('.översikt button:has-text("Titelsida")');
await until(async () => (await third.locator(place("undertitel") + " input").inputValue()) === "Budget efter vila", "the window that slept");
await subtitle.fill("Budget på prov");
await until(async () => (await third.locator(place("undertitel") + " input").inputValue()) === "Budget på prov", "the window that woke");
await third.close();

// A step back across the form and the file.
await page.getByRole("button", { name: "Fil", exact: true }).click();
await page.waitForSelector(".cm-content[aria-label]");
await page.locator(".cm-line", { hasText: "undertitel:" }).click();
await page.keyboard.press("End");
seen.inFile = await after("the file's text", () => page.keyboard.type(" igen"));
// The editor offers what can be written, and tells what a key means.
await page.keyboard.press("Enter");
await page.keyboard.press("Control+Space");
await page.waitForSelector(".cm-tooltip-autocomplete li");
seen.offered = await page.$$eval(".cm-tooltip-autocomplete li", (all) => all.map((one) => one.textContent));
await page.keyboard.press("Escape");
await after("the line gone", () => page.keyboard.press("Backspace"));
await page.locator(".cm-line", { hasText: "undertitel:" }).locator("span", { hasText: "undertitel" }).first().hover();
await page.waitForSelector(".cm-om");
seen.meaning = await page.locator(".cm-om").textContent();
await page.getByRole("button", { name: "Formulär", exact: true }).click();
await until(async () => (await subtitle.inputValue()) === "Budget på prov igen", "the form");
while (!file().includes("undertitel: Budget {år}\n")) await after("a step back", () => page.getByRole("button", { name: "Ångra" }).click());
await until(async () => (await page.locator('.huvud [role="status"]').textContent()).endsWith("Sparad"), "all saved");
seen.back = file();

// A file that cannot be read as it is typed: the form waits, and its button mends it.
writeFileSync(`${folder}/2018.yaml`, file().replace("undertitel: ", "undertitel:"));
await until(() => page.locator("[data-låst]:not([hidden])").count(), "the form locked");
seen.locked = { page: await page.locator(".page .sagt").textContent(), words: await page.locator("[data-låst]").textContent(), disabled: await page.locator(place("organisation") + " input").isDisabled() };
await axe("låst");
await page.locator('.formulär button:has-text("Rätta")').first().click();
await until(() => page.locator("[data-låst][hidden]").count(), "the form open");
await until(async () => (await told()).length, "a word of the other program");
seen.told = await told();
seen.locked.after = await page.locator(place("organisation") + " input").isDisabled();

// Compared with last year's plan and with a version of its own, which is taken back.
await page.getByRole("button", { name: "Jämför" }).click();
const version = page.locator(".dialog .val", { hasText: /^\d{4}-\d\d-\d\d/ }).last();
await version.waitFor();
await page.waitForTimeout(400);
seen.others = await page.$$eval(".dialog .val", (rows) => rows.map((row) => row.textContent));
await axe("jämför");
await page.locator(".dialog .val", { hasText: "Planen för 2017" }).getByRole("button", { name: "Visa" }).click();
await page.waitForSelector(".ändringar li");
await page.waitForTimeout(400);
seen.changes = await page.$$eval(".ändringar li", (rows) => rows.map((row) => row.innerText));
await axe("ändringar");
await page.keyboard.press("Escape");
await page.waitForSelector(".ändringar", { state: "hidden" });
await page.locator(".dialog .val", { hasText: "Planen för 2017" }).getByRole("button", { name: "I Word" }).click();
await until(async () => (await told()).some((words) => words.includes("förrän felen")), "a refusal");
seen.taken = await after("an old version", () => version.getByRole("button", { name: "Ta tillbaka" }).click());
await page.locator(".dialog .val", { hasText: "Planen för 2017" }).getByRole("button", { name: "I Word" }).click();
const link = page.locator('.dialog a[href^="/gjort/"]');
await link.waitFor();
const fetched = await context.request.get(`${origin}${await link.getAttribute("href")}`);
seen.redlined = { name: await link.textContent(), status: fetched.status() };
seen.others404 = (await context.request.get(`${origin}/gjort/..%2Fplans%2F2018.yaml`)).status();
await page.keyboard.press("Escape");
await link.waitFor({ state: "hidden" });
await page.keyboard.press("Escape");

// A web template that cannot be used is told beside the page.
writeFileSync(`${folder}/../templates/verksamhetsplan.html`, "{{ finns_inte }}");
await page.locator(place("organisation") + " input").fill("Kommittén");
await until(async () => (await page.locator(".page .sagt").textContent()).includes("Webbmallen"), "a word of the template");
seen.template = await page.locator(".page .sagt").textContent();

// A fault of the program's own, as none should be.
await page.evaluate(() => emitEvent("rad", "ingen rad"));
await until(async () => (await told()).some((words) => words.includes("Något gick fel")), "a sentence of the fault");
seen.fault = (await told()).filter((words) => words.includes("Något gick fel"));

const dark = await browser.newContext({ viewport: { width: 1024, height: 768 }, colorScheme: "dark", storageState: await context.storageState() });
const night = await dark.newPage();
await night.goto(`${origin}/plan/2018`);
await night.waitForSelector(".formulär .fält");
await night.click('.översikt button:has-text("Kalendarium")');
await night.waitForTimeout(900);
await axe("mörk", night);

// On a phone the form stands below the list: who chooses a chapter sees it.
const small = await browser.newContext({ viewport: { width: 375, height: 800 }, storageState: await context.storageState() });
const phone = await small.newPage();
await phone.goto(`${origin}/plan/2018`);
await phone.waitForSelector(".formulär .fält");
await phone.click('.översikt button:has-text("Kalendarium")');
await until(() => phone.locator(".formulär input").first().inputValue().then((words) => words === "Kalendarium"), "the chapter");
await phone.waitForTimeout(600);
seen.below = await phone.$eval(".formulär", (form) => Math.round(form.getBoundingClientRect().top));

// Addresses that lead nowhere.
const body = async (address) => {
  const answer = await phone.goto(`${origin}${address}`);
  await phone.getByRole("link", { name: "Alla år" }).waitFor();
  return [answer.status(), await phone.locator("body").innerText()];
};
seen.nowhere = await body("/finns/inte");
seen.noPlan = await body("/plan/2025");
seen.front = (await body("/handbok"))[1].includes("Handbok för sekretariatet");

// Another folder, which has no plan yet: the first one is made in it.
await page.goto(origin);
await page.getByRole("button", { name: "Annan mapp" }).click();
const folderField = page.getByRole("textbox", { name: "Mapp" });
await folderField.waitFor();
await page.waitForTimeout(400);
await axe("mapp");
await folderField.fill(`${folder}/finns inte`);
await page.getByRole("button", { name: "Öppna" }).click();
await until(async () => (await told()).some((words) => words.includes("finns inte")), "a refusal");
await folderField.fill(`${folder}/../tom`);
await page.getByRole("button", { name: "Öppna" }).click();
await page.getByRole("button", { name: "Gör en första plan" }).click();
await page.waitForSelector(".formulär .fält");
seen.first = await page.locator("h1").first().textContent();
seen.firstState = await page.locator('[role="status"]').first().textContent();

await browser.close();
console.log(JSON.stringify(seen));
