// A file in, its pixels out: upright, on white where it was see-through, its colours as they stand.

import { rgbOf } from "./picture.js";

const MOST_PIXELS = 16_000_000; // what the canvas of a phone holds
const PATCHES = [[200, 30, 60], [10, 140, 250]]; // two colours to try a canvas with

/** {picture, before, after}: an RGB picture, and how many pixels the photo had and has. */
export async function readPhoto(file) {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
  const before = bitmap.width * bitmap.height;
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / before));
  const width = Math.floor(bitmap.width * scale), height = Math.floor(bitmap.height * scale);
  const context = canvasOf(width, height);
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const picture = rgbOf(context.getImageData(0, 0, width, height));
  return { picture, before, after: width * height };
}

/** Whether a canvas gives back what was drawn: some browsers alter it, to guard who uses them. */
export function givesTruePixels() {
  const context = canvasOf(64, 64);
  PATCHES.forEach((rgb, at) => {
    context.fillStyle = `rgb(${rgb})`;
    context.fillRect(32 * at, 0, 32, 64);
  });
  const { data } = rgbOf(context.getImageData(0, 0, 64, 64));
  return data.every((number, at) => number === PATCHES[at % 192 < 96 ? 0 : 1][at % 3]);
}

function canvasOf(width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  return canvas.getContext("2d", { willReadFrequently: true });
}
