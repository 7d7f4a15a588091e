// Computes with the scripts of the touchable pictures what a plan asks for; prints JSON.
// Called by tests/test_touch.py: node touch_numbers.mjs FOLDER PLAN.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [folder, path] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(folder, `${name}.js`)));
const networks = await load("networks");
const language = await load("language");
const { arriving } = await load("reach");
const { runUnit } = await load("gates");
const { number, roughly } = await load("parts");
const { runs } = await load("notation");

const asked = {
  lstm: ({ xt, a_prev, c_prev, da, dc, p }) => {
    const seen = networks.lstmCellForward(xt, a_prev, c_prev, p);
    return { seen, back: networks.lstmCellBackward(da, dc, seen) };
  },
  gru: ({ xt, a_prev, da, p }) => {
    const seen = networks.gruCellForward(xt, a_prev, p);
    return { seen, back: networks.gruCellBackward(da, seen) };
  },
  rnn: ({ x, a0, own, p }) => {
    const states = networks.rnnForward(x, a0, p);
    return { states, back: networks.rnnBackward(own, states, x, p) };
  },
  arriving: ({ given, ...set }) => arriving(given, set),
  unit: ({ signal, unit, wc }) => runUnit(signal, unit, wc),
  halves: ({ bits }) => bits.map(language.halfToNumber),
  read: ({ model, word }) =>
    language.readWord(language.unpack(model), model.alphabet, word)
      .map(({ a, probabilities }) => ({ a, probabilities })),
  temperature: ({ probabilities, temperature }) => language.applyTemperature(probabilities, temperature),
  words: ({ model, temperature, seed, count }) => {
    const [parameters, random] = [language.unpack(model), language.generator(seed)];
    return Array.from({ length: count }, () =>
      language.sampleWord(parameters, model.alphabet, temperature, random));
  },
  places: ({ probabilities, seed, count }) => {
    const random = language.generator(seed);
    return Array.from({ length: count }, () => language.place(probabilities, random()));
  },
  written: ({ values, digits }) => values.map((value) => [number(value, digits), roughly(value)]),
  runs: ({ formulas }) => formulas.map((tex) => runs(tex).map((run) => run.text).join("|")),
};

const plan = JSON.parse(readFileSync(path, "utf8"));
const found = plan.map(({ what, ...rest }) => asked[what](rest));
console.log(JSON.stringify(found, (_, value) => (Number.isNaN(value) || Math.abs(value) === Infinity ? String(value) : value)));
