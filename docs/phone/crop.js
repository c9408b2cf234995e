// A picture and five landmarks in, the crop that the network sees out: `meso/faces/crop.py`.

import { shrink, warp } from "./picture.js";

const middleOf = ([x, y], [u, v]) => [(x + u) / 2, (y + v) / 2];
const apart = ([x, y], [u, v]) => Math.hypot(u - x, v - y);

/** The face, square and upright; how: {size, side, most_detail}, from `network.json`. */
export function crop(picture, landmarks, how, wider = 1) {
  const side = sideOf(landmarks, how) * wider;
  const finer = Math.min(Math.ceil(side / how.size), how.most_detail);
  const matrix = cropToFrame(landmarks, how, finer * how.size, wider);
  const detailed = warp(picture, matrix, finer * how.size, { cubic: side < how.size });
  return shrink(detailed, how.size, how.size);
}

/** (a, b, c, d, e, f) that takes a pixel of a crop of that size to its point in the picture. */
export function cropToFrame(landmarks, how, size, wider = 1) {
  const [leftEye, rightEye, nose, leftMouth, rightMouth] = landmarks;
  const eyes = middleOf(leftEye, rightEye), mouth = middleOf(leftMouth, rightMouth);
  const [x, y] = middleOf(nose, middleOf(eyes, mouth));
  const length = apart(eyes, mouth);
  const down = length ? [(mouth[0] - eyes[0]) / length, (mouth[1] - eyes[1]) / length] : [0, 1];
  const pixel = (sideOf(landmarks, how) * wider) / size, half = (size - 1) / 2;
  const [a, b, d, e] = [down[1], down[0], -down[0], down[1]].map((part) => part * pixel);
  return [a, b, x - (a + b) * half, d, e, y - (d + e) * half];
}

function sideOf([leftEye, rightEye, , leftMouth, rightMouth], { side }) {
  const eyesToMouth = apart(middleOf(leftEye, rightEye), middleOf(leftMouth, rightMouth));
  return side * Math.max(apart(leftEye, rightEye), eyesToMouth, 1);
}
