// Scores of a face in, a verdict out: `meso/detection/decide.py` and `doubts.py` for one photo.

import { shrink } from "./picture.js";
import * as words from "./words.js";

const NEAREST = 1e-4; // scores nearer to 0 or to 1 than this count as this near

/** {label, score, probability, errorRate, reasons, cautions}; null where it was not measured.
 *
 *  scores: of the face cut out tighter, as usual and wider
 *  about:  as `network.json`
 */
export function judge(scores, crop, width, about) {
  const [, score] = scores;
  const reasons = [
    ...(tooNear(score, about) ? [words.tooNear(score, about)] : []),
    ...(sharpness(crop, width) < about.blurred ? [words.BLURRED] : []),
    ...(brightness(crop) < about.dark ? [words.DARK] : []),
  ];
  const labels = scores.map((one) => labelOf(one, about));
  const cautions = [
    ...(new Set(labels).size > 1 ? [words.cropsDisagree(scores, labels)] : []),
    ...(width < about.small ? [words.small(width, about.small)] : []),
  ];
  return {
    label: reasons.length ? "uncertain" : labelOf(score, about),
    score,
    probability: about.measured && probability(score, about.measured),
    errorRate: reasons.length ? null : errorRate(score, about.measured),
    reasons: reasons.length ? reasons : [words.side(score, about.threshold)],
    cautions,
  };
}

const labelOf = (score, { threshold }) => (score >= threshold ? "fake" : "real");

/** Whether a score is too near to the threshold to tell: by its probability if measured. */
function tooNear(score, { threshold, band, measured }) {
  if (!measured) return Math.abs(score - threshold) < band;
  const apart = probability(score, measured) - probability(threshold, measured);
  return Math.abs(apart) < measured.unsure;
}

/** How probable a fake is, where fakes are as common as real ones. */
function probability(score, { slope, offset }) {
  const inside = Math.min(Math.max(score, NEAREST), 1 - NEAREST);
  return 1 / (1 + Math.exp(-(slope * Math.log(inside / (1 - inside)) + offset)));
}

/** How often such scores were judged wrongly. */
function errorRate(score, measured) {
  if (!measured) return null;
  const likely = probability(score, measured), rates = measured.error_rates;
  const [, , share] = rates.find(([below]) => likely < below) ?? rates.at(-1);
  return share;
}

/** The mean of all numbers of a crop, from 0 to 255. */
export function brightness({ data }) {
  return data.reduce((sum, number) => sum + number, 0) / data.length;
}

/** The share of fine detail in a face's contrast, as in `meso/faces/quality.py`. */
export function sharpness(crop, width) {
  const side = Math.min(crop.width, Math.max(width, 1));
  const { data } = shrink(greyOf(crop), side, side);
  const own = Float32Array.from({ length: side * side }, (_, at) => data[3 * at]);
  const contrast = variance(own);
  return contrast && variance(laplacian(own, side)) / contrast;
}

function greyOf({ width, height, data }) {
  const grey = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    grey.fill(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2], at, at + 3);
  }
  return { width, height, data: grey };
}

/** How each pixel of a square differs from its four neighbours; beyond a border lies its mirror. */
function laplacian(pixels, side) {
  const inside = (place) => (place < 0 ? -place : place >= side ? 2 * side - 2 - place : place);
  const at = (x, y) => pixels[inside(y) * side + inside(x)];
  return pixels.map((pixel, place) => {
    const x = place % side, y = Math.floor(place / side);
    return at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * pixel;
  });
}

function variance(numbers) {
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  return numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / numbers.length;
}
