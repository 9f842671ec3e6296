// The strips of one run, of two side by side, or of their difference: layer under layer.
import {LEFT, RIGHT} from 'view/chart.js';
import {align, columnAt, joinUpTo, rowsOf, smallest} from 'view/columns.js';
import {CountScale, DifferenceScale, drawBar} from 'view/colours.js';
import {el, visible} from 'view/dom.js';
import {count, percent, value} from 'view/numbers.js';
import {Strip} from 'view/strips.js';
import {columnText, differenceText, outsideText, pointText, rowName, stepsOf, stripText}
  from 'view/words.js';

const LETTERS = ['A', 'B'];

export class Picture {
  #structure = '';
  #cells = [];
  #heads = [];
  #runs = [];
  /** Whether a strip gets the focus only because it takes the place of one that had it. */
  refocusing = false;

  constructor(host, group) {
    this.host = host;
    this.group = group;
  }

  /** Every cell that is shown: {element, strip, text(step, row), …}. */
  get cells() {
    return this.#cells;
  }

  /**
   * @param runs one or two, with their details
   * @param columns one for each run
   * @param view what is looked at
   * @return what the colour bar has to show: {scale, shared, difference, broken}
   */
  show(runs, columns, view, dark) {
    this.#runs = runs;
    const difference = view.compare === 'difference' && runs.length === 2;
    const models = modelsOf(columns, difference);
    const structure = JSON.stringify(models.map((row) => row.map((model) => model && [
      model.kind, model.name, model.rows, model.above, model.below, runs.map((run) => run.id)])));
    if (structure !== this.#structure) {
      this.#build(models, runs, difference ? namesOf(columns) : null);
      this.#structure = structure;
    }
    models.flat().filter(Boolean).forEach((model, i) => {
      this.#cells[i].model = model;
    });
    const scales = this.#scales(view, dark);
    for (const cell of this.#cells) {
      cell.run = runs[cell.k ?? 0];
      cell.strip.chart.setMarks(cell.run.epochs.map(({lastStep}) => lastStep));
      cell.strip.show(cell.model.columns, cell.model.data, scales.of(cell));
      cell.showScale(view.shared ? null : scales.of(cell));
    }
    this.#heads.forEach((head, k) => head.show(runs[k]));
    this.point(this.group.step);
    const broken = this.#cells.some(({model}) => model.data.broken.some((share) => share > 0));
    return {scale: scales.shared, shared: view.shared, difference: scales.difference, broken};
  }

  /** Writes the numbers of a step beside each strip; null: those of all steps in view. */
  point(step) {
    for (const cell of this.#cells) {
      cell.stats.textContent = visible(statsOf(cell.model, step));
    }
  }

  /** Says what each strip shows. */
  describe() {
    for (const {element, model} of this.#cells) {
      element.setAttribute('aria-label', visible(summaryOf(model)));
    }
  }

