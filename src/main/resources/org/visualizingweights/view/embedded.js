// Where the report has its runs from: its own file. ServerSource has the same methods.
import {merge, slice} from 'view/columns.js';
import {SourceError} from 'view/source.js';
import {activationTable, csv, epochTable, parameterTable} from 'view/tables.js';

export class EmbeddedSource {
  /** Nothing changes any more. */
  live = false;

  #runs;

  /** What was used instead, and could not be read, the report says in its own words. */
  constructor(runs) {
    this.#runs = new Map(runs.map(({title, ...held}) =>
        [held.run.id, {...held, run: {...held.run, title, fallbacks: [], problems: []}}]));
  }

  /** Reads an element that holds JSON, gzipped, in base 64. */
  static async read(element) {
    const packed = Uint8Array.from(atob(element.textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new EmbeddedSource((await new Response(stream).json()).runs);
  }

  async runs() {
    return [...this.#runs.values()].map((run) => run.run);
  }

  async run(id) {
    return this.#of(id).run;
  }

  async progress(id) {
    const {status, lastStep, revision} = this.#of(id).run;
    return {status, lastStep, revision};
  }

  async columns(id, {from, to, per, scale}) {
    const all = this.#of(id).columns?.[scale];
    if (!all) {
      throw new SourceError('This run has no captures.', 404);
    }
    return slice(merge(all, per), from, to);
  }

  async parameters(id) {
    return this.#of(id).parameters ?? {steps: [], layers: []};
  }

  /** The kernels of the last of the steps that are kept and not after this one. */
  async kernels(id, step) {
    const kept = this.#of(id).kernels ?? [];
    const found = kept.findLast((kernels) => step === null || kernels.step <= step) ?? kept[0];
    if (!found) {
      throw new SourceError('This run has no kernels.', 404);
    }
    return {...found, steps: kept.map((kernels) => kernels.step)};
  }

  async findings(id) {
    return this.#of(id).findings ?? [];
  }

  /** Saves what the file has of [from, to]: counts are exact, steps are those of its columns. */
  download(id, {from, to, what, format}) {
    const table = this.#table(this.#of(id), what, from ?? 0, to ?? Infinity);
    if (table === null) {
      return;
    }
    const text = format === 'json' ? JSON.stringify(table) : csv(table);
    const link = document.createElement('a');
    const url = URL.createObjectURL(new Blob([text]));
    const span = to === undefined || to === null ? `from-${from ?? 0}` : `${from ?? 0}-${to}`;
    link.href = url;
    link.download = `${id}_${what}_${span}.${format}`.replace(/[^\w.-]+/g, '_');
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** Null where the report has nothing of it. */
  #table({run, tables, columns, parameters}, what, from, to) {
    if (what === 'parameters') {
      return parameters?.layers.length ? parameterTable(tables.parameters, parameters, from, to) : null;
    }
    if (what === 'epochs') {
      return epochTable(run, from, to);
    }
    const of = (scale) => slice({...columns[scale], every: 1}, from, to);
    return columns?.range && columns.magnitudes
        ? activationTable(tables.activations, run, of('range'), of('magnitudes')) : null;
  }

  #of(id) {
    const run = this.#runs.get(id);
    if (!run) {
      throw new SourceError(`There is no run ${id} in this report.`, 404);
    }
    return run;
  }
}
