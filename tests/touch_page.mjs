// Opens pages with a touchable picture in Chromium, uses them as the plan says, prints what was seen.
// Called by tests/test_touch.py with {chromium, playwright, address, out, visits: [...]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { chromium } = createRequire(plan.playwright + "/")("playwright-core");
const browser = await chromium.launch({
  executablePath: plan.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});
const seen = { errors: [], outside: [], visits: {} };

const table = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll("[data-value]")].map((cell) => [cell.dataset.value, cell.textContent])));

// Labels that leave their drawing, that lie on each other, or are too small to read.
const faults = (page) => page.evaluate(() => {
  const found = [];
  for (const drawing of document.querySelectorAll("figure.touch svg")) {
    const frame = drawing.getBoundingClientRect();
    const labels = [...drawing.querySelectorAll("text")].filter((each) => each.textContent)
      .map((each) => ({ words: each.textContent, box: each.getBoundingClientRect(),
        size: Number(each.getAttribute("font-size")) }));
    for (const [k, { words, box, size }] of labels.entries()) {
      if (size < 10) found.push(`small: ${words}`);
      if (box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) found.push(`clipped: ${words}`);
      for (const { words: other, box: place } of labels.slice(k + 1)) {
        const across = Math.min(box.right, place.right) - Math.max(box.left, place.left);
        const down = Math.min(box.bottom, place.bottom) - Math.max(box.top, place.top);
        if (across > 2 && down > 6) found.push(`on each other: ${words} / ${other}`);
      }
    }
  }
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`page too wide by ${root.scrollWidth - root.clientWidth}`);
  for (const each of document.querySelectorAll("figure.touch :is(button, input[type=text], input[type=range])")) {
    if (each.getBoundingClientRect().height < 24) found.push(`small target: ${each.outerHTML.slice(0, 80)}`);
  }
  return found;
});

const actions = {
  focus: (page, where) => page.locator(where).first().focus(),
  click: (page, where) => page.locator(where).first().click(),
  tap: (page, where) => page.locator(where).first().tap(),
  fill: (page, where, words) => page.locator(where).first().fill(words),
  async key(page, name, times = 1) {
    for (let k = 0; k < times; k += 1) await page.keyboard.press(name);
  },
  async draw(page, where, points) {
    const box = await page.locator(where).first().boundingBox();
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    await page.mouse.move(...at(points[0]));
    await page.mouse.down();
    for (const point of points) await page.mouse.move(...at(point), { steps: 4 });
    await page.mouse.up();
  },
};

for (const { name, path, width, actions: steps, touch } of plan.visits) {
  const viewport = { width, height: 900 };
  const plain = await browser.newContext({ viewport, javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(plan.address + path);
  const before = await still.evaluate(() => document.body.innerText);
  await plain.close();
  const context = await browser.newContext({ viewport, hasTouch: Boolean(touch), reducedMotion: "reduce" });
  const page = await context.newPage();
  page.on("pageerror", (error) => seen.errors.push(`${name}: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(plan.address)) seen.outside.push(request.url());
  });
  await page.goto(plan.address + path);
  await page.waitForSelector("figure[data-ready]");
  await page.waitForSelector("figure svg");
  const made = { before, ready: await page.getAttribute("figure", "data-ready"), first: await table(page), faults: await faults(page) };
  try {
    for (const [what, ...rest] of steps) await actions[what](page, ...rest);
  } catch (error) {
    made.broken = String(error);
  }
  made.last = await table(page);
  made.faults.push(...await faults(page));
  made.text = await page.evaluate(() => document.querySelector("figure .touch-stage").innerText);
  made.focus = await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
  made.words = await page.evaluate(() => [...document.querySelectorAll("[role=log] [data-word]")].map((each) => each.dataset.word));
  await page.locator("figure.touch").screenshot({ path: join(plan.out, `${name}.png`) });
  await context.close();
  seen.visits[name] = made;
}
await browser.close();
console.log(JSON.stringify(seen));
