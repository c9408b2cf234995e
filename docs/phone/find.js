// A picture in, its faces out: MTCNN (arXiv 1604.02878) as in `meso/faces/find.py` and `pyramid.py`.

import { apart, moved, square } from "./boxes.js";
import { shrink, warp } from "./picture.js";

const CELL = 12, STRIDE = 2; // pixels: the face that the first network looks for, and its step
const STEP = 0.709; // from one picture of the pyramid to the next
const FINEST = 20, LARGEST_LEVEL = 1280; // pixels: narrowest face, longest side that is searched
const LEAST_PROPOSED = 0.6, LEAST_REFINED = 0.7, LEAST_SETTLED = 0.7, LEAST_CONFIDENCE = 0.9;
const SAME_IN_LEVEL = 0.5, SAME = 0.7; // overlap from which two boxes are one
const GREY = 128; // what the networks see outside the picture

/** The faces, widest first: {box: [left, top, right, bottom], landmarks: 5 × [x, y], confidence}.
 *
 *  networks: {propose, refine, settle}, each an async function of pictures
 */
export async function findFaces(picture, networks) {
  const proposed = await propose(picture, networks.propose);
  const refined = await refine(picture, proposed, networks.refine);
  const settled = await settle(picture, refined, networks.settle);
  return settled
    .filter(({ confidence }) => confidence > LEAST_CONFIDENCE)
    .map(({ edges, points, confidence }) => {
      return { box: edges.map(Math.round), landmarks: points, confidence };
    })
    .toSorted((one, other) => widthOf(other) - widthOf(one));
}

/** How wide a face is, in pixels of its picture. */
export const widthOf = ({ box: [left, , right] }) => right - left;

async function propose(picture, network) {
  const found = [];
  for (const { scale, small } of levels(picture)) {
    const [offsets, confidence] = await network([small]);
    found.push(...apart(boxesOf(offsets, confidence, scale), SAME_IN_LEVEL));
  }
  return apart(found, SAME);
}

async function refine(picture, boxes, network) {
  const squares = boxes.map(square);
  if (squares.length === 0) return [];
  const [offsets, confidence] = await network(cutOut(picture, squares, 24));
  const better = squares.map(({ edges }, at) =>
    moved({ edges, confidence: confidence.row(at)[1] }, offsets.row(at)),
  );
  return apart(better.filter((box) => box.confidence > LEAST_REFINED), SAME);
}

async function settle(picture, boxes, network) {
  const squares = boxes.map(square);
  if (squares.length === 0) return [];
  const [offsets, landmarks, confidence] = await network(cutOut(picture, squares, 48));
  const settled = squares.map((box, at) => {
    const points = pointsOf(box, landmarks.row(at));
    return moved({ ...box, points, confidence: confidence.row(at)[1] }, offsets.row(at));
  });
  const sure = settled.filter((box) => box.confidence > LEAST_SETTLED);
  return apart(sure, SAME, { ofSmaller: true });
}

/** The picture shrunk so that faces of every size are 12 pixels wide in one of them. */
function* levels(picture) {
  const { width, height } = picture;
  let scale = CELL / finestFor(Math.max(width, height)), half = picture;
  for (; Math.min(width, height) * scale >= CELL; scale *= STEP) {
    half = halved(half, (scale * width) / half.width);
    const small = shrink(half, Math.trunc(width * scale), Math.trunc(height * scale));
    yield { scale, small };
  }
}

/** How narrow a face is looked for, in pixels, by the picture's longer side. */
function finestFor(longer) {
  const finest = Math.min(Math.max(longer / 32, FINEST), FINEST / STEP ** 2);
  return Math.max(finest, (longer * CELL) / LARGEST_LEVEL);
}

/** The picture at a half, a quarter, …, at least twice as large as at `scale`. */
function halved(picture, scale) {
  for (; scale <= 0.25 && Math.min(picture.width, picture.height) >= 2; scale *= 2) {
    const width = Math.floor(picture.width / 2), height = Math.floor(picture.height / 2);
    picture = shrink(corner(picture, 2 * width, 2 * height), width, height);
  }
  return picture;
}

function corner({ width: before, data }, width, height) {
  if (width === before) return { width, height, data: data.subarray(0, 3 * width * height) };
  const kept = new Uint8ClampedArray(3 * width * height);
  for (let y = 0; y < height; y++) {
    kept.set(data.subarray(3 * y * before, 3 * (y * before + width)), 3 * y * width);
  }
  return { width, height, data: kept };
}

/** The likely boxes of one picture of the pyramid, in pixels of the whole picture. */
function boxesOf(offsets, confidence, scale) {
  const boxes = [], columns = confidence.dims[2];
  for (let at = 0; at < confidence.rows; at++) {
    const sure = confidence.row(at)[1];
    if (sure <= LEAST_PROPOSED) continue;
    const x = STRIDE * (at % columns), y = STRIDE * Math.floor(at / columns);
    const cell = [x + 1, y + 1, x + CELL, y + CELL], move = offsets.row(at);
    const edges = cell.map((edge, side) => (edge + (CELL - 1) * move[side]) / scale);
    boxes.push({ edges, confidence: sure });
  }
  return boxes;
}

/** Boxes cut out of the picture; it counts as a pixel narrower than it is, as in mtcnn. */
function cutOut(picture, boxes, side) {
  const across = (picture.width - 1) / picture.width, down = (picture.height - 1) / picture.height;
  return boxes.map(({ edges: [left, top, right, bottom] }) => {
    const a = ((right - left) * across) / (side - 1), e = ((bottom - top) * down) / (side - 1);
    return warp(picture, [a, 0, left * across, 0, e, top * down], side, { outside: GREY });
  });
}

/** Landmarks in units of their box, 5 × x and then 5 × y, in pixels of the picture. */
function pointsOf({ edges: [left, top, right, bottom] }, landmarks) {
  const across = right - left + 1, down = bottom - top + 1;
  return Array.from({ length: 5 }, (_, at) => [
    Math.fround(left + across * landmarks[at] - 1),
    Math.fround(top + down * landmarks[at + 5] - 1),
  ]);
}
