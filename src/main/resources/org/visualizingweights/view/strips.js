// A strip: the histograms of one layer, column by column, drawn onto uPlot's canvas.
import {Chart, LEFT} from 'view/chart.js';
import {reach} from 'view/columns.js';
import {rowTicks} from 'view/ticks.js';

const FRINGE = 12;
const GAP = 2;
const HEIGHT = 120;
const MANY = 8;

/** Less than a thousandth is not worth a pixel of a fringe. */
const SPECK = 0.001;

/** The height of each of so many rows: together about the same, and whole pixels. */
export function rowHeight(rows, strips) {
  return Math.max(1, Math.round((strips > MANY ? HEIGHT / 2 : HEIGHT) / rows));
}

/** What a strip shows at a height: a row, or what lies outside of the rows. */
class Layout {
  constructor(rows, pixels, above, below) {
    this.rows = rows;
    this.pixels = pixels;
    this.strip = rows * pixels;
    this.top = above ? FRINGE + GAP : 0;
    this.height = this.top + this.strip + (below ? GAP + FRINGE : 0);
  }

  /** The number of a row, or 'above' or 'below'. */
  at(y) {
    if (y < this.top) {
      return 'above';
    }
    const row = this.rows - 1 - Math.floor((y - this.top) / this.pixels);
    return row >= 0 ? row : 'below';
  }

  /** The middle of a row, from the top. */
  middle(row) {
    if (row === 'above' || row === 'below') {
      return row === 'above' ? FRINGE / 2 : this.height - FRINGE / 2;
    }
    return this.top + (this.rows - row - 0.5) * this.pixels;
  }
}

export class Strip {
  #images = null;
  #columns = null;
  #data = null;

  /**
   * @param rows [{from, to, label}] from low to high
   * @param strips how many there are, which is why they may be low
   * @param above whether there is a fringe above, and below one below
   */
  constructor(host, group, {rows, strips, above, below, showSteps}) {
    this.rows = rows;
    this.layout = new Layout(rows.length, rowHeight(rows.length, strips), above, below);
    const {height, strip, top, pixels} = this.layout;
    const bottom = height - top - strip;
    const ticks = rowTicks(rows, pixels).map(({row, label}) => ({y: bottom + row * pixels, label}));
    this.chart = new Chart(host, group, {
      height,
      y: {range: () => [0, height]},
      axis: {
        label: 'activation',
        labelSize: 15,
        labelGap: 0,
        size: LEFT - 15,
        grid: {show: false},
        splits: () => ticks.map(({y}) => y),
        values: () => ticks.map(({label}) => label),
      },
      series: [{show: false}],
      showSteps,
      cursorY: true,
      draw: (chart, context, box) => this.#draw(context, box),
      epochColour: 'epoch',
    });
  }

  destroy() {
    this.chart.destroy();
  }

  /**
   * @param columns {start, steps, per, every, …} as they came
   * @param data {cells: a number for each row of each column; above, below, broken: shares, drawn
   *     as bars, or, with `whole`, as one more cell}
   * @param scale that has the colour of a cell's number
   */
  show(columns, data, scale) {
    this.#columns = columns;
    this.#data = data;
    this.#images = columns.start.length === 0 ? null : this.#paint(scale);
    this.chart.setData([columns.start, columns.start.map(() => null)]);
  }

  /** One pixel a column and row; a column without a step stays empty. */
  #paint(scale) {
    const {start} = this.#columns;
    const wide = reach(this.#columns);
    const unit = this.#columns.per;
    const width = Math.round((start.at(-1) + wide - start[0]) / unit);
    const images = {
      cells: canvas(width, this.rows.length),
      above: canvas(width, FRINGE),
      below: canvas(width, FRINGE),
    };
    const {cells, above, below, broken, whole} = this.#data;
    const places = this.#places(wide);
    const rows = this.rows.length;
    fill(images.cells, places, rows, (column, y) => scale.colour(cells[column][rows - 1 - y]));
    if (whole) {
      fill(images.above, places, FRINGE, (column) => scale.colour(above[column]));
      fill(images.below, places, FRINGE, (column) => scale.colour(below[column]));
      return images;
    }
    const outside = packed(this.chart.ink.outside);
    const notFinite = packed(this.chart.ink.broken);
    fill(images.above, places, FRINGE, (column, y) => {
      const up = FRINGE - 1 - y;
      return up < bar(above[column]) ? outside
          : up < bar(above[column] + broken[column]) ? notFinite : 0;
    });
    fill(images.below, places, FRINGE, (column, y) => (y < bar(below[column]) ? outside : 0));
    return images;
  }

  /** For each pixel from left to right the number of its column; undefined where there is none. */
  #places(wide) {
    const {start, per} = this.#columns;
    const places = [];
    start.forEach((step, column) => {
      const x = (step - start[0]) / per;
      for (let i = 0; i < wide / per; i++) {
        places[x + i] = column;
      }
    });
    return places;
  }

  #draw(context, box) {
    const ratio = box.height / this.layout.height;
    const {top, strip, height} = this.layout;
    const bands = [['cells', top, strip]];
    if (top > 0) {
      bands.push(['above', 0, FRINGE]);
    }
    if (height > top + strip) {
      bands.push(['below', top + strip + GAP, FRINGE]);
    }
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    context.imageSmoothingEnabled = false;
    for (const [name, y, high] of bands) {
      const from = Math.round(box.top + y * ratio);
      const to = Math.round(box.top + (y + high) * ratio);
      context.fillStyle = this.chart.ink.ground;
      context.fillRect(box.left, from, box.width, to - from);
      if (this.#images) {
        this.#drawImage(context, this.#images[name], from, to - from);
      }
    }
    context.restore();
  }

  /** Draws the part of an image that is in view; far zoomed in, the rest would be very wide. */
  #drawImage(context, image, y, height) {
    const {start, per} = this.#columns;
    const first = start[0] - 0.5;
    const {min, max} = this.chart.plot.scales.x;
    const left = Math.max(0, Math.floor((min - first) / per));
    const right = Math.min(image.width, Math.ceil((max - first) / per));
    if (right > left) {
      const x = this.chart.x(first + left * per);
      const end = this.chart.x(first + right * per);
      context.drawImage(image, left, 0, right - left, image.height, x, y, end - x, height);
    }
  }
}

function bar(share) {
  return share >= SPECK ? Math.ceil(Math.min(1, share) * FRINGE) : 0;
}

function canvas(width, height) {
  const made = document.createElement('canvas');
  made.width = width;
  made.height = height;
  return made;
}

function fill(image, places, rows, colour) {
  const context = image.getContext('2d');
  const data = context.createImageData(image.width, rows);
  const pixels = new Uint32Array(data.data.buffer);
  for (let x = 0; x < image.width; x++) {
    if (places[x] !== undefined) {
      for (let y = 0; y < rows; y++) {
        pixels[y * image.width + x] = colour(places[x], y);
      }
    }
  }
  context.putImageData(data, 0, 0);
}

/** A colour such as #d55e00 as a pixel. */
function packed(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return new Uint32Array(new Uint8ClampedArray([r, g, b, 255]).buffer)[0];
}
