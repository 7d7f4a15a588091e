// Typesets formulas: reads [[display, TeX], ...] as JSON, writes their HTML and one style sheet.
// Called by prose.py with the folder node_modules.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const MathJax = await require("mathjax").init({
  loader: { load: ["input/tex-full", "output/chtml", "adaptors/liteDOM", "a11y/assistive-mml"] },
  chtml: { fontURL: "fonts" },
  startup: { typeset: false },
});
const { adaptor } = MathJax.startup;

const formulas = JSON.parse(readFileSync(0, "utf8")).map(([display, tex]) => {
  MathJax.texReset();
  const html = adaptor.outerHTML(MathJax.tex2chtml(tex, { display }));
  // Equation numbers come again in other lessons' formulas: no anchors. NaN is of no use.
  return html.replaceAll(/ id="mjx-eqn[^"]*"/g, "").replaceAll(/ style="height: NaNem;"/g, "");
});
const css = adaptor.textContent(MathJax.chtmlStylesheet());
process.stdout.write(JSON.stringify({ formulas, css }));
