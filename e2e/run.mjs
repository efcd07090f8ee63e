// Looks at the pages in headless Chromium, as a person would.
//
//   node run.mjs --program target/debug/onrecord --record record.db [--hostile hostile.db]
//                [--chromium /usr/bin/chromium] [--pictures folder] [--only look,keys,…]
//
// The records come from `cargo run -p onrecord-serve --example invented`. Ends with 0 when all is as it
// should be; else it names what is not.

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { contrastFaults, labelFaults } from "./checks.mjs";

const { values: given } = parseArgs({
  options: {
    program: { type: "string" },
    record: { type: "string" },
    hostile: { type: "string" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
    pictures: { type: "string" },
    only: { type: "string" },
  },
});
const TOKEN = "a token for looking";
const WIDTHS = [390, 1280, 2560];
const SCHEMES = ["light", "dark"];
const faults = [];
let checks = 0;
const check = (holds, what) => {
  checks += 1;
  if (!holds) {
    faults.push(what);
    console.log(`  wrong: ${what}`);
  }
};

// Every server that was started and has not ended. However this ends, none of them stays.
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

// How long a server may take to begin and to end, in milliseconds.
const BEGINS = 30_000;
const ENDS = 20_000;

// The server says on standard error where it is.
async function serve(record) {
  const child = spawn(given.program, ["serve", "--db", record, "--listen", "127.0.0.1:0", "--review", "--token", TOKEN, "--no-model"]);
  running.add(child);
  const ended = new Promise((resolve) => {
    const end = (code) => {
      running.delete(child);
      resolve(code);
    };
    child.on("exit", end);
    // What cannot be started never exits.
    child.on("error", () => child.pid === undefined && end(null));
  });
  const address = await new Promise((resolve, reject) => {
    let told = "";
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server does not begin: ${told}`));
    }, BEGINS);
    child.stderr.on("data", (data) => {
      told += data;
      const found = told.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) {
        clearTimeout(late);
        resolve(found[0]);
      }
    });
    child.on("error", (error) => {
      clearTimeout(late);
      reject(new Error(`${given.program} cannot be started: ${error.message}`));
    });
    ended.then((code) => {
      clearTimeout(late);
      reject(new Error(`the server ended with ${code}: ${told}`));
    });
  });
  const stop = async () => {
    const begun = Date.now();
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), ENDS);
    const code = await ended;
    clearTimeout(late);
    return { code, took: Date.now() - begun };
  };
  return { address, stop };
}

async function json(address) {
  return (await fetch(address)).json();
}

// Every view with an address of its own.
async function views(site) {
  const [statement] = (await json(`${site}/search.json?kind=direct&limit=1`)).items;
  const [event] = (await json(`${site}/search.json?what=events&limit=1`)).items;
  return {
    start: "/",
    search: "/search?q=sea",
    events: "/search?what=events",
    articles: "/search?what=articles",
    article: statement.article.page,
    statement: statement.page,
    event: event.page,
    person: "/actor/Milena%20Vukasin",
    arabic: `/actor/${encodeURIComponent("ليلى الحدّاد")}`,
    state: "/country/NOR",
    pair: "/pair/HRV/NOR",
    network: "/network",
    acts: "/network?what=events",
    map: "/map",
    api: "/api",
    help: "/help",
    review: "/review",
    missing: "/nothing",
  };
}

// A page that tells everything it should not do.
async function open(browser, options = {}) {
  const context = await browser.newContext(options);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const told = { errors: [], strangers: [], bytes: 0 };
  page.on("console", (message) => message.type() === "error" && told.errors.push(message.text()));
  page.on("pageerror", (error) => told.errors.push(String(error)));
  page.on("dialog", (dialog) => { told.errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    if (!request.url().startsWith("http://127.0.0.1:")) told.strangers.push(request.url());
  });
  page.on("response", async (response) => {
    told.bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
  });
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  return { page, told, close: () => context.close() };
}

async function look(browser, site) {
  for (const [name, address] of Object.entries(await views(site))) {
    console.log(name);
    for (const colorScheme of SCHEMES) {
      for (const width of WIDTHS) {
        const where = `${name}, ${width}, ${colorScheme}`;
        const { page, told, close } = await open(browser, { colorScheme, viewport: { width, height: width === 390 ? 844 : 1000 } });
        await page.goto(site + address, { waitUntil: "load" });
        if (given.pictures) await page.screenshot({ path: `${given.pictures}/${name}-${width}-${colorScheme}.png`, fullPage: false });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        check(wide <= 0, `${where}: ${wide} pixels too wide`);
        for (const fault of await page.evaluate(contrastFaults)) check(false, `${where}: contrast ${fault}`);
        for (const fault of await page.evaluate(labelFaults)) check(false, `${where}: label ${fault}`);
        check(await page.evaluate(() => window.shifted) < 0.001, `${where}: the layout shifts`);
        check(told.bytes < 150_000, `${where}: ${told.bytes} bytes`);
        check(told.strangers.length === 0, `${where}: asks ${told.strangers}`);
        const errors = told.errors.filter((error) => name !== "missing" || !error.includes("404"));
        check(errors.length === 0, `${where}: ${errors}`);
        await close();
      }
    }
  }
}

// Tab goes through everything in the order of reading, and what has the focus can be seen.
async function focus(browser, site) {
  for (const [name, address] of Object.entries(await views(site))) {
    const { page, close } = await open(browser, { viewport: { width: 1280, height: 1000 } });
    await page.goto(site + address);
    await page.keyboard.press("Tab");
    check(await page.evaluate(() => document.activeElement.matches(".skip")), `${name}: the first is not the skip link`);
    let before = null;
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press("Tab");
      const now = await page.evaluate(() => {
        const here = document.activeElement;
        if (!here || here === document.body) return null;
        const all = [...document.querySelectorAll("*")];
        const style = getComputedStyle(here);
        return { at: all.indexOf(here), seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, what: here.outerHTML.slice(0, 80) };
      });
      if (now === null) break;
      check(now.seen, `${name}: the focus is not seen on ${now.what}`);
      check(before === null || now.at > before, `${name}: the focus jumps back to ${now.what}`);
      before = now.at;
    }
    await close();
  }
}

async function keys(browser, site) {
  const { page, told, close } = await open(browser, { viewport: { width: 1280, height: 1000 } });
  await page.goto(`${site}/search`);
  await page.keyboard.press("/");
  check(await page.evaluate(() => document.activeElement.id === "q"), "/ does not go to the search box");
  await page.keyboard.type("j/?");
  check(await page.inputValue("#q") === "j/?", "keys are taken from the search box");
  await page.keyboard.press("Escape");
  check(await page.evaluate(() => document.activeElement.id !== "q"), "Esc does not leave the search box");
  await page.keyboard.press("?");
  check(await page.isVisible("#keys"), "? shows no help");
  await page.keyboard.press("Escape");
  check(!await page.isVisible("#keys"), "Esc does not close the help");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  check(await page.evaluate(() => document.querySelector(".hits > li .card").classList.contains("here")), "j and k do not move");
  await page.keyboard.press("c");
  check(await page.isVisible(".hits > li:first-child .citation"), "c shows no citation");
  await page.keyboard.press("Escape");
  const to = await page.getAttribute(".hits > li:first-child a.open", "href");
  await page.focus(".hits > li:first-child a.open");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${to}`);
  check(told.errors.length === 0, `keys: ${told.errors}`);
  await close();
}

// From the start page to a copied citation, as somebody who was never here.
async function errand(browser, site) {
  const { page, told, close } = await open(browser, { viewport: { width: 1280, height: 1000 } });
  await page.goto(site);
  await page.fill("#words", "charts");
  await page.fill("#speaker", "Vukasin");
  await page.click("form.big button");
  await page.waitForSelector(".card.statement");
  const about = page.locator(".facet", { hasText: "About" }).locator("a").first();
  await about.click();
  const words = await page.locator(".card.statement blockquote").first().textContent();
  check(words.includes("charts"), "the errand finds no statement");
  await page.locator(".card.statement .whence a").first().click();
  await page.waitForSelector(".text mark");
  await page.locator(".note[id^='note-s'] a.open").first().click();
  await page.waitForSelector(".words");
  await page.locator("details.cite summary").first().click();
  await page.locator("button.copy").first().click();
  await page.waitForFunction(() => document.querySelector("button.copy").textContent === "Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied.includes("Vukasin") && copied.includes("sha256:"), `the citation is ${copied}`);
  check(told.errors.length === 0, `errand: ${told.errors}`);
  await close();
}

async function marks(browser, site) {
  const { article } = await views(site);
  const { page, close } = await open(browser, { viewport: { width: 1280, height: 1000 } });
  await page.goto(site + article);
  await page.hover("mark[data-of~=s1]");
  check(await page.evaluate(() => document.querySelector("#note-s1").classList.contains("lit")), "pointing at words does not light their note");
  await page.focus("a#s2");
  check(await page.evaluate(() => document.querySelector("#note-s2").classList.contains("lit")), "focus does not light a note");
  const [text, note] = await page.evaluate(() => [".row > p", ".notes"].map((s) => document.querySelector(s).getBoundingClientRect().left));
  check(note > text + 200, "notes are not in the margin on a wide screen");
  await close();
}

async function review(browser, site) {
  const { page, told, close } = await open(browser, { viewport: { width: 1280, height: 1000 } });
  await page.goto(`${site}/review`);
  await page.fill("#who", "Petra Lind");
  await page.fill("#token", TOKEN);
  await page.click("main button");
  await page.waitForSelector(".verdicts");
  const id = await page.getAttribute(".hits .card, main .card", "id");
  await page.keyboard.press("a");
  await page.waitForFunction((before) => document.querySelector("main .card")?.id !== before, id);
  await page.keyboard.press("e");
  check(await page.isVisible("#names"), "e does not open the form to amend");
  check(told.errors.length === 0, `review: ${told.errors}`);
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/reviewing-1280-light.png` });
  await close();
}

async function without(browser, site) {
  const { page, close } = await open(browser, { javaScriptEnabled: false, viewport: { width: 1280, height: 1000 } });
  await page.goto(site);
  await page.fill("#words", "charts");
  await page.click("form.big button");
  check(await page.locator(".card.statement").count() > 0, "without a script nothing is found");
  await page.locator("details.cite summary").first().click();
  check(await page.locator(".citation").first().isVisible(), "without a script nothing can be cited");
  check(!await page.locator("button.copy").first().isVisible(), "a button that does nothing is shown");
  await close();
}

// Whatever stands in an article: no script of it runs, nothing is asked elsewhere, nothing is too wide.
async function hostile(browser, address) {
  const { page, told, close } = await open(browser, { viewport: { width: 390, height: 844 } });
  let cursor = "";
  const pages = ["/", "/search", "/search?what=events", "/search?what=articles", "/network", "/network?what=events", "/map"];
  do {
    const found = await json(`${address}/api/v1/articles?limit=100&copies=all${cursor}`);
    for (const article of found.items) pages.push(article.page, `${article.page}/s1`, `${article.page}/e1`);
    cursor = found.next ? `&cursor=${found.next}` : "";
  } while (cursor);
  for (const where of pages) {
    await page.goto(address + where, { waitUntil: "load" });
    const seen = await page.evaluate(() => ({
      pwned: window.pwned,
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      headings: document.querySelectorAll("h1").length,
      footer: document.querySelector("body > footer") !== null,
    }));
    check(seen.pwned === undefined, `${where}: a script ran`);
    check(seen.wide <= 0, `${where}: ${seen.wide} pixels too wide`);
    check(seen.headings === 1 && seen.footer, `${where}: the layout is broken`);
  }
  console.log(`hostile: ${pages.length} pages`);
  check(pages.length > 2_100, `only ${pages.length} hostile pages`);
  check(told.errors.length === 0, `hostile: ${told.errors.slice(0, 3)}`);
  check(told.strangers.length === 0, `hostile: asks ${told.strangers.slice(0, 3)}`);
  if (given.pictures) {
    await page.goto(`${address}/search`);
    await page.screenshot({ path: `${given.pictures}/hostile-390-light.png` });
  }
  await close();
}

if (!given.program || !given.record) {
  console.error("--program and --record are needed; see the beginning of this file");
  process.exit(2);
}

// Does something with a server, and ends it whatever happens.
async function withServer(record, work) {
  const { address, stop } = await serve(record);
  let ended;
  try {
    await work(address);
  } finally {
    ended = await stop();
  }
  check(ended.code === 0 && ended.took < 10_000, `SIGTERM: status ${ended.code} after ${ended.took} ms`);
}

async function all(browser) {
  const wanted = (name) => !given.only || given.only.split(",").includes(name);
  await withServer(given.record, async (address) => {
    for (const [name, work] of Object.entries({ look, focus, keys, errand, marks, without, review })) {
      if (!wanted(name)) continue;
      console.log(`== ${name}`);
      await work(browser, address);
    }
  });
  if (given.hostile && wanted("hostile")) {
    console.log("== hostile");
    await withServer(given.hostile, (address) => hostile(browser, address));
  }
}

if (given.pictures) mkdirSync(given.pictures, { recursive: true });
const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
try {
  await all(browser);
} catch (error) {
  // A step that breaks off is a fault like others.
  check(false, error.stack ?? String(error));
} finally {
  await browser.close();
}
if (given.pictures) writeFileSync(`${given.pictures}/faults.txt`, faults.join("\n"));
console.log(`${checks - faults.length} passed, ${faults.length} failed`);
process.exit(faults.length === 0 ? 0 : 1);
