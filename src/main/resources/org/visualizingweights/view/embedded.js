// Where the report has its runs from: its own file. ServerSource has the same methods.
import {merge, rowsOf, slice} from 'view/columns.js';
import {SourceError} from 'view/source.js';

export class EmbeddedSource {
  /** Nothing changes any more. */
  live = false;

  #runs;

  constructor(runs) {
    this.#runs = new Map(runs.map((run) => [run.run.id, run]));
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
    const {status, lastStep, epochs} = this.#of(id).run;
    return {status, lastStep, epochs: epochs.length};
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
    const run = this.#of(id);
    const data = what === 'parameters'
        ? run.parameters
        : slice(run.columns.range, from ?? 0, to ?? Infinity);
    const text = format === 'json'
        ? JSON.stringify(data)
        : lines(what === 'parameters' ? parameterTable(data) : activationTable(data));
    const link = document.createElement('a');
    const url = URL.createObjectURL(new Blob([text]));
    link.href = url;
    link.download = `${id.replace(/[^\w.-]+/g, '-')}-${what}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  #of(id) {
    const run = this.#runs.get(id);
    if (!run) {
      throw new SourceError(`There is no run ${id} in this report.`, 404);
    }
    return run;
  }
}

function lines(rows) {
  return rows.map((row) => row.join(',')).join('\n') + '\n';
}

function activationTable(columns) {
  const moments = ['below', 'above', 'zeros', 'nans', 'infinities', 'total', 'mean', 'std', 'min',
    'max'];
  const bins = rowsOf(columns.vertices[0]).map((row) => `${row.from}..${row.to}`);
  const table = [['first_step', 'steps', 'vertex', ...moments, ...bins]];
  columns.start.forEach((start, i) => {
    for (const vertex of columns.vertices) {
      table.push([start, columns.steps[i], vertex.name, ...moments.map((name) => vertex[name][i]),
        ...vertex.counts[i]]);
    }
  });
  return table;
}

function parameterTable({steps, layers}) {
  const norms = ['weight', 'gradient', 'update', 'change'];
  const table = [['step', 'layer', ...norms]];
  steps.forEach((step, i) => {
    for (const layer of layers) {
      table.push([step, layer.name, ...norms.map((name) => layer[name][i])]);
    }
  });
  return table;
}
