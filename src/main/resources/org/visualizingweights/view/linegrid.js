// Charts of lines with titles and legends, under each other, for one run or two side by side.
import {el} from 'view/dom.js';
import {tick} from 'view/numbers.js';
import {Lines, rangeOf} from 'view/lines.js';

/** A chart, its title, and a legend that tells the values at the cursor. */
class LineFigure {
  #values = [];
  #labels = '';

  constructor(panel, letter, group, showSteps) {
    this.legend = el('span', {class: 'legend'});
    const plot = el('div', {class: 'plot'});
    this.element = el('figure', {class: 'lines', role: 'group', tabindex: '0'},
        el('figcaption', {},
            el('b', {}, panel.title),
            letter ? el('span', {class: `letter letter-${letter}`}, letter) : null,
            panel.note ? el('span', {class: 'note'}, panel.note) : null,
            this.legend),
        plot);
    this.title = `${panel.title}${letter ? ` ${letter}` : ''}`;
    this.element.setAttribute('aria-label', `${this.title}, lines over steps: ${panel.note}`);
    this.format = panel.format ?? tick;
    this.lines = new Lines(plot, group, {height: panel.height, showSteps,
      format: panel.tickFormat ?? tick});
  }

  show(cell, range) {
    this.lines.show(cell.x, cell.series, range, cell.marks);
    const labels = JSON.stringify(cell.series.map(({label, colour}) => [label, colour]));
    if (labels !== this.#labels) {
      this.#labels = labels;
      this.#values = cell.series.map(() => el('span', {class: 'value'}));
      this.legend.replaceChildren(...cell.series.map((series, i) => this.#chip(series, i)));
    }
    this.point(this.lines.group.step);
  }

  point(step) {
    const i = this.lines.nearest(step);
    this.lines.series.forEach(({values}, k) => {
      const known = i >= 0 && values[i] !== null && values[i] !== undefined;
      this.#values[k].textContent = known ? this.format(values[i]) : '';
    });
  }

  /** The values at a step in words. */
  text(step) {
    const i = this.lines.nearest(step);
    return `${this.title}: ` + this.lines.series
        .filter(({values}) => i >= 0 && values[i] !== null && values[i] !== undefined)
        .map(({label, values}) => `${label} ${this.format(values[i])}`.trim())
        .join(', ');
  }

  #chip({label, colour, dash}, i) {
    const stand = () => this.lines.emphasise(label);
    const rest = () => this.lines.emphasise(null);
    const style = `border-top: 3px ${dash ? 'dashed' : 'solid'} ${colour}`;
    return el('span', {class: 'chip', onpointerenter: stand, onpointerleave: rest},
        label ? el('span', {class: 'line-sample', style}) : null,
        label ? el('span', {class: 'chip-name', title: label}, label) : null, this.#values[i]);
  }
}

export class LineGrid {
  #structure = '';
  #figures = [];

  constructor(host, group) {
    this.host = host;
    this.group = group;
  }

  /**
   * @param panels [{key, title, note, format, height, kind, min, max,
   *     cells: [{letter, x, series, marks}]}], each with as many cells as there are runs side by
   *     side; those of a panel have the same axis
   */
  show(panels) {
    const structure = JSON.stringify(panels.map(({key, title, cells}) =>
        [key, title, cells.map(({letter}) => letter)]));
    if (structure !== this.#structure) {
      this.#build(panels);
      this.#structure = structure;
    }
    let next = 0;
    for (const panel of panels) {
      const range = {...rangeOf(panel.cells.flatMap(({series}) => series.flatMap(
          ({values, band}) => [values, ...(band ?? [])])), panel.kind)};
      range.min = panel.min ?? range.min;
      range.max = panel.max ?? range.max;
      for (const cell of panel.cells) {
        this.#figures[next++].show(cell, range);
      }
    }
  }

  point(step) {
    this.#figures.forEach((figure) => figure.point(step));
  }

  get figures() {
    return this.#figures;
  }

  #build(panels) {
    this.#figures.forEach((figure) => figure.lines.destroy());
    this.#figures = [];
    this.host.replaceChildren();
    this.host.classList.toggle('two', panels.some(({cells}) => cells.length > 1));
    panels.forEach((panel, i) => panel.cells.forEach((cell) => {
      const figure = new LineFigure(panel, cell.letter, this.group, i === panels.length - 1);
      this.#figures.push(figure);
      this.host.append(figure.element);
    }));
  }
}

/**
 * The cells of a panel: a cell a run, or, for runs over each other, one cell with the lines of
 * both, those of the second dashed.
 *
 * @param runs [{letter, x, series, marks}]
 */
export function cellsOf(runs, over) {
  if (runs.length === 1) {
    return [{...runs[0], letter: null}];
  }
  if (!over) {
    return runs;
  }
  const x = [...new Set(runs.flatMap((run) => run.x))].sort((a, b) => a - b);
  const series = runs.flatMap((run, k) => {
    const place = new Map(run.x.map((step, i) => [step, i]));
    const spread = (list) => x.map((step) => list[place.get(step)] ?? null);
    return run.series.map((line) => ({
      ...line,
      label: `${line.label} ${run.letter}`.trim(),
      dash: k === 0 ? line.dash : [5, 4],
      values: spread(line.values),
      band: line.band && line.band.map(spread),
    }));
  });
  return [{letter: null, x, series, marks: runs[0].marks}];
}
