// Gets what is to be shown from a source, keeps it, and lets it grow with a run that goes on.
import {append, slice, stepsPerColumn} from 'view/columns.js';

const KEPT = 12;
const FINDINGS_MS = 20_000;

export class Loader {
  #details = new Map();
  #columns = new Map();
  #kernels = new Map();
  #findings = new Map();

  constructor(source) {
    this.source = source;
  }

  /** A run with its settings and epochs. */
  async details(id) {
    if (!this.#details.has(id)) {
      this.#details.set(id, await this.source.run(id));
    }
    return this.#details.get(id);
  }

  /** Forgets what is known of a run, so that it is asked for again. */
  forget(id) {
    this.#details.delete(id);
    for (const key of [...this.#columns.keys()]) {
      if (key.startsWith(`${id} `)) {
        this.#columns.delete(key);
      }
    }
  }

  /** The columns of a run in view. Of a run that goes on only what is new is asked for. */
  async columns(run, {from, to, per, scale, follows}, signal) {
    const last = Math.min(to, run.lastStep);
    const first = Math.min(from, last);
    // What was captured before it stands until the next capture.
    const asked = first - first % run.capture.every;
    const key = `${run.id} ${scale} ${per} ${follows ? 'newest' : first}`;
    const kept = this.#columns.get(key);
    if (kept?.to === last && kept.from === first) {
      return kept;
    }
    const grown = kept && kept.from <= first && kept.to < last && kept.start.length > 0
        ? append(kept, await this.source.columns(run.id,
            {from: kept.start.at(-1), to: last, per: kept.per, scale}, signal))
        : null;
    const columns = grown ? slice(grown, first, last)
        : await this.source.columns(run.id, {from: asked, to: last, per, scale}, signal);
    columns.from = first;
    columns.to = last;
    this.#columns.delete(key);
    this.#columns.set(key, columns);
    if (this.#columns.size > KEPT) {
      this.#columns.delete(this.#columns.keys().next().value);
    }
    return columns;
  }

  /** The kernels of a run at a step, or, where they are kept for fewer steps, before it. */
  async kernels(run, step) {
    const kept = this.#kernels.get(run.id);
    const last = kept && (kept.steps.findLast((known) => known <= step) ?? kept.steps[0]);
    const more = kept && run.status === 'running' && step > kept.steps.at(-1);
    if (kept && !more && last === kept.step) {
      return kept;
    }
    const kernels = await this.source.kernels(run.id, step);
    this.#kernels.set(run.id, kernels);
    return kernels;
  }

  /** What was found about a run, asked for again as it goes on. */
  async findings(run) {
    const age = run.status === 'running' ? Math.floor(performance.now() / FINDINGS_MS) : 0;
    const key = `${run.status} ${run.revision} ${age}`;
    if (this.#findings.get(run.id)?.key !== key) {
      this.#findings.set(run.id, {key, found: await this.source.findings(run.id)});
    }
    return this.#findings.get(run.id).found;
  }

  /**
   * Steps of runs that have any, from the first to the last of all, and the newest one of those
   * that go on; null: none has.
   */
  static span(runs) {
    const captured = runs.filter((run) => run.lastStep !== null && run.capture);
    const running = captured.filter((run) => run.status === 'running');
    const last = (some) => Math.max(...some.map((run) => run.lastStep));
    return captured.length === 0 ? null : {
      from: Math.min(...captured.map((run) => run.firstStep)),
      to: last(captured),
      newest: last(running.length > 0 ? running : captured),
    };
  }

  /** What a view shows of a span, and how many steps make a column of it. */
  static viewport(view, span, atMost) {
    const {newest} = span;
    const {scale, last} = view;
    const most = Math.min(1000, atMost);
    if (last !== null) {
      // Wherever it begins: or columns would change their length as it moves on.
      const from = Math.max(span.from, newest - last + 1);
      const per = stepsPerColumn(0, newest - from, most - 1);
      return {from, to: newest, newest, per, scale, follows: true};
    }
    const from = Math.max(span.from, Math.min(view.from ?? span.from, span.to));
    const to = Math.max(from, Math.min(view.to ?? span.to, span.to));
    return {from, to, newest, per: stepsPerColumn(from, to, most), scale, follows: false};
  }
}
