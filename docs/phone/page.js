// The page: a photo is chosen, its faces are found, cut out, scored and shown.

import { crop } from "./crop.js";
import { findFaces, widthOf } from "./find.js";
import { judge } from "./judge.js";
import { loadFinder, loadScorer } from "./network.js";
import { givesTruePixels, readPhoto } from "./photo.js";
import { rgbaOf } from "./picture.js";
import * as words from "./words.js";

/** Why nothing can be scored, in a sentence for whoever uses the page. */
class Unusable extends Error {}

const part = (id) => document.getElementById(id);
const inputs = [part("choose"), part("take")];
let work = load(); // one thing after the other

for (const input of inputs) {
  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = ""; // so that the same photo can be chosen again
    if (file) work = work.then((networks) => look(file, networks));
  });
}

async function load() {
  say(words.LOADING);
  try {
    if (!givesTruePixels()) throw new Unusable(words.NO_PIXELS);
    const about = await (await fetch("network.json")).json();
    const [finder, score] = await Promise.all([loadFinder(), loadScorer(about)]);
    tellNetwork(about);
    for (const input of inputs) input.disabled = false;
    say(words.READY);
    navigator.serviceWorker?.register("offline.js");
    return { about, finder, score };
  } catch (error) {
    complain(error instanceof Unusable ? error.message : `${words.NOT_LOADED} (${error.message})`);
    throw error;
  }
}

/** Look at a photo and show what comes of it; resolves to the networks, for the next one. */
async function look(file, networks) {
  part("faces").replaceChildren();
  part("left-out").textContent = "";
  part("found").hidden = true;
  try {
    await show(await read(file), networks);
  } catch (error) {
    complain(error instanceof Unusable ? error.message : `${words.FAILED} ${error.message}`);
  }
  return networks;
}

async function read(file) {
  await saying(words.READING);
  try {
    return await readPhoto(file);
  } catch {
    throw new Unusable(words.NO_PHOTO);
  }
}

async function show({ picture, ...pixels }, { about, finder, score }) {
  await saying(words.FINDING);
  const found = await findFaces(picture, finder);
  if (!found.length) throw new Unusable([words.NO_FACE, words.shrunk(pixels)].join(" "));
  const faces = found.filter((face) => widthOf(face) >= about.smallest_face);
  for (const [at, face] of faces.entries()) {
    await saying(words.scoring(at + 1, faces.length));
    const cut = (wider) => crop(picture, face.landmarks, about.crop, wider);
    const scores = [];
    for (const wider of about.zooms) scores.push(await score(cut(wider)));
    const verdict = judge(scores, cut(1), widthOf(face), about);
    part("faces").append(article(at + 1, faces.length, cut(1), verdict, about));
  }
  const small = words.tooSmall(found.length - faces.length, about.smallest_face);
  part("left-out").textContent = [small, words.shrunk(pixels)].join(" ").trim();
  part("found").hidden = !faces.length;
  say(words.done(faces.length));
}

function article(face, of, cut, verdict, about) {
  const made = part("face").content.cloneNode(true);
  const within = (name) => made.querySelector(name);
  within("article").dataset.label = verdict.label;
  within("article").dataset.score = verdict.score;
  within("h2").textContent = words.heading(face, of, verdict);
  const canvas = within("canvas");
  Object.assign(canvas, { width: cut.width, height: cut.height });
  canvas.setAttribute("aria-label", words.crop(face));
  canvas.getContext("2d").putImageData(rgbaOf(cut), 0, 0);
  within(".scale").setAttribute("aria-label", words.scale(verdict));
  within(".mark").style.left = `${100 * verdict.score}%`;
  within(".threshold").style.left = `${100 * about.threshold}%`;
  within(".why").replaceChildren(...words.sentences(verdict, about).map(paragraph));
  within("button").addEventListener("click", () => save(canvas, `face-${face}.png`));
  within("button").setAttribute("aria-label", `${words.SAVE}: ${face}`);
  return made;
}

function paragraph(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}

/** Hand a picture to whoever uses the page, as a PNG: exactly the pixels that were scored. */
function save(canvas, name) {
  canvas.toBlob((blob) => {
    const link = Object.assign(document.createElement("a"), { download: name });
    link.href = URL.createObjectURL(blob);
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

function tellNetwork({ name, weights_sha256: sha256, note, licence }) {
  part("network").textContent =
    `Network ${name} · SHA-256 of its weights begins with ${sha256.slice(0, 12)} · ` +
    `trained on: ${note} · licence of the weights: ${licence}`;
}

function say(text) {
  part("status").textContent = text;
  part("status").classList.remove("error");
}

/** Say what is done next, and let the browser draw it. */
function saying(text) {
  say(text);
  return new Promise((resolve) => setTimeout(resolve, 30));
}

function complain(text) {
  say(text);
  part("status").classList.add("error");
}
