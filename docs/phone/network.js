// `network.json` in; the finder's networks and the one that scores out, run by ONNX Runtime Web.

import * as ort from "./ort.wasm.bundle.min.mjs";
import { resample } from "./picture.js";

ort.env.wasm.numThreads = 1; // more need headers that few hosts of plain files send

/** {propose, refine, settle}, each an async function of pictures of one size. */
export async function loadFinder() {
  const [propose, refine, settle] = await Promise.all(
    ["propose", "refine", "settle"].map((name) => load(`${name}.onnx`)),
  );
  return { propose, refine, settle };
}

/** An async function of a crop that gives its fake score, in [0, 1]; about: as `network.json`. */
export async function loadScorer({ file, side }) {
  const network = await load(file);
  return async (crop) => {
    const [scores] = await network([crop.width === side ? crop : resample(crop, side)]);
    const [score] = scores.row(0);
    if (!(score >= 0 && score <= 1)) throw new Error("The network gave no score.");
    return score;
  };
}

/** An async function of pictures; each thing that the network says of them has `row(place)`. */
async function load(file) {
  const session = await ort.InferenceSession.create(file, { executionProviders: ["wasm"] });
  return async (pictures) => {
    const said = await session.run({ [session.inputNames[0]]: tensorOf(pictures) });
    return session.outputNames.map((name) => rowsOf(said[name]));
  };
}

function tensorOf(pictures) {
  const [{ width, height }] = pictures, size = 3 * width * height;
  const numbers = new Float32Array(pictures.length * size);
  pictures.forEach(({ data }, place) => numbers.set(data, place * size));
  return new ort.Tensor("float32", numbers, [pictures.length, height, width, 3]);
}

function rowsOf({ data, dims }) {
  const across = dims.at(-1);
  const row = (place) => data.subarray(place * across, (place + 1) * across);
  return { dims, rows: data.length / across, row };
}
