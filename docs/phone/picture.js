// A picture in, a scaled or turned one out, pixel by pixel as OpenCV does it for the full program.
//
// A picture is {width, height, data}: red, green and blue of each pixel, row by row.

const BEND = -0.75; // of the cubic curve, as in OpenCV

/** The RGB picture of what a canvas hands out, which has a fourth number for each pixel. */
export function rgbOf({ width, height, data: rgba }) {
  const data = new Uint8ClampedArray(3 * width * height);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    data[to] = rgba[from];
    data[to + 1] = rgba[from + 1];
    data[to + 2] = rgba[from + 2];
  }
  return { width, height, data };
}

/** What a canvas takes, of an RGB picture of whole numbers. */
export function rgbaOf({ width, height, data: rgb }) {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    data[to] = rgb[from];
    data[to + 1] = rgb[from + 1];
    data[to + 2] = rgb[from + 2];
  }
  return new ImageData(data, width, height);
}

/** The picture at a smaller size: the mean of the area below each new pixel (INTER_AREA). */
export function shrink(picture, width, height) {
  if (width === picture.width && height === picture.height) return picture;
  const columns = areas(picture.width, width), rows = areas(picture.height, height);
  const Numbers = picture.data.constructor;
  // of whole numbers, OpenCV rounds halves up where it halves, and to even otherwise, as JS does
  const halves = picture.width === 2 * width && picture.height === 2 * height;
  return weighted(picture, columns, rows, Numbers, halves && Numbers !== Float32Array ? 1 / 8 : 0);
}

/** The same in numbers with fractions, each pixel weighed by its distance, as Keras scales. */
export function resample(picture, side) {
  return weighted(picture, tents(picture.width, side), tents(picture.height, side), Float32Array);
}

/** A square of `side` pixels; (a, b, c, d, e, f) takes its pixel (x, y) to the picture's point
 *  (ax + by + c, dx + ey + f), whose colour is that of its neighbours.
 *
 *  cubic:   from sixteen neighbours, for what is blown up; else from four
 *  outside: a number for what lies outside the picture; undefined: the picture is mirrored there
 */
export function warp(picture, [a, b, c, d, e, f], side, { cubic = false, outside } = {}) {
  const data = new Uint8ClampedArray(3 * side * side);
  const weigh = cubic ? cubicWeights : linearWeights, before = cubic ? 1 : 0;
  const across = new Float64Array(cubic ? 4 : 2), down = new Float64Array(across.length);
  for (let row = 0, to = 0; row < side; row++) {
    for (let column = 0; column < side; column++, to += 3) {
      const x = a * column + b * row + c, y = d * column + e * row + f;
      const left = Math.floor(x), top = Math.floor(y);
      weigh(x - left, across);
      weigh(y - top, down);
      blend(picture, left - before, top - before, across, down, outside, data, to);
    }
  }
  return { width: side, height: side, data };
}

function linearWeights(x, weights) {
  weights[0] = 1 - x;
  weights[1] = x;
}

function cubicWeights(x, weights) {
  weights[0] = farWeight(x + 1);
  weights[1] = nearWeight(x);
  weights[2] = nearWeight(1 - x);
  weights[3] = 1 - weights[0] - weights[1] - weights[2];
}

const nearWeight = (x) => ((BEND + 2) * x - (BEND + 3)) * x * x + 1;
const farWeight = (x) => ((BEND * x - 5 * BEND) * x + 8 * BEND) * x - 4 * BEND;

/** Write the sum of some pixels, weighed by column and by row. */
function blend(picture, left, top, across, down, outside, data, to) {
  const { width, height, data: from } = picture;
  let red = 0, green = 0, blue = 0;
  for (let row = 0; row < down.length; row++) {
    for (let column = 0; column < across.length; column++) {
      const weight = down[row] * across[column];
      let x = left + column, y = top + row;
      if (x < 0 || x >= width || y < 0 || y >= height) {
        if (outside !== undefined) {
          red += weight * outside;
          green += weight * outside;
          blue += weight * outside;
          continue;
        }
        x = mirrored(x, width);
        y = mirrored(y, height);
      }
      const at = 3 * (y * width + x);
      red += weight * from[at];
      green += weight * from[at + 1];
      blue += weight * from[at + 2];
    }
  }
  data[to] = red;
  data[to + 1] = green;
  data[to + 2] = blue;
}

/** The place in [0, size) that a place outside shows: cba|abc|cba. */
function mirrored(place, size) {
  const within = ((place % (2 * size)) + 2 * size) % (2 * size);
  return within < size ? within : 2 * size - 1 - within;
}

/** Each new pixel as a sum of old ones, first along the rows, then along the columns. */
function weighted({ width, height, data }, columns, rows, Numbers, up = 0) {
  const narrow = new Float32Array(3 * columns.length * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (const { first, weights } of columns) {
      add(data, 3 * (y * width + first), 3, weights, narrow, to);
      to += 3;
    }
  }
  const across = 3 * columns.length, sums = new Float32Array(across * rows.length).fill(up);
  rows.forEach(({ first, weights }, y) => {
    for (let x = 0; x < across; x += 3) {
      add(narrow, first * across + x, across, weights, sums, y * across + x);
    }
  });
  return { width: columns.length, height: rows.length, data: Numbers.from(sums) };
}

/** Add a weighed sum of every `step`-th pixel to one pixel. */
function add(from, at, step, weights, sums, to) {
  for (const weight of weights) {
    sums[to] += weight * from[at];
    sums[to + 1] += weight * from[at + 1];
    sums[to + 2] += weight * from[at + 2];
    at += step;
  }
}

/** Which old pixels lie below each new one, and with which share of it. */
function areas(before, after) {
  const scale = before / after;
  return Array.from({ length: after }, (_, place) => {
    const begin = place * scale, end = Math.min(begin + scale, before);
    const whole = Math.ceil(begin - 1e-3), last = Math.ceil(end - 1e-3);
    const first = whole - begin > 1e-3 ? whole - 1 : whole;
    const share = (at) => Math.min(at + 1, end) - Math.max(at, begin);
    const shares = Array.from({ length: last - first }, (_, at) => share(first + at));
    return { first, weights: shares.map((one) => one / (end - begin)) };
  });
}

/** Which old pixels are near to each new one, and how near: 0 where the next new one is. */
function tents(before, after) {
  const scale = before / after, reach = Math.max(scale, 1);
  return Array.from({ length: after }, (_, place) => {
    const middle = (place + 0.5) * scale;
    const first = Math.max(Math.ceil(middle - reach - 0.5), 0);
    const last = Math.min(Math.floor(middle + reach - 0.5), before - 1);
    const near = (at) => Math.max(1 - Math.abs(at + 0.5 - middle) / reach, 0);
    const weights = Array.from({ length: last - first + 1 }, (_, at) => near(first + at));
    const sum = weights.reduce((one, other) => one + other);
    return { first, weights: weights.map((one) => one / sum) };
  });
}
