// Where the parts of the two cells stand in a drawing of a given width, and which lines join them.
// A place has its centre, its size, what is written in it, and where its number goes.
// An edge is [from, to, points]: it runs as on the way forward.
const NARROW = 560;

const box = (x, y, w, h, kind, ...tex) => ({ shape: "box", x, y, w, h, kind, tex });
const circle = (x, y, kind, sign, value) =>
  ({ shape: "circle", x, y, w: 26, h: 26, kind, tex: [sign], value });
const label = (x, y, tex) =>
  ({ shape: "label", x, y, w: 32, h: 24, kind: "", tex: [tex], value: [0, 22, "middle"] });
const above = [16, -9, "start"];

// The sides of a drawing: margins for the labels, the frame between.
function sides(width) {
  const narrow = width < NARROW;
  const edge = narrow ? 38 : 66;
  return { narrow, left: edge, right: width - edge, label: edge / 2 - 1, from: edge - 6,
    end: width - edge / 2 + 2, to: width - edge + 8 };
}

export function lstmLayout(width) {
  const { narrow, left, right, label: at, from, end, to } = sides(width);
  const w = narrow ? 46 : 84;
  const stack = left + (narrow ? 25 : 50);
  const half = narrow ? 17 : 26;
  const first = left + (narrow ? 58 : 150);
  const last = right - (narrow ? 40 : 96);
  const [f, i, c, o] = [0, 1, 2, 3].map((k) => first + ((last - first) * k) / 3);
  const [lane, write, show, gates, bus, out] = [56, 150, 164, 236, 312, 366];
  const turn = (o + w / 2 + right) / 2;
  const wide = narrow ? 36 : 44; // half a softmax
  return {
    width, height: 400, frame: [left, 20, right, 392],
    places: {
      c_prev: label(at, lane, "c_{t-1}"),
      a_prev: label(at, bus - 20, "a_{t-1}"),
      xt: label(at, bus + 22, "x_t"),
      stack: box(stack, bus, 2 * half, 64, "input", "s_t"),
      f: box(f, gates, w, 58, "gate", "\\sigma", "f_t"),
      i: box(i, gates, w, 58, "gate", "\\sigma", "i_t"),
      cct: box(c, gates, w, 58, "input", "\\tanh", "\\tilde{c}_t"),
      o: box(o, gates, w, 58, "gate", "\\sigma", "o_t"),
      keep: circle(f, lane, "gate", "\\times", above),
      write: circle(c, write, "gate", "\\times", [-17, -8, "end"]),
      c_next: circle(c, lane, "state", "+", above),
      tanh_c: box(o, 108, w, 40, "state", "\\tanh"),
      a_next: circle(o, show, "gate", "\\times", above),
      yt_pred: box(o, out, 2 * wide, 40, "output", "\\softmax"),
    },
    edges: [
      ["c_prev", "keep", [[from, lane], [f - 14, lane]]],
      ["keep", "c_next", [[f + 14, lane], [c - 14, lane]]],
      ["c_next", null, [[c + 14, lane], [to, lane]]],
      ["f", "keep", [[f, gates - 30], [f, lane + 14]]],
      ["i", "write", [[i, gates - 30], [i, write], [c - 14, write]]],
      ["cct", "write", [[c, gates - 30], [c, write + 14]]],
      ["write", "c_next", [[c, write - 14], [c, lane + 14]]],
      ["c_next", "tanh_c", [[o, lane], [o, 87]]],
      ["tanh_c", "a_next", [[o, 129], [o, show - 14]]],
      ["o", "a_next", [[o, gates - 30], [o, show + 14]]],
      ["a_next", null, [[o + 14, show], [to, show]]],
      ["a_next", "yt_pred", [[turn, show], [turn, out], [o + wide + 1, out]]],
      ["yt_pred", null, [[o - wide - 1, out], [o - wide - 24, out]]],
      ["a_prev", "stack", [[from, bus - 20], [stack - half - 1, bus - 20]]],
      ["xt", "stack", [[from, bus + 22], [stack - half - 1, bus + 22]]],
      ...[["f", f], ["i", i], ["cct", c], ["o", o]].map(([name, x]) =>
        ["stack", name, [[stack + half, bus], [x, bus], [x, gates + 30]]]),
    ],
    dots: [[o, lane], [turn, show]],
    ends: [["c_t", end, lane], ["a_t", end, show], ["\\hat{y}_t", o - wide - 36, out]],
  };
}

