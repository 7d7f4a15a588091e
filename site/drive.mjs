// Opens the built site in Chromium, does what a student does, and prints what was seen as JSON.
// Called by tests/test_site.py with a plan: {chromium, playwright, address, out, visits: [...]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { chromium } = createRequire(plan.playwright + "/")("playwright-core");
const PHONE = { width: 390, height: 844 };
const WIDE = { width: 1400, height: 900 };
const seen = { outside: [], missing: [], errors: [], pages: {} };

const browser = await chromium.launch({
  executablePath: plan.chromium,
  args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});

async function newPage(viewport, { broken = false } = {}) {
  const context = await browser.newContext({ viewport, acceptDownloads: true });
  const page = await context.newPage();
  context.on("request", (request) => {
    const url = new URL(request.url());
    const local = url.hostname === "127.0.0.1" || ["data:", "blob:"].includes(url.protocol);
    if (!local) seen.outside.push(request.url());
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !broken) seen.missing.push(response.url());
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !broken) {
      seen.errors.push(`${page.url()}: ${message.text()} ${message.location().url}`);
    }
  });
  return page;
}

// Bytes of a response as they were sent.
const size = (response) =>
  response.request().sizes().then((each) => each.responseBodySize, () => 0);

// By how many pixels a page is wider than its window.
const wider = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

// ------------------------------------------------------------------ a notebook in the page

async function openNotebook(page, name) {
  await page.goto(`${plan.address}lite/notebooks/index.html?path=${name}.ipynb`);
  await loaded(page);
}

const loaded = (page) =>
  page.waitForFunction(
    () => window.jupyterapp?.shell?.currentWidget?.content?.model?.cells?.length > 5,
    null,
    { timeout: 240_000 },
  );

const setSources = (page, sources) =>
  page.evaluate((sources) => {
    for (const cell of window.jupyterapp.shell.currentWidget.content.model.cells) {
      if (sources[cell.id] !== undefined) cell.sharedModel.setSource(sources[cell.id]);
    }
  }, sources);

const readCells = (page) =>
  page.evaluate(() =>
    [...window.jupyterapp.shell.currentWidget.content.model.cells].map((cell) => ({
      id: cell.id,
      type: cell.type,
      source: cell.sharedModel.getSource(),
      count: cell.type === "code" ? cell.executionCount : null,
      outputs: cell.type === "code" ? cell.outputs.toJSON() : [],
    })),
  );

// Run all cells by the menu; wait until the last one has run or one has failed.
async function runAll(page, firstCheck, began) {
  const start = Date.now();
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  const times = {};
  const deadline = start + plan.timeout * 1000;
  while (Date.now() < deadline) {
    const state = await page.evaluate((firstCheck) => {
      const code = [...window.jupyterapp.shell.currentWidget.content.model.cells].filter(
        (cell) => cell.type === "code",
      );
      const outputs = (cell) => JSON.stringify(cell.outputs.toJSON());
      const check = code.find((cell) => cell.id === firstCheck);
      return {
        checked: check && outputs(check).includes("checks passed"),
        failed: code.some((cell) => outputs(cell).includes('"output_type":"error"')),
        done: code.at(-1).executionCount !== null,
        kernel: window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status,
      };
    }, firstCheck);
    if (state.checked && !times.check) times.check = (Date.now() - began) / 1000;
    if ((state.done || state.failed) && state.kernel === "idle") break;
    await page.waitForTimeout(150);
  }
  times.run = (Date.now() - start) / 1000;
  return times;
}

async function download(page, path) {
  const button = page.locator("#course-download");
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  await file.saveAs(path);
}

