// Brings the pictures of a page to life, each with its own script.
const PICTURES = {
  cell: () => import("./cell.js"),
  steps: () => import("./steps.js"),
  reach: () => import("./reach.js"),
  gates: () => import("./gates.js"),
  letters: () => import("./letters.js"),
};

async function start(figure) {
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const stage = figure.querySelector(".touch-stage");
  try {
    const { mount } = await PICTURES[figure.dataset.touch]();
    await mount({ figure, stage, data, words: data.words });
    figure.dataset.ready = "yes";
  } catch (error) {
    figure.dataset.ready = "no";
    stage.textContent = data.words.broken;
    throw error;
  }
}

for (const figure of document.querySelectorAll("figure[data-touch]")) start(figure);