  /** @param differing names of the layers whose differences the models are; null: they are none */
  #build(models, runs, differing) {
    const focused = this.#cells.find(({element}) => element === document.activeElement)?.model.name;
    this.#cells.forEach((cell) => cell.strip.destroy());
    this.#cells = [];
    this.host.replaceChildren();
    const two = runs.length === 2 && !differing;
    this.host.classList.toggle('two', two);
    this.#heads = (two ? runs : [runs[0]]).map((run, k) =>
        new EpochLabels(run, this.group, two ? LETTERS[k] : null));
    this.host.append(...this.#heads.map(({element}) => element));
    models.forEach((row, i) => row.forEach((model, k) => {
      if (model) {
        this.#cells.push(this.#cell(model, runs, two ? k : null, models.length,
            i === models.findLastIndex((other) => other[k])));
      } else if (!differing) {
        this.host.append(el('p', {class: 'absent'}, 'not captured in this run'));
      }
    }));
    const without = differing?.filter((name, i) => !models[i][0]) ?? [];
    if (without.length > 0) {
      this.host.append(el('p', {class: 'absent'},
          `No difference of ${without.join(', ')}: not captured in both runs, or not alike.`));
    }
    this.refocusing = true;
    this.#cells.find(({model}) => model.name === focused)?.element.focus({preventScroll: true});
    this.refocusing = false;
  }

  #cell(model, runs, k, strips, showSteps) {
    const plot = el('div', {class: 'plot'});
    const stats = el('span', {class: 'stats'});
    const bar = el('canvas', {class: 'mini-bar', 'aria-hidden': 'true'});
    const barText = el('span', {class: 'mini-text'});
    const element = el('figure', {class: 'cell', tabindex: '0', role: 'group'},
        el('figcaption', {},
            el('b', {class: 'vertex'}, model.name),
            k === null ? null : el('span', {class: `letter letter-${LETTERS[k]}`}, LETTERS[k]),
            el('span', {class: 'mini', hidden: true}, bar, barText),
            stats),
        plot);
    this.host.append(element);
    const strip = new Strip(plot, this.group, {...model, strips, showSteps});
    const cell = {element, strip, stats, k, run: runs[k ?? 0], model};
    cell.text = (step, row) => (cell.model.kind === 'difference'
        ? differenceText(cell.model, this.#runs, step, row)
        : pointText(cell.model, cell.run, step, row));
    cell.showScale = (scale) => {
      bar.parentElement.hidden = scale === null;
      if (scale) {
        drawBar(bar, scale);
        barText.textContent = scale instanceof DifferenceScale
            ? `±${percent(scale.largest)}` : `0 to ${count(scale.largest)}`;
      }
    };
    return cell;
  }

  /** The scale of each cell: of the same layer in both runs, or of all, the same. */
  #scales(view, dark) {
    const difference = this.#cells.some((cell) => cell.model.kind === 'difference');
    const log = view.colour === 'log';
    const make = (largest) => (difference
        ? new DifferenceScale(largest, log, dark) : new CountScale(largest, log));
    const largest = new Map();
    for (const {model} of this.#cells) {
      const name = view.shared ? '' : model.name;
      largest.set(name, Math.max(largest.get(name) ?? 0, model.largest));
    }
    const scales = new Map([...largest].map(([name, size]) => [name, make(size)]));
    const shared = scales.get('') ?? make(Math.max(0, ...largest.values()));
    return {shared, difference, of: ({model}) => scales.get(view.shared ? '' : model.name)};
  }
}

/** The layers of all runs, each once. */
function namesOf(columns) {
  return [...new Set(columns.flatMap((c) => c.vertices.map((vertex) => vertex.name)))];
}

/** For each layer the models of its cells, from left to right; null where a run lacks the layer. */
function modelsOf(columns, difference) {
  const layers = namesOf(columns).map((name) => {
    const vertices = columns.map((c) => c.vertices.find((vertex) => vertex.name === name));
    return {vertices, tables: tablesOf(vertices)};
  });
  const small = smallest(layers.flatMap(({vertices, tables}) =>
      tables.filter((table, k) => table && vertices[k].classes)));
  return layers.map(({vertices, tables}) => {
    const models = vertices.map((vertex, k) => vertex && modelOf(vertex, columns[k],
        vertex.classes ? joinUpTo(small, tables[k]) : tables[k]));
    if (difference) {
      return [models[0] && models[1] && sameRows(...models) ? differenceOf(...models) : null];
    }
    return models.map((model) => model && {...model,
      above: models.some((other) => other?.above), below: models.some((other) => other?.below)});
  });
}

/** The rows and counts of a layer in each run: the same rows, where they can be brought together. */
function tablesOf(vertices) {
  const aligned = vertices.length === 2 && vertices[0] && vertices[1] ? align(...vertices) : null;
  return aligned
      ?? vertices.map((vertex) => vertex && {rows: rowsOf(vertex), counts: vertex.counts});
}

function sameRows(a, b) {
  return JSON.stringify(a.rows) === JSON.stringify(b.rows);
}

function modelOf(vertex, columns, {rows, counts}) {
  const share = (list) => list.map((n, i) => (vertex.total[i] > 0 ? n / vertex.total[i] : 0));
  const cells = counts.map((column, i) => column.map((n) => n / columns.steps[i]));
  const broken = share(vertex.nans.map((n, i) => n + vertex.infinities[i]));
  const none = counts.map(() => 0);
  return {
    kind: 'counts',
    name: vertex.name,
    vertex,
    rows,
    columns,
    counts,
    above: !vertex.classes || broken.some((n) => n > 0),
    below: !vertex.classes && vertex.below.some((n) => n > 0),
    largest: greatest(cells),
    data: {
      cells,
      above: vertex.classes ? none : share(vertex.above),
      below: vertex.classes ? none : share(vertex.below),
      broken,
    },
  };
}