const visits = {
  // Fill in the answers, run everything; on request save, load again, and download.
  async lesson({ lesson, sources, firstCheck, keep, viewport }) {
    const page = await newPage(viewport === "phone" ? PHONE : WIDE);
    const asked = [];
    page.context().on("request", (request) => asked.push(new URL(request.url()).pathname));
    const began = Date.now();
    await openNotebook(page, lesson);
    const opened = (Date.now() - began) / 1000;
    await setSources(page, sources);
    const times = { opened, ...(await runAll(page, firstCheck, began)) };
    const cells = await readCells(page);
    const made = { times, cells, asked: asked.map((path) => path.split("/").slice(-2).join("/")) };
    const hit = cells.findLast((cell) => JSON.stringify(cell.outputs).includes("<img"));
    if (hit) {
      await page.evaluate((id) => {
        const content = window.jupyterapp.shell.currentWidget.content;
        return content.scrollToItem(content.widgets.findIndex((w) => w.model.id === id));
      }, hit.id);
      await page.waitForTimeout(1500);
    }
    const file = `${lesson.replace("/", "-")}-${viewport ?? "wide"}.png`;
    await page.screenshot({ path: join(plan.out, file) });
    if (keep) {
      await page.evaluate(() => window.jupyterapp.commands.execute("docmanager:save"));
      await openNotebook(page, lesson);
      made.reloaded = await readCells(page);
      made.file = join(plan.out, `${lesson}.ipynb`);
      await download(page, made.file);
    }
    await page.context().close();
    return made;
  },

  // Look at a page: what it holds, whether it can be read by everyone, what it costs.
  async read({ path, name, viewport, dark, at, lost }) {
    const page = await newPage(viewport === "phone" ? PHONE : WIDE, { broken: lost });
    if (dark) await page.emulateMedia({ colorScheme: "dark" });
    const sizes = [];
    page.on("response", (response) => sizes.push(size(response)));
    await page.goto(plan.address + path);
    await page.waitForLoadState("networkidle");
    const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    if (at) await page.evaluate((at) => document.querySelector(at).scrollIntoView(), at);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(plan.out, `${name}.png`) });
    // What is folded is part of the page.
    const shut = await page.evaluate(wider);
    await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
    await page.waitForTimeout(200);
    const made = await page.evaluate(() => {
      const all = (selector) => [...document.querySelectorAll(selector)];
      const right = document.documentElement.clientWidth + 1;
      const cut = (box) =>
        box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "auto";
      return {
        title: document.title,
        theme: document.documentElement.dataset.theme,
        formulas: all("mjx-container").length,
        rawFormulas: all(".tex").length,
        formulaStops: all("mjx-container[tabindex], mjx-container [tabindex]").length,
        cut: all(".equation, .drawn, .output pre").filter(cut).length,
        unreachable: all(".scroll, pre").filter(
          (box) => box.scrollWidth > box.clientWidth && box.tabIndex < 0 && box.offsetParent
            && !box.closest(".editor"),
        ).length,
        figures: all(".drawn").length,
        withoutAlt: [...document.images].filter((image) => !image.alt).length,
        outside: all("mjx-container").filter(
          (box) => !box.closest(".scroll") && box.getBoundingClientRect().right > right,
        ).length,
        links: all("main a").map((link) => link.href),
      };
    });
    await page.addScriptTag({ path: join(plan.playwright, "node_modules/axe-core/axe.min.js") });
    made.axe = await page.evaluate(async () => {
      const { violations } = await window.axe.run({ resultTypes: ["violations"] });
      // A heading that is a formula: a screen reader has its MathML, which axe does not count.
      const formula = ({ target }) => document.querySelector(target[0])?.matches("th:has(math)");
      return violations
        .map(({ id, nodes }) => [id, id === "empty-table-header" ? nodes.filter((n) => !formula(n)) : nodes])
        .filter(([, nodes]) => nodes.length)
        .map(([id, nodes]) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160))}`);
    });
    Object.assign(made, { bytes, wider: Math.max(shut, await page.evaluate(wider)) });
    await page.context().close();
    return made;
  },

  // Write and check all answers in the reading page, then draw a figure, then open the notebook.
  async try({ lesson, sources, figure, viewport }) {
    const page = await newPage(viewport === "phone" ? PHONE : WIDE);
    const made = { said: {}, times: {} };
    const sizes = [];
    page.context().on("response", (response) => sizes.push(size(response)));
    const began = Date.now();
    await page.goto(`${plan.address}en/lessons/${lesson}.html`);
    await page.locator("body[data-cells=ready]").waitFor();
    const cell = (id) => page.locator(`#cell-${id}`);
    const result = (id) =>
      page.waitForFunction(
        (id) => {
          const { result, running } = document.getElementById(`cell-${id}`).dataset;
          return !running && result;
        },
        id,
        { timeout: plan.timeout * 1000 },
      );
    const [first] = Object.keys(sources);
    await cell(first).getByRole("button", { name: /^Check/ }).click();
    await result(first);
    made.unwritten = await cell(first).locator(".output").innerText();
    made.times.check = (Date.now() - began) / 1000;
    made.bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    for (const [name, source] of Object.entries(sources)) {
      await cell(name).locator("textarea").fill(source);
      await cell(name).locator("textarea").press("Control+Enter");
      await result(name);
      made.said[name] = await cell(name).locator(".output").innerText();
    }
    if (figure) {
      const start = Date.now();
      await cell(figure).getByRole("button", { name: /^Run/ }).click();
      await result(figure);
      made.times.figure = (Date.now() - start) / 1000;
      made.drawn = await cell(figure).locator(".output img.card").count();
      await cell(figure).scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(plan.out, `try-${lesson}.png`) });
    }
    await page.getByRole("link", { name: "Open as a notebook" }).click();
    await page.waitForURL("**/lite/notebooks/**");
    await loaded(page);
    made.carried = await readCells(page);
    // A change there comes back here.
    made.changed = `${sources[first]}\n# changed in the notebook\n`;
    await setSources(page, { [first]: made.changed });
    await page.evaluate(() => window.jupyterapp.commands.execute("docmanager:save"));
    await page.goto(`${plan.address}en/lessons/${lesson}.html`);
    await page.locator("body[data-cells=ready]").waitFor();
    made.back = await cell(first).locator("textarea").inputValue();
    await page.goto(`${plan.address}en/index.html`);
    await page.locator("#go-on").waitFor();
    made.progress = await page.locator(`.card[data-lesson="${lesson}"] .passed`).innerText();
    made.goOn = await page.locator("#go-on").getAttribute("href");
    await page.screenshot({ path: join(plan.out, "start-again.png"), fullPage: true });
    await page.context().close();
    return made;
  },

  // Look at a notebook before Python is there: whose markup is at fault, what it costs.
  async notebook({ path, name, viewport, dark }) {
    const page = await newPage(viewport === "phone" ? PHONE : WIDE);
    if (dark) await page.emulateMedia({ colorScheme: "dark" });
    const sizes = [];
    page.on("response", (response) => {
      if (!/\/static\/(pyodide\/|helpers\.zip)/.test(response.url())) sizes.push(size(response));
    });
    await openNotebook(page, path);
    await page.locator(".course-bar a").waitFor();
    await page.waitForTimeout(1000);
    await page.screenshot({ path: join(plan.out, `${name}.png`) });
    const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    await page.addScriptTag({ path: join(plan.playwright, "node_modules/axe-core/axe.min.js") });
    const made = await page.evaluate(async () => {
      const { violations } = await window.axe.run({ resultTypes: ["violations"] });
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => [id, target[0]]));
      const isOurs = ([, target]) => document.querySelector(target)?.closest(".course-bar");
      return {
        ours: found.filter(isOurs),
        theirs: [...new Set(found.filter((each) => !isOurs(each)).map(([id]) => id))],
        bar: document.querySelector(".course-bar").innerText,
      };
    });
    await page.context().close();
    return { ...made, bytes };
  },

  // Use the touchable pictures of a page by keyboard alone: Tab through each, and press its keys.
  async keys({ path, name, dark }) {
    const page = await newPage(dark ? PHONE : WIDE);
    if (dark) await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(plan.address + path);
    await page.waitForLoadState("networkidle");
    const made = {};
    for (const [at, picture] of (await page.locator("figure.touch").all()).entries()) {
      await picture.scrollIntoViewIfNeeded();
      await page.waitForTimeout(500);
      await picture.evaluate((figure) => ((figure.tabIndex = -1), figure.focus()));
      const state = () => picture.evaluate((figure) => figure.innerHTML);
      const stops = [];
      for (;;) {
        await page.keyboard.press("Tab");
        const stop = await picture.evaluate((figure) => {
          const here = document.activeElement;
          if (!figure.contains(here) || here === figure) return null;
          const kind = here.getAttribute("role") ?? here.type ?? here.tagName.toLowerCase();
          // A part of a drawing has its ring on its box.
          const ring = [here, ...here.querySelectorAll("rect, circle")].some((each) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(each);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
          });
          return { kind, ring };
        });
        if (!stop || stops.length > 60) break;
        const before = await state();
        const keys = { button: ["Enter"], text: ["End", "a"], summary: [] }[stop.kind];
        for (const key of keys ?? ["ArrowRight", "ArrowLeft", "ArrowLeft"]) {
          await page.keyboard.press(key);
          await page.waitForTimeout(150);
          stop.changed ||= (await state()) !== before;
        }
        stops.push(stop);
        if (stops.length === 1) await picture.screenshot({ path: join(plan.out, `${name}-${at}-first.png`) });
      }
      await picture.screenshot({ path: join(plan.out, `${name}-${at}-last.png`) });
      made[at] = stops;
    }
    await page.context().close();
    return made;
  },

  async search({ query }) {
    const page = await newPage(WIDE);
    await page.goto(`${plan.address}en/index.html`);
    await page.getByRole("searchbox").fill(query);
    await page.getByRole("searchbox").press("Enter");
    await page.locator("#hits li").first().waitFor();
    const made = { found: await page.locator("#found").innerText() };
    await page.locator("#hits a").first().click();
    await page.locator("body[data-cells=ready]").waitFor();
    made.address = page.url();
    await page.context().close();
    return made;
  },

  // A browser that lacks something, or a network that is gone before Python has come.
  async warning({ kind, name }) {
    const page = await newPage(WIDE, { broken: true }); // its console may complain
    if (kind === "old") {
      await page.addInitScript(() => delete window.WebAssembly);
    } else {
      await page.context().route("**/static/pyodide/**", (route) => route.abort());
    }
    await page.goto(`${plan.address}lite/notebooks/index.html?path=${plan.lesson}.ipynb`);
    const box = page.getByRole("alert").first();
    await box.waitFor({ timeout: 60_000 });
    const made = { text: await box.innerText(), link: await box.locator("a").getAttribute("href") };
    await page.screenshot({ path: join(plan.out, `${name}.png`) });
    await page.context().close();
    return made;
  },

  // From the start page to the notebook and back to the lesson's text.
  async walk() {
    const page = await newPage(WIDE);
    await page.goto(plan.address);
    await page.locator("#begin").click();
    await page.getByRole("link", { name: "Open as a notebook" }).click();
    const back = page.locator("#course-link");
    await back.waitFor({ timeout: 60_000 });
    const notebook = page.url();
    const [text] = await Promise.all([page.context().waitForEvent("page"), back.click()]);
    await text.waitForLoadState();
    const made = { notebook, text: text.url(), title: await text.title() };
    await page.context().close();
    return made;
  },
};

for (const visit of plan.visits) {
  try {
    seen.pages[visit.name] = await visits[visit.do](visit);
  } catch (error) {
    seen.pages[visit.name] = { broken: String(error) };
  }
}
await browser.close();
console.log(JSON.stringify(seen));
