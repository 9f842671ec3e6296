// Lines over steps, with bands around them, on the same axis of steps as the strips.
import uPlot from 'uplot';
import {Chart} from 'view/chart.js';
import {tick} from 'view/numbers.js';

const DISTRIBUTION = {linear: 1, log: 3, asinh: 4};

export class Lines {
  #chart = null;
  #kind = '';
  #data = null;

  constructor(host, group, {height = 110, showSteps = false, format = tick} = {}) {
    this.host = host;
    this.group = group;
    this.options = {height, showSteps, format};
  }

  destroy() {
    this.#chart?.destroy();
  }

  /**
   * @param x steps
   * @param series [{label, colour, dash, band: [low, high] or none, values}]; null is a gap
   * @param range {min, max, kind: 'linear', 'log' or 'asinh'}
   * @param marks last steps of epochs
   */
  show(x, series, range, marks) {
    this.#data = {x, series, range, marks};
    const kind = JSON.stringify([range.kind, series.map(({label, colour, dash, band}) =>
        [label, colour, dash, Boolean(band)])]);
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#chart?.destroy();
      this.#chart = this.#make(series, range.kind);
    }
    this.#chart.setMarks(marks);
    this.#chart.setData([x, ...series.flatMap(({values, band}) => [...(band ?? []), values])]);
  }

  /** The index of the value that is nearest to a step, or -1. */
  nearest(step) {
    const x = this.#data?.x ?? [];
    if (step === null || x.length === 0) {
      return -1;
    }
    const after = x.findIndex((other) => other >= step);
    if (after <= 0) {
      return after < 0 ? x.length - 1 : 0;
    }
    return x[after] - step < step - x[after - 1] ? after : after - 1;
  }

  get series() {
    return this.#data?.series ?? [];
  }

  /** Makes one line stand out; null: none. */
  emphasise(label) {
    let i = 1;
    for (const {label: name, band} of this.series) {
      i += band ? 2 : 0;
      this.#chart.plot.series[i].alpha = label === null || label === name ? 1 : 0.2;
      i++;
    }
    this.#chart.plot.redraw(false, false);
  }

  #make(series, kind) {
    const {height, showSteps, format} = this.options;
    const bands = [];
    const uplotSeries = [];
    for (const {label, colour, dash, band, points} of series) {
      if (band) {
        bands.push({series: [uplotSeries.length + 2, uplotSeries.length + 1], fill: `${colour}33`});
        uplotSeries.push(...['low', 'high'].map((end) =>
            ({label: `${label} ${end}`, stroke: 'transparent', width: 0, points: {show: false}})));
      }
      uplotSeries.push({label, stroke: colour, width: points ? 0 : 1.5, dash, spanGaps: false,
        points: {show: Boolean(points), size: 9, fill: colour}});
    }
    return new Chart(this.host, this.group, {
      height,
      y: {
        distr: DISTRIBUTION[kind],
        asinh: 1,
        range: () => [this.#data.range.min, this.#data.range.max],
      },
      axis: {
        space: 26,
        splits: kind === 'linear' ? undefined : () => decades(this.#data.range, height),
        filter: (u, splits) => splits,
        values: (u, splits) => splits.map((v) => (v === null ? '' : format(v))),
      },
      series: uplotSeries,
      bands,
      showSteps,
      epochColour: 'grid',
    });
  }
}

/** Powers of ten, and zero where there is, as far from each other as their labels need. */
function decades({min, max, kind}, height) {
  const bend = kind === 'log' ? Math.log : Math.asinh;
  const room = 18 / height * (bend(max) - bend(min));
  const all = kind === 'log' ? [] : [0];
  for (let power = kind === 'log' ? -45 : 0; power <= 38; power++) {
    for (const times of kind === 'log' ? [1, 2, 5] : [1]) {
      all.push(times * 10 ** power, ...(kind === 'log' ? [] : [-times * 10 ** power]));
    }
  }
  const inside = all.filter((x) => x >= min && x <= max);
  const kept = [];
  const round = (x) => (x === 0 ? 0 : Math.abs(Math.log10(Math.abs(x)) % 1) < 1e-9 ? 1 : 2);
  for (const x of inside.sort((a, b) => round(a) - round(b) || Math.abs(a) - Math.abs(b))) {
    if (kept.every((y) => Math.abs(bend(x) - bend(y)) >= room)) {
      kept.push(x);
    }
  }
  return kept.sort((a, b) => a - b);
}

/** A range that holds all values of some lists: rounded, and never empty. */
export function rangeOf(lists, kind = 'linear') {
  let min = Infinity;
  let max = -Infinity;
  for (const list of lists) {
    for (const x of list) {
      if (x !== null && (kind !== 'log' || x > 0)) {
        min = Math.min(min, x);
        max = Math.max(max, x);
      }
    }
  }
  if (min > max) {
    return kind === 'log' ? {min: 0.1, max: 1, kind} : {min: 0, max: 1, kind};
  }
  if (kind === 'log') {
    const [low, high] = uPlot.rangeLog(min, max, 10, max / min > 1000);
    return {min: low, max: high > low ? high : low * 10, kind};
  }
  if (kind === 'asinh') {
    const pad = (Math.asinh(max) - Math.asinh(min)) * 0.05 || 0.5;
    return {min: Math.sinh(Math.asinh(min) - pad), max: Math.sinh(Math.asinh(max) + pad), kind};
  }
  const pad = (max - min) * 0.06 || Math.abs(max) * 0.1 || 1;
  return {min: min >= 0 && min < (max - min) ? 0 : min - pad, max: max + pad, kind};
}

/** Linear, unless the values of one of the lists would lie on one line at the bottom. */
export function kindOf(lists) {
  const sorted = lists.map((list) =>
      list.filter((x) => x !== null && x !== 0).map(Math.abs).sort((a, b) => a - b))
      .filter((sizes) => sizes.length > 0);
  const largest = Math.max(...sorted.map((sizes) => sizes.at(-1)));
  return sorted.some((sizes) => largest > 30 * sizes[sizes.length >> 1]) ? 'asinh' : 'linear';
}
