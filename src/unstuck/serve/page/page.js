"use strict";
// The page of one model: what is drawn or chosen goes to /predict, and the answer is shown as it comes.

const $ = (id) => document.getElementById(id);
const canvas = $("canvas");
const pen = canvas.getContext("2d");
const WIDTH = 22; // of the stroke: MNIST's are about two of 28 pixels wide
const KEY_STEP = 10;
const MOST_BARS = 10;
let last = null; // where the pen is while it is down
let cursor = [140, 140]; // where the keyboard's pen is
let asked = 0; // requests so far: an answer that is not the newest's is not shown

function clear() {
  pen.fillStyle = "black";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  asked += 1;
  $("answer").textContent = "nothing yet";
  $("bars").replaceChildren();
  $("message").textContent = "";
  for (const id of ["seen", "evidence"]) $(id).getContext("2d").clearRect(0, 0, $(id).width, $(id).height);
  document.dispatchEvent(new CustomEvent("seen", { detail: null }));
}

function stroke(from, to) {
  pen.strokeStyle = "white";
  pen.lineWidth = WIDTH;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

function place(event) {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
}

async function ask(picture, drawn) {
  const mine = ++asked;
  let answer;
  try {
    const response = await fetch(`predict?drawn=${drawn ? 1 : 0}`, { method: "POST", body: picture });
    answer = await response.json();
    if (!response.ok) throw new Error([answer.expected, answer.received].filter(Boolean).join(" Received: "));
  } catch (error) {
    if (mine === asked) $("message").textContent = error.message;
    return;
  }
  if (mine !== asked) return;
  $("message").textContent = "";
  show(answer);
}

function show({ classes, seen, evidence }) {
  const share = (value) => `${(100 * value).toFixed(1)} %`;
  $("answer").textContent = `${classes[0].name} (${share(classes[0].share)})`;
  $("bars").replaceChildren(
    ...classes.slice(0, MOST_BARS).map((each) => {
      const bar = document.createElement("li");
      const name = document.createElement("span");
      const meter = document.createElement("meter");
      const number = document.createElement("span");
      name.textContent = name.title = each.name;
      meter.value = each.share;
      meter.setAttribute("aria-label", each.name);
      number.textContent = share(each.share);
      bar.append(name, meter, number);
      return bar;
    }),
  );
  paint($("seen"), seen, (pixel) => (Array.isArray(pixel) ? (pixel.length === 3 ? pixel : [pixel[0], pixel[0], pixel[0]]) : [pixel, pixel, pixel]));
  paint($("evidence"), evidence, signed);
  document.dispatchEvent(new CustomEvent("seen", { detail: seen }));
}

// From -1 to 1 as a colour: blue, black, red.
const signed = (value) => (value > 0 ? [240 * value, 130 * value, 90 * value] : [-108 * value, -172 * value, -222 * value]);

function paint(target, rows, color) {
  target.height = rows.length;
  target.width = rows[0].length;
  const context = target.getContext("2d");
  const image = context.createImageData(target.width, target.height);
  rows.flat().forEach((value, index) => image.data.set([...color(value), 255], 4 * index));
  context.putImageData(image, 0, 0);
}

const askDrawing = () => canvas.toBlob((blob) => ask(blob, true), "image/png");

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  last = place(event);
  stroke(last, last);
});
canvas.addEventListener("pointermove", (event) => {
  if (last === null) return;
  const here = place(event);
  stroke(last, here);
  last = here;
});
for (const name of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(name, () => {
    if (last === null) return;
    last = null;
    askDrawing();
  });
}

let keyPenDown = false;
canvas.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === " ") {
    keyPenDown = !keyPenDown;
    if (keyPenDown) stroke(cursor, cursor);
    else askDrawing();
  } else if (step) {
    const next = cursor.map((at, axis) => Math.min(280, Math.max(0, at + KEY_STEP * step[axis])));
    if (keyPenDown) stroke(cursor, next);
    cursor = next;
  } else return;
  event.preventDefault();
});

$("clear").addEventListener("click", clear);
$("file").addEventListener("change", () => $("file").files[0] && ask($("file").files[0], false));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) ask(event.dataTransfer.files[0], false);
});
clear();
