// Counts as colours: viridis, and blue to orange for differences; both can be told apart by
// colour-blind people.
import {count} from 'view/numbers.js';

const SIZE = 256;

/** Every fifth colour of viridis, which its authors give to the public (CC0). */
const VIRIDIS = (
    '44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a3a538b'
    + '38598c355e8d33638d31688e2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d20928c1f978b'
    + '1e9c891fa18821a58524aa8328ae802eb37c35b7793dbc7446c06f50c46a5ac86465cb5e70cf577cd250'
    + '89d54895d840a2da37b0dd2fbddf26cae11fd8e219e5e419f1e51dfde725').match(/.{6}/g);

/** Ends of the differences: more in A, the same, more in B; on light paper and on dark. */
const DIFFERENCE = {
  light: ['08306b', '2171b5', '8fc1e3', 'f4f4f2', 'fdae6b', 'd94801', '7f2704'],
  dark: ['a3d3ff', '4f9be0', '28639e', '1b1d22', '9c5210', 'f08628', 'ffc685'],
};

/** Colours of lines, by Okabe and Ito; two of them differ between light and dark paper. */
const LINES = {
  light: ['#0072b2', '#d55e00', '#009e73', '#b3538a', '#8a6d00', '#3b9ed8', '#1a1a1a'],
  dark: ['#56b4e9', '#ff8a3d', '#2fc79a', '#e58fc0', '#f0e442', '#8f9bff', '#f2f2f2'],
};

export function lineColour(i, dark) {
  const colours = dark ? LINES.dark : LINES.light;
  return colours[i % colours.length];
}

/** SIZE colours through the stops, as pixels of an ImageData seen as Uint32Array. */
function ramp(stops) {
  const colours = stops.map((hex) => [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  const pixels = new Uint8ClampedArray(SIZE * 4);
  for (let i = 0; i < SIZE; i++) {
    const place = (i / (SIZE - 1)) * (colours.length - 1);
    const k = Math.min(Math.floor(place), colours.length - 2);
    const mixed = colours[k].map((c, j) => c + (colours[k + 1][j] - c) * (place - k));
    pixels.set([...mixed.map(Math.round), 255], i * 4);
  }
  return new Uint32Array(pixels.buffer);
}

const viridis = ramp(VIRIDIS);
const differences = {light: ramp(DIFFERENCE.light), dark: ramp(DIFFERENCE.dark)};

/** Counts per step, from none (purple) to the largest (yellow). */
export class CountScale {
  constructor(largest, log) {
    this.largest = Math.max(1, largest);
    this.log = log;
    this.most = log ? Math.log1p(this.largest) : this.largest;
    this.palette = viridis;
  }

  /** Where a count is on the colour bar, from 0 to 1. */
  place(n) {
    return (this.log ? Math.log1p(n) : n) / this.most;
  }

  colour(n) {
    return this.palette[Math.round(Math.min(1, this.place(n)) * (SIZE - 1))];
  }

  /** Counts to name under the bar. */
  ticks() {
    const round = this.log ? [0, ...powers(1, this.largest * 0.6)] : fifths(this.largest);
    return [...round, this.largest].map((n) => ({place: this.place(n), label: short(n)}));
  }
}

/** Differences of shares, from more in A (blue) by none to more in B (orange). */
export class DifferenceScale {
  /** Where the logarithm begins: a hundredth of a percent. */
  static #FINE = 1e-4;

  constructor(largest, log, dark) {
    this.largest = Math.max(1e-3, largest);
    this.log = log;
    this.palette = dark ? differences.dark : differences.light;
  }

  place(share) {
    const size = Math.abs(share);
    const part = this.log
        ? Math.log1p(size / DifferenceScale.#FINE) / Math.log1p(this.largest / DifferenceScale.#FINE)
        : size / this.largest;
    return 0.5 + Math.sign(share) * Math.min(1, part) / 2;
  }

  colour(share) {
    return this.palette[Math.round(this.place(share) * (SIZE - 1))];
  }

  ticks() {
    const sizes = this.log ? powers(1e-3, this.largest * 0.6) : [this.largest / 2];
    const all = [...sizes, this.largest];
    return [...all.map((x) => -x).reverse(), 0, ...all]
        .map((x) => ({place: this.place(x), label: signedPercent(x)}));
  }
}

/** A colour bar with its counts, from left to right. */
export function drawBar(canvas, scale) {
  canvas.width = SIZE;
  canvas.height = 1;
  const image = new ImageData(SIZE, 1);
  new Uint32Array(image.data.buffer).set(scale.palette);
  canvas.getContext('2d').putImageData(image, 0, 0);
}

function powers(from, to) {
  const all = [];
  for (let x = from; x <= to * (1 + 1e-9); x *= 10) {
    all.push(x);
  }
  return all;
}

function fifths(largest) {
  return [0, 1, 2, 3].map((i) => largest * i / 4);
}

function short(n) {
  return n >= 10_000 ? `${count(n / 1000)}k` : count(n);
}

function signedPercent(share) {
  const size = Math.abs(share) * 100;
  const text = size === 0 ? '0' : `${Number(size.toPrecision(2))}%`;
  return share > 0 ? `+${text}` : share < 0 ? `\u2212${text}` : text;
}
