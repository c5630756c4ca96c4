"use strict";
// A linear network's weights as knobs that one can push, and the bulb that their weighted sum lights.
// What is computed here is what the network computes: sum = bias + Σ brightness × weight, then its activation.

const BRUSH = 1.7; // pixels around the pointer that it pushes
const PUSH = 0.2; // of the strongest weight as trained, each time the brush passes
const STEP = 2; // how far "it should" moves the sum, times how wrong the bulb is

const knobs = { trained: null, now: null, unit: 0, strongest: 1, picture: null, sign: 1, cursor: [0, 0] };
const copy = (from) => structuredClone(from);
const weights = () => knobs.now.weights[knobs.unit];
const shown = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

async function start() {
  const [{ knobs: found }, { classes }] = await Promise.all(["knobs", "model"].map(async (path) => (await fetch(path)).json()));
  if (found === null) return;
  knobs.trained = found;
  knobs.now = copy(found);
  const names = found.weights.length === 1 ? [classes.at(-1)] : classes.slice(0, found.weights.length);
  $("which").replaceChildren(...names.map((name, unit) => new Option(name, unit)));
  $("which-row").hidden = names.length === 1;
  knobs.cursor = [found.weights[0].length >> 1, found.weights[0][0].length >> 1];
  $("knobs").hidden = false;
  choose(0);
}

function choose(unit) {
  knobs.unit = unit;
  const original = knobs.trained.weights[unit].flat().map(Math.abs);
  knobs.strongest = Math.max(...original) || 1;
  const most = Math.max(4, 2 * Math.abs(knobs.trained.bias[unit]));
  [$("bias").min, $("bias").max] = [-most, most];
  showKnobs();
}

// --- What the machine computes

const brightness = (row, column) => (knobs.picture === null ? 0 : [knobs.picture[row][column]].flat()[0] / 255);

function products(unit) {
  return knobs.now.weights[unit].map((row, y) => row.map((weight, x) => weight * brightness(y, x)));
}

function sumOf(unit) {
  return products(unit).flat().reduce((sum, product) => sum + product, knobs.now.bias[unit]);
}

function output() {
  const sum = sumOf(knobs.unit);
  if (knobs.now.activation === "linear") return sum;
  if (knobs.now.activation === "sigmoid") return 1 / (1 + Math.exp(-sum));
  const sums = knobs.now.bias.map((_, unit) => sumOf(unit));
  const powers = sums.map((each) => Math.exp(each - Math.max(...sums)));
  return powers[knobs.unit] / powers.reduce((total, power) => total + power);
}

// --- What is seen of it

function showKnobs() {
  const root = (value) => Math.sign(value) * Math.sqrt(Math.min(1, Math.abs(value) / knobs.strongest)); // else only the strongest is seen
  const parts = products(knobs.unit);
  const total = (sign) => parts.flat().reduce((sum, part) => (part * sign > 0 ? sum + part : sum), 0);
  const bias = knobs.now.bias[knobs.unit];
  paint($("weights"), weights(), (value) => signed(root(value)));
  markCursor();
  paint($("products"), parts, (value) => signed(root(value)));
  $("bias").value = bias;
  $("bias-value").textContent = shown(bias);
  $("sum-for").textContent = shown(total(1));
  $("sum-against").textContent = shown(total(-1));
  $("sum-bias").textContent = shown(bias);
  $("sum").textContent = shown(sumOf(knobs.unit));
  const light = output();
  const share = Math.min(1, Math.max(0, light));
  $("bulb").style.setProperty("--light", share);
  const name = $("which").selectedOptions[0].textContent;
  const how = knobs.now.activation === "linear" ? `at ${light.toFixed(2)}` : `at ${(100 * share).toFixed(1)}\u00a0%`;
  $("verdict").textContent = light > 0.5 ? `The bulb for “${name}” is lit, ${how}.` : `The bulb for “${name}” is dark, ${how}.`;
}

function markCursor() {
  if (document.activeElement !== $("weights")) return;
  const context = $("weights").getContext("2d");
  context.fillStyle = "rgba(255, 255, 255, .75)";
  context.fillRect(knobs.cursor[1], knobs.cursor[0], 1, 1);
}

// --- What one does to it

function push(row, column, sign) {
  weights().forEach((line, y) =>
    line.forEach((_, x) => {
      const near = 1 - Math.hypot(y - row, x - column) / BRUSH;
      if (near > 0) line[x] += sign * PUSH * knobs.strongest * near;
    }),
  );
  showKnobs();
}

function pushUnder(event) {
  const box = $("weights").getBoundingClientRect();
  const at = (offset, length, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / length) * count)));
  const row = at(event.clientY - box.top, box.height, weights().length);
  const column = at(event.clientX - box.left, box.width, weights()[0].length);
  knobs.cursor = [row, column];
  push(row, column, knobs.sign);
}

// One step of learning on this picture alone, by the rule of Widrow and Hoff: each weight by how bright its pixel is.
function teach(wanted) {
  const size = 1 + weights().flatMap((row, y) => row.map((_, x) => brightness(y, x) ** 2)).reduce((sum, part) => sum + part);
  const turn = (STEP * (wanted - output())) / size;
  weights().forEach((line, y) => line.forEach((_, x) => (line[x] += turn * brightness(y, x))));
  knobs.now.bias[knobs.unit] += turn;
  showKnobs();
}

function takeSign(sign) {
  knobs.sign = sign;
  $("up").setAttribute("aria-pressed", sign > 0);
  $("down").setAttribute("aria-pressed", sign < 0);
}

$("weights").addEventListener("pointerdown", (event) => {
  $("weights").setPointerCapture(event.pointerId);
  pushUnder(event);
});
$("weights").addEventListener("pointermove", (event) => event.buttons && pushUnder(event));
$("weights").addEventListener("keydown", (event) => {
  const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const sign = { "+": 1, "=": 1, "-": -1, "−": -1 }[event.key];
  if (move) {
    const size = [weights().length, weights()[0].length];
    knobs.cursor = knobs.cursor.map((at, axis) => Math.min(size[axis] - 1, Math.max(0, at + move[axis])));
    showKnobs();
  } else if (sign) push(...knobs.cursor, sign);
  else return;
  event.preventDefault();
});
for (const name of ["focus", "blur"]) $("weights").addEventListener(name, () => knobs.now && showKnobs());
$("up").addEventListener("click", () => takeSign(1));
$("down").addEventListener("click", () => takeSign(-1));
$("which").addEventListener("change", () => choose(Number($("which").value)));
$("bias").addEventListener("input", () => {
  knobs.now.bias[knobs.unit] = Number($("bias").value);
  showKnobs();
});
$("zero").addEventListener("click", () => {
  knobs.now.weights[knobs.unit] = weights().map((row) => row.map(() => 0));
  knobs.now.bias[knobs.unit] = 0;
  showKnobs();
});
$("reset").addEventListener("click", () => {
  knobs.now = copy(knobs.trained);
  showKnobs();
});
$("light").addEventListener("click", () => teach(1));
$("dark").addEventListener("click", () => teach(0));
document.addEventListener("seen", (event) => {
  knobs.picture = event.detail;
  if (knobs.now !== null) showKnobs();
});
start();
