// Boxes in, boxes out: the arithmetic between the finder's networks, `meso/faces/boxes.py`.
//
// A box is {edges: [left, top, right, bottom], confidence}, and may have more.

const MOST = 1000; // boxes compared with each other: more are found in noise only

/** The surest first, without those that overlap a surer one by more than `most`.
 *
 *  A box that was itself left out leaves out others, too.
 */
export function apart(boxes, most, { ofSmaller = false } = {}) {
  const surest = boxes.toSorted((one, other) => other.confidence - one.confidence).slice(0, MOST);
  return surest.filter((box, place) =>
    surest.slice(0, place).every((surer) => overlap(surer.edges, box.edges, ofSmaller) <= most),
  );
}

/** The box with its shorter side as long as the longer one, about the same middle. */
export function square(box) {
  const [left, top, right, bottom] = box.edges;
  const side = Math.max(right - left, bottom - top);
  const x = (left + right - side) / 2, y = (top + bottom - side) / 2;
  return { ...box, edges: [x, y, x + side, y + side] };
}

/** The box with each edge moved by an offset, in units of the box as the networks count it. */
export function moved(box, offsets) {
  const [left, top, right, bottom] = box.edges;
  const size = [right - left + 1, bottom - top + 1];
  return { ...box, edges: box.edges.map((edge, at) => edge + offsets[at] * size[at % 2]) };
}

/** How much two boxes overlap: of their union, or of the smaller. */
function overlap(one, other, ofSmaller) {
  const across = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const down = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  const shared = Math.max(across, 0) * Math.max(down, 0);
  const areas = [one, other].map(([left, top, right, bottom]) => (right - left) * (bottom - top));
  const of = ofSmaller ? Math.min(...areas) : areas[0] + areas[1] - shared;
  return of > 0 ? shared / of : 0;
}