/** B minus A, in shares of all activations of the column. */
function differenceOf(a, b) {
  const places = new Map(b.columns.start.map((start, j) => [start, j]));
  const pairs = a.columns.start.map((start, i) => [i, places.get(start)])
      .filter(([, j]) => j !== undefined);
  const share = (model, n, i) => (model.vertex.total[i] > 0 ? n / model.vertex.total[i] : 0);
  const cells = pairs.map(([i, j]) => a.counts[i].map((n, row) =>
      share(b, b.counts[j][row], j) - share(a, n, i)));
  const between = (name) => pairs.map(([i, j]) => b.data[name][j] - a.data[name][i]);
  const outside = {above: between('above'), below: between('below'), broken: between('broken')};
  if (a.vertex.classes) {
    outside.above = outside.broken;
  }
  return {
    kind: 'difference',
    name: a.name,
    rows: a.rows,
    a,
    b,
    above: a.above || b.above,
    below: a.below || b.below,
    columns: {...a.columns, start: pairs.map(([i]) => a.columns.start[i]),
      every: Math.max(a.columns.every, b.columns.every)},
    largest: greatest(cells.map((column) => column.map(Math.abs))),
    data: {cells, ...outside, whole: true},
  };
}

function greatest(cells) {
  return cells.reduce((most, column) => column.reduce((a, b) => Math.max(a, b), most), 0);
}

function statsOf(model, step) {
  if (model.kind === 'difference') {
    return step === null ? largestText(model) : meansText(model, step);
  }
  const i = step === null ? -1 : columnAt(model.columns, step);
  return i < 0 ? outsideText(model.vertex, model.rows)
      : columnText(model.vertex, i, model.rows);
}

function meansText({a, b}, step) {
  const part = ({columns, vertex}) => {
    const i = columnAt(columns, step);
    return i < 0 ? 'nothing captured' : `mean ${value(Number(vertex.mean[i]))}`;
  };
  return `A: ${part(a)} · B: ${part(b)}`;
}

/** Where two runs differ most. */
function largestText(model) {
  let most = {size: -1};
  model.data.cells.forEach((column, i) => column.forEach((d, row) => {
    if (Math.abs(d) > most.size) {
      most = {size: Math.abs(d), d, i, row};
    }
  }));
  if (most.size <= 0) {
    return most.size < 0 ? 'no step that both have captured' : 'no difference';
  }
  return `largest: ${percent(most.size)} ${most.d > 0 ? 'more' : 'less'} in B, `
      + `${rowName(model.rows[most.row])}, ${stepsOf(model.a.columns,
          model.a.columns.start.indexOf(model.columns.start[most.i]))}`;
}

function summaryOf(model) {
  return model.kind === 'difference'
      ? `${model.name}, B minus A; ${largestText(model)}` : stripText(model);
}

/** The epochs above the strips of a run, each over its steps, with its validation error. */
class EpochLabels {
  constructor(run, group, letter) {
    this.group = group;
    this.track = el('div', {class: 'epochs-track', style: `margin: 0 ${RIGHT}px 0 ${LEFT}px`});
    this.element = el('div', {class: 'epochs'}, letter === null ? null
        : el('p', {class: 'run-of-strips'},
            el('span', {class: `letter letter-${letter}`}, letter), ' ',
            el('bdi', {}, run.title ?? run.experiment)), this.track);
  }

  /** @param run as it is by now */
  show(run) {
    const {from, to} = this.group.range;
    const width = to - from + 1;
    let first = run.firstStep ?? 0;
    let over = 0;
    const spans = run.epochs.map(({epoch, lastStep, errorRate}) => {
      const left = Math.max(0, first - from) / width;
      const right = Math.min(width, lastStep + 1 - from) / width;
      const name = epoch > over + 1 ? `${over + 1} to ${epoch}` : String(epoch);
      first = lastStep + 1;
      over = epoch;
      return this.#label(name, errorRate, left, right);
    });
    if (run.epochsPlanned > 0 && first <= Math.min(to, run.lastStep)) {
      spans.push(this.#label(String(over + 1), null, Math.max(0, first - from) / width,
          (Math.min(to, run.lastStep) + 1 - from) / width));
    }
    this.track.replaceChildren(...spans.filter(Boolean));
  }

  /** @param name as "7", or, of several, "5 to 8" */
  #label(name, errorRate, left, right) {
    if (right - left < 0.03) {
      return null;
    }
    const error = Number(errorRate);
    const known = errorRate !== null && Number.isFinite(error);
    const long = `${name.includes(' ') ? 'epochs' : 'epoch'} ${name}`;
    const style = `left: ${left * 100}%; width: ${(right - left) * 100}%`;
    return el('span', {class: 'epoch', style, title: long},
        el('span', {class: 'long'}, long),
        el('span', {class: 'short'}, name),
        known ? ' · ' : null,
        known ? el('span', {class: 'longest'}, 'validation error ') : null,
        known ? percent(error) : null);
  }
}