export function gruLayout(width) {
  const { narrow, left, right, label: at, from, end, to } = sides(width);
  const w = narrow ? 42 : 84;
  const half = narrow ? 14 : 26;
  const span = right - left;
  const column = (share) => left + span * share;
  const stack = left + (narrow ? 17 : 40);
  const [r, v, again, c, u] = narrow
    ? [left + 50, left + 80, left + 111, left + 153, right - 50]
    : [column(0.23), column(0.36), column(0.5), column(0.66), column(0.85)];
  const [lane, middle, gates, bus, out] = [66, 156, 246, 318, 370];
  const turn = (u + w / 2 + right) / 2;
  const wide = narrow ? 36 : 44;
  return {
    width, height: 404, frame: [left, 34, right, 396],
    places: {
      a_prev: label(at, lane, "a_{t-1}"),
      xt: label(at, bus + 6, "x_t"),
      stack: box(stack, bus, 2 * half, 64, "input", "s_t"),
      r: box(r, gates, w, 58, "gate", "\\sigma", "r_t"),
      u: box(u, gates, w, 58, "gate", "\\sigma", "u_t"),
      v: circle(v, middle, "gate", "\\times", [0, 30, "middle"]),
      reset_stack: box(again, middle, 2 * half, 52, "input", ...(narrow ? ["v_t", "x_t"] : ["[v_t; x_t]"])),
      cct: box(c, middle, w, 58, "input", "\\tanh", "\\tilde{c}_t"),
      keep: circle(c, lane, "gate", "\\times", [16, -9, "start"]),
      write: circle(u, middle, "gate", "\\times", [-5, -33, "end"]),
      a_next: circle(u, lane, "state", "+", above),
      yt_pred: box(u - (narrow ? 8 : 0), out, 2 * wide, 40, "output", "\\softmax"),
    },
    edges: [
      ["a_prev", "keep", [[from, lane], [c - 14, lane]]],
      ["keep", "a_next", [[c + 14, lane], [u - 14, lane]]],
      ["a_next", null, [[u + 14, lane], [to, lane]]],
      ["a_prev", "stack", [[stack, lane], [stack, bus - 33]]],
      ["xt", "stack", [[from, bus + 6], [stack - half - 1, bus + 6]]],
      ["stack", "r", [[stack + half, bus], [r, bus], [r, gates + 30]]],
      ["stack", "u", [[stack + half, bus], [u, bus], [u, gates + 30]]],
      ["r", "v", [[r, gates - 30], [r, middle], [v - 14, middle]]],
      ["a_prev", "v", [[v, lane], [v, middle - 14]]],
      ["v", "reset_stack", [[v + 14, middle], [again - half - 1, middle]]],
      ["xt", "reset_stack", [[again, middle + 66], [again, middle + 27]]],
      ["reset_stack", "cct", [[again + half, middle], [c - w / 2 - 1, middle]]],
      ["cct", "write", [[c + w / 2, middle], [u - 14, middle]]],
      ["u", "write", [[u, gates - 30], [u, middle + 14]]],
      ["u", "keep", [[c, 22], [c, lane - 14]]],
      ["write", "a_next", [[u, middle - 14], [u, lane + 14]]],
      ["a_next", "yt_pred", [[turn, lane], [turn, out], [u - (narrow ? 8 : 0) + wide + 1, out]]],
      ["yt_pred", null, [[u - (narrow ? 8 : 0) - wide - 1, out], [u - wide - 32, out]]],
    ],
    dots: [[stack, lane], [v, lane], [turn, lane]],
    ends: [["a_t", end, lane], ["\\hat{y}_t", u - wide - 46, out],
      ["x_t", again, middle + 78], ["1 - u_t", c, 12]],
  };
}
