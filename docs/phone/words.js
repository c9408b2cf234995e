// What was found in, sentences of the page out: those of `meso/detection/words.py` and `doubts.py`.

export const LABELS = { real: "Real", fake: "Fake", uncertain: "Can't tell" };
export const BLURRED = "The picture of the face is blurred: real faces then look fake, too.";
export const DARK = "The picture of the face is very dark: real and fake then look alike.";
export const NOT_MEASURED =
  "How often such verdicts are wrong was not measured, so do not rely on this one.";
export const LOADING = "Loading the networks: up to 30 MB, the first time.";
export const READY = "Ready. Choose a photo.";
export const READING = "Reading the photo…";
export const FINDING = "Looking for faces…";
export const NO_FACE = "No face was found in this photo, so there is no score.";
export const NO_PHOTO =
  "This file could not be read as a photo. Every browser reads JPEG, PNG and WebP; some read HEIC.";
export const NO_PIXELS =
  "This browser gives pages other pixels than those of the photo, to guard your privacy, so " +
  "nothing can be scored. Allow this page to read canvas data, or use another browser.";
export const NOT_LOADED =
  "The networks could not be loaded. Look whether you are online, or use a newer browser; then " +
  "load this page again.";
export const FAILED = "Something went wrong, and there is no score:";
export const SAVE = "Save this crop";

export const scoring = (face, of) => `Scoring face ${face} of ${of}…`;

/** What was done. */
export const done = (faces) => (faces === 1 ? "1 face was scored." : `${faces} faces were scored.`);

/** The heading of a face's report. */
export const heading = (face, of, { label }) =>
  (of > 1 ? `Face ${face} of ${of}: ` : "") + LABELS[label];

/** What the drawing of the scale shows, for who cannot see it. */
export const scale = ({ score }) =>
  `Scale from 0 (real) to 1 (fake) with a mark at ${score.toFixed(2)}`;

/** The crop, for who cannot see it. */
export const crop = (face) => `Face ${face} as the network saw it`;

/** How many faces were left out, in a sentence; nothing if none were. */
export function tooSmall(count, least) {
  if (!count) return "";
  const were = count === 1 ? "1 face was" : `${count} faces were`;
  return `${were} too small to score (narrower than ${least} pixels).`;
}

/** That the photo was made smaller, in a sentence; nothing if it was not. */
export const shrunk = ({ before, after }) =>
  before === after
    ? ""
    : `The photo was reduced from ${mega(before)} to ${mega(after)} million pixels first.`;

const mega = (pixels) => (pixels / 1e6).toFixed(1);

/** What a verdict stands on, and how far it can be trusted, a sentence each. */
export function sentences(verdict, about) {
  return [
    `The face scores ${verdict.score.toFixed(2)} on a scale from 0 (real) to 1 (fake). ` +
      `Fake begins at ${about.threshold.toFixed(2)}.`,
    ...verdict.reasons,
    ...probability(verdict),
    errorRate(verdict),
    ...verdict.cautions.map((caution) => `Take care: ${caution}`),
  ];
}

const probability = ({ probability }) =>
  probability === null
    ? []
    : [`A fake is ${percent(probability)} probable, where fakes are as common as real ones.`];

function errorRate({ errorRate }) {
  if (errorRate === null) return NOT_MEASURED;
  const wrong = Math.round(100 * errorRate);
  const about = wrong > 1 ? `about ${wrong} were` : wrong ? "about 1 was" : "fewer than 1 was";
  return (
    "Of 100 photos that scored like this, of people new to the network, " +
    `${about} judged wrongly.`
  );
}

const percent = (share) => `${Math.round(100 * share)}%`;

/** Two numbers in two digits, or in four where two would make them look the same. */
function toldApart(score, threshold) {
  const digits = score.toFixed(2) === threshold.toFixed(2) ? 4 : 2;
  return [score.toFixed(digits), threshold.toFixed(digits)];
}

export function tooNear(score, { threshold, band, measured }) {
  const [near, begins] = toldApart(score, threshold);
  const where = measured ? "near" : `within ${band.toFixed(2)} of`;
  return `The score ${near} is ${where} the threshold ${begins}: too near to call.`;
}

export function side(score, threshold) {
  const [shown, begins] = toldApart(score, threshold);
  const where = score >= threshold ? "at or above" : "below";
  return `The score ${shown} is ${where} the threshold ${begins}.`;
}

export const small = (width, least) =>
  `The face is small (${width} pixels wide): below ${least}, fine traces are lost.`;

export function cropsDisagree(scores, labels) {
  const [tighter, usual, wider] = scores.map((one, at) => `${one.toFixed(2)} (${labels[at]})`);
  return (
    "The verdict hangs on how tightly the faces are cut out: the same ones score " +
    `${tighter} cut tighter, ${usual} as usual and ${wider} cut wider.`
  );
}
