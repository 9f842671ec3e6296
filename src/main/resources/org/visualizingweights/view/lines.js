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

  get chart() {
    return this.#chart;
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
    return step === null || x.length === 0 ? -1 : this.#chart.plot.valToIdx(step);
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
    for (const {label, colour, dash, width, band} of series) {
      if (band) {
        bands.push({series: [uplotSeries.length + 2, uplotSeries.length + 1], fill: `${colour}33`});
        uplotSeries.push(...['low', 'high'].map((end) =>
            ({label: `${label} ${end}`, stroke: 'transparent', width: 0, points: {show: false}})));
      }
      uplotSeries.push({label, stroke: colour, width: width ?? 1.5, dash,
        points: {show: false}, spanGaps: false});
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
        values: (u, splits) => splits.map((v) => (v === null ? '' : format(v))),
      },
      series: uplotSeries,
      bands,
      showSteps,
      epochColour: 'grid',
    });
  }
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
    const bend = (x) => Math.sinh(x);
    const pad = (Math.asinh(max) - Math.asinh(min)) * 0.05 || 0.5;
    return {min: bend(Math.asinh(min) - pad), max: bend(Math.asinh(max) + pad), kind};
  }
  const pad = (max - min) * 0.06 || Math.abs(max) * 0.1 || 1;
  return {min: min >= 0 && min < (max - min) ? 0 : min - pad, max: max + pad, kind};
}

/** Linear, unless most values would lie on one line at the bottom. */
export function kindOf(lists) {
  const sizes = lists.flat().filter((x) => x !== null && x !== 0).map(Math.abs).sort((a, b) => a - b);
  const middle = sizes[sizes.length >> 1] ?? 0;
  return (sizes.at(-1) ?? 0) > 60 * middle ? 'asinh' : 'linear';
}
