// The weights: the kernels of the first convolution as pictures, and how large the weights of
// each layer are, their gradients and updates, and how far they are from where they began.
import {lineColour} from 'view/colours.js';
import {el, show, visible} from 'view/dom.js';
import {firsts, groupsOf} from 'view/layers.js';
import {LineGrid, cellsOf} from 'view/linegrid.js';
import {count, counted, finite, percent, value} from 'view/numbers.js';

const LETTERS = ['A', 'B'];
const ACROSS = 16;
const NORMS = [
  ['gradient', 'Gradient', 'norm of the gradient of the loss: does it reach the first layers?'],
  ['update', 'Update', 'norm of what a step adds to the weights'],
  ['weight', 'Weight', 'norm of the weights'],
  ['change', 'Change', 'distance of the weights from their start, relative to their norm there'],
];

/** The kernels of one run: at the start, now, and what lies between. */
export class Kernels {
  constructor(letter) {
    this.title = el('p', {class: 'kernels-title'});
    this.letter = letter;
    this.pictures = [['start', 'at the start'], ['now', 'now'], ['change', 'difference']]
        .map(([key, text]) => {
          const canvas = el('canvas', {role: 'img'});
          const caption = el('figcaption', {}, text);
          return {key, canvas, caption, figure: el('figure', {class: 'kernels'}, canvas, caption)};
        });
    this.element = el('div', {class: 'kernels-of-run'}, this.title,
        el('div', {class: 'kernels-row'}, this.pictures.map(({figure}) => figure)));
  }

  show(kernels) {
    const {channels, height, width, step, vertex} = kernels;
    const start = floats(kernels.start);
    const now = floats(kernels.now);
    const change = now.map((w, i) => w - start[i]);
    const size = Math.max(largest(start), largest(now)) || 1;
    const moved = largest(change);
    const far = norm(change) / (norm(start) || 1);
    this.title.replaceChildren(
        this.letter ? el('span', {class: `letter letter-${this.letter}`}, this.letter) : '', ' ',
        `${counted(kernels.count, 'kernel')} of ${vertex}, ${width} × ${height}, at step `
        + `${count(step)}: ${Number.isFinite(far)
            ? `changed by ${percent(far)} of the norm at the start` : 'NaN or infinite'}`);
    const texts = {
      start: ['at the start', size, `the first weights, largest ${value(largest(start))}`],
      now: [`step ${count(step)}`, size, `the weights, largest ${value(largest(now))}`],
      change: [moved === 0 ? 'difference: none'
          : `difference, shown with ${value(size / moved)} times the contrast`, moved || 1,
      `what lies between, largest ${value(moved)}`],
    };
    for (const {key, canvas, caption} of this.pictures) {
      const [text, scale, description] = texts[key];
      paint(canvas, {start, now, change}[key], scale, {count: kernels.count, channels, height, width});
      caption.textContent = visible(text);
      canvas.setAttribute('aria-label', visible(`Kernels of ${vertex}: ${description}`));
    }
  }
}

/** All kernels, ACROSS in a row, a pixel a weight; grey is zero, in all pictures alike. */
function paint(canvas, weights, size, shape) {
  const {count: n, channels, height, width} = shape;
  const across = Math.min(ACROSS, n);
  canvas.width = across * (width + 1) - 1;
  canvas.height = Math.ceil(n / across) * (height + 1) - 1;
  canvas.style.aspectRatio = `${canvas.width} / ${canvas.height}`;
  const context = canvas.getContext('2d');
  const plane = height * width;
  for (let k = 0; k < n; k++) {
    const image = context.createImageData(width, height);
    for (let i = 0; i < plane; i++) {
      for (let c = 0; c < 3; c++) {
        const w = weights[(k * channels + (channels === 3 ? c : 0)) * plane + i];
        image.data[4 * i + c] = Number.isFinite(w) ? 127.5 + 127.5 * (w / size) : 255;
      }
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, (k % across) * (width + 1), Math.floor(k / across) * (height + 1));
  }
}

/** 32-bit floats, little-endian, in base 64. */
function floats(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({length: bytes.length / 4}, (_, i) => view.getFloat32(4 * i, true));
}

function largest(weights) {
  return weights.reduce((most, w) => (Number.isFinite(w) ? Math.max(most, Math.abs(w)) : most), 0);
}

function norm(weights) {
  return Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
}

/** The norms of the layers that are picked. */
export class Norms extends LineGrid {
  #key = '';

  /** @param onpick called with the names of the layers that are to be drawn */
  constructor(host, group, onpick) {
    super(el('div', {class: 'grid'}), group);
    this.onpick = onpick;
    this.picker = el('div', {class: 'layers'});
    this.none = el('p', {class: 'hint'}, 'Pick a layer to see its norms.');
    host.append(el('details', {class: 'pick'},
        el('summary', {}, 'Layers to draw'), this.picker), this.none, this.host);
  }

  /** @param parameters one for each run, as they came */
  show(runs, parameters, view, dark) {
    const groups = groupsOf(parameters);
    const all = [...groups.values()].flat();
    const picked = (view.layers ?? firsts(groups)).filter((name) => all.includes(name));
    this.#showPicker(groups, picked);
    show(this.none, picked.length === 0);
    const over = view.compare === 'difference';
    super.show(picked.length === 0 ? [] : NORMS.map(([key, title, note]) => ({
      key,
      title,
      note,
      kind: 'log',
      height: 130,
      format: value,
      cells: cellsOf(parameters.map(({steps, layers}, k) => ({
        letter: LETTERS[k],
        x: steps,
        marks: runs[k].epochs.map(({lastStep}) => lastStep),
        series: layers.filter(({name}) => picked.includes(name)).map((layer) => ({
          label: layer.frozen ? `${layer.name} (frozen)` : layer.name,
          colour: lineColour(picked.indexOf(layer.name), dark),
          dash: picked.indexOf(layer.name) >= 7 ? [2, 3] : undefined,
          values: finite(layer[key]).map((x) => (x > 0 ? x : null)),
        })),
      })), over),
    })));
  }

  #showPicker(groups, picked) {
    const key = JSON.stringify([...groups]);
    if (key !== this.#key) {
      this.#key = key;
      this.picker.replaceChildren(...[...groups].map(([group, names]) => el('fieldset', {},
          names.length === 1 && names[0] === group ? null : el('legend', {}, group),
          names.map((name) => el('label', {},
              el('input', {type: 'checkbox', value: name, onchange: () => this.#pick()}),
              name)))));
    }
    for (const box of this.picker.querySelectorAll('input')) {
      box.checked = picked.includes(box.value);
    }
  }

  #pick() {
    this.onpick([...this.picker.querySelectorAll('input:checked')].map((box) => box.value));
  }
}
