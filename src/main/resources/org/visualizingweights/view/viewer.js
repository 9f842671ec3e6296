// Shows what the address asks for: gets it, draws it, and follows what the reader does.
import {Group, LEFT, RIGHT} from 'view/chart.js';
import {columnAt, merge, reach} from 'view/columns.js';
import {el, show, throttled, visible} from 'view/dom.js';
import {listen} from 'view/keyboard.js';
import {layout} from 'view/layout.js';
import {Legend} from 'view/legend.js';
import {Live} from 'view/live.js';
import {Loader} from 'view/loader.js';
import {Measures} from 'view/measures.js';
import {count} from 'view/numbers.js';
import {Picture} from 'view/picture.js';
import {RunCard, RunPicker, settingsTable, titlesOf} from 'view/runs.js';
import {Address, ALL_STEPS, format} from 'view/state.js';
import {Toolbar} from 'view/toolbar.js';
import {Kernels, Norms} from 'view/weights.js';
import {spanText, stepText} from 'view/words.js';

const LETTERS = ['A', 'B'];
const FEWEST_STEPS = 4;
/** What is followed where all steps were in view. */
const NEWEST_STEPS = 100;
const SECONDARY_MS = 5000;
const NO_RUNS = 'There are no runs yet. Start one, for instance with '
    + '“mvn exec:java -Dexperiment=untrained”: it will appear here.';
const NO_CAPTURES = 'Nothing was captured in this run.';
const GONE = 'That of a run ends with it; “mvn exec:java@ui” shows all runs.';
const WAITING = 'Nothing is captured yet: the first column comes with the first training step.';

export class Viewer {
  #runs = [];
  #titles = new Map();
  #shown = {runs: [], columns: [], viewport: null};
  #row = null;
  #reading = {cell: null, row: null};
  #cards = [];
  #cardsFor = '';
  #ticket = 0;
  #abort = new AbortController();
  #secondaryAt = 0;
  #dark = matchMedia('(prefers-color-scheme: dark)');

  constructor(container, source) {
    this.container = container;
    this.source = source;
    this.loader = new Loader(source);
    this.address = new Address((view) => this.#go(view));
    this.view = this.address.view();
    this.group = new Group();
    this.toolbar = new Toolbar(this.#actions());
    this.legend = new Legend();
    this.pickers = [
      new RunPicker('Run', null, (a) => this.change({a, ...ALL_STEPS, step: null}, 'run'),
          () => this.live.askForRuns()),
      new RunPicker('Compare with', 'no other run', (b) => this.change({b, step: null}, 'run'),
          () => this.live.askForRuns()),
    ];
    this.part = layout(container, {
      pickers: this.pickers.map(({element}) => element),
      toolbar: this.toolbar,
      legend: this.legend,
      heading: source.live ? 'h1' : 'h2',
    });
    show(this.part.settings, source.live);
    this.picture = new Picture(this.part.strips, this.group);
    this.measures = new Measures(this.part.measures, this.group);
    this.norms = new Norms(this.part.norms, this.group, (layers) => this.change({layers}));
    this.live = new Live(source, () => this.#running(), {
      runs: (runs) => this.#listed(runs),
      progress: (id, progress) => this.#progressed(id, progress),
      lost: (failure) => this.#lost(failure),
      found: () => this.#found(),
    });
    this.#listen();
  }

  async start() {
    try {
      this.#listed(await this.source.runs());
    } catch (failure) {
      this.#lost(failure);
    }
    if (this.source.live) {
      this.live.start();
    }
  }

  /** Looks at something else, and puts it into the address. */
  change(part, kind = Object.keys(part).join()) {
    this.view = {...this.view, ...part};
    this.address.set(this.view, kind);
    return this.#refresh();
  }

  #go(view) {
    this.view = {...view, a: view.a ?? this.#runs[0]?.id ?? null};
    this.group.step = view.step;
    this.#refresh();
  }

  #listed(runs) {
    if (runs === this.#runs) {
      return null;
    }
    const first = this.#runs.length === 0;
    this.#runs = runs;
    this.#titles = titlesOf(runs);
    show(this.pickers[0].element, runs.length > 1 || this.source.live);
    show(this.pickers[1].element, runs.length > 1);
    if (this.view.a === null && runs.length > 0) {
      const b = this.source.live || this.address.asks ? null : runs[1]?.id ?? null;
      this.view = {...this.view, a: runs[0].id, b: this.view.b ?? b};
      this.address.set(this.view, 'point');
    }
    this.#showPickers();
    if (first) {
      this.group.step = this.view.step;
      return this.#refresh();
    }
    return null;
  }

  #showPickers() {
    this.pickers[0].show(this.#runs, this.#titles, this.view.a);
    this.pickers[1].show(this.#runs, this.#titles, this.view.b);
  }

  /** Gets and draws what is looked at; of several calls only the last one draws. */
  async #refresh() {
    const ticket = ++this.#ticket;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#showPickers();
    const ids = [this.view.a, this.view.b].filter((id) => id !== null);
    if (ids.length === 0) {
      this.#empty(NO_RUNS);
      return;
    }
    this.container.setAttribute('aria-busy', 'true');
    try {
      const runs = await Promise.all(ids.map((id) => this.loader.details(id)));
      if (ticket !== this.#ticket) {
        return;
      }
      this.#showRuns(runs);
      const captured = runs.filter((run) => run.lastStep !== null && run.capture);
      const span = Loader.span(runs);
      if (span === null) {
        this.#empty(emptyText(runs[0]), runs);
        return;
      }
      const viewport = Loader.viewport(this.view, span, this.#columnsWanted(captured));
      show(this.part.body, true);
      this.group.setRange(viewport.from, viewport.to);
      const loaded = await Promise.all(captured.map((run) =>
          this.loader.columns(run, viewport, this.#abort.signal)));
      if (ticket !== this.#ticket) {
        return;
      }
      viewport.per = Math.max(...loaded.map(({per}) => per));
      const columns = loaded.map((one) => merge(one, viewport.per));
      this.#draw(captured, columns, viewport);
      this.#notice(captured.length < runs.length
          ? 'One of the two runs has no captures; the other is shown alone.' : null);
    } catch (failure) {
      if (failure.name !== 'AbortError' && ticket === this.#ticket) {
        this.#failed(failure);
      }
    } finally {
      if (ticket === this.#ticket) {
        this.container.removeAttribute('aria-busy');
      }
    }
  }

  #failed(failure) {
    if (failure.status === undefined) {
      throw failure;
    }
    if (failure.status === 0) {
      this.#lost(failure);
    } else {
      this.#notice(failure.message, 'failed');
      show(this.part.body, false);
    }
  }

  #lost(failure) {
    this.#notice(`${failure.message} ${failure.status === 0 ? GONE : ''} Trying again …`, 'lost');
  }

  #showRuns(runs) {
    const ids = runs.map((run) => run.id).join();
    if (ids !== this.#cardsFor) {
      this.#cardsFor = ids;
      const letters = runs.length === 2 ? LETTERS : [null];
      this.#cards = runs.map((run, k) => new RunCard(letters[k]));
      this.part.cards.replaceChildren(...this.#cards.map(({element}) => element));
      this.part.cards.classList.toggle('single', runs.length === 1);
      this.part.settings.replaceChildren(
          el('summary', {}, runs.length === 2 ? 'Settings of the two runs' : 'Settings of this run'),
          settingsTable(runs));
    }
    this.#cards.forEach((card, k) => card.show(runs[k]));
    this.toolbar.show(this.view, runs, this.#growing(runs));
    document.title = visible(`${runs.map((run) => run.title ?? run.experiment).join(' and ')} · Activations`);
  }

  #draw(runs, columns, viewport) {
    const same = this.#shown.runs.map((run) => run.id).join() === runs.map((run) => run.id).join();
    this.#shown = {runs, columns, viewport};
    const bar = this.picture.show(runs, columns, this.view, this.#dark.matches);
    this.legend.show(bar, this.view);
    this.measures.show(runs, columns, this.view, this.#dark.matches);
    this.group.setStep(this.#step());
    this.#describe();
    this.#read(this.#reading.cell, this.#reading.row);
    if (!same || performance.now() - this.#secondaryAt > SECONDARY_MS
        || this.#secondaryFor !== this.#secondaryKey()) {
      this.#loadSecondary(runs, viewport);
    }
  }

  /** Read out at leisure: a strip in words. */
  #describe = throttled(300, () => this.picture.describe());

  #secondaryFor = '';

  #secondaryKey() {
    const {viewport, runs} = this.#shown;
    const {from, to, last} = this.view;
    return JSON.stringify([from, to, last, this.view.compare, this.view.layers, this.#dark.matches,
      runs.map(({id, status, revision}) => [id, status, revision]), viewport.per]);
  }

  /** What is not looked at first, and need not be from this very moment. */
  async #loadSecondary(runs, viewport) {
    this.#secondaryAt = performance.now();
    this.#secondaryFor = this.#secondaryKey();
    const key = this.#secondaryFor;
    const get = (what) => Promise.all(runs.map((run) => what(run).catch(() => null)));
    const [findings, parameters] = await Promise.all([
      get((run) => this.loader.findings(run)),
      get((run) => (run.parameters?.length ? this.source.parameters(run.id,
          {from: viewport.from, to: Math.min(viewport.to, run.lastStep), width: 500})
          : Promise.resolve(null))),
    ]);
    if (key !== this.#secondaryFor) {
      return;
    }
    runs.forEach((run, k) => {
      const card = this.#cards.find(({id}) => id === run.id);
      card?.showFindings(findings[k] ?? [], (at) => this.#lookAt(run, at));
    });
    const known = runs.map((run, k) => [run, parameters[k]]).filter(([, norms]) => norms);
    show(this.part.norms, known.length > 0);
    if (known.length > 0) {
      this.norms.show(known.map(([run]) => run), known.map(([, norms]) => norms), this.view,
          this.#dark.matches);
    }
    this.#showKernels(runs);
  }

  async #showKernels(runs) {
    const able = runs.filter((run) => run.kernels);
    show(this.part.weights, able.length > 0 || runs.some((run) => run.parameters?.length));
    const step = this.group.step === null ? null : Math.round(this.group.step);
    const ticket = this.#kernelTicket = {};
    const all = await Promise.all(able.map((run) =>
        this.loader.kernels(run, step ?? run.lastStep).catch(() => null)));
    if (ticket !== this.#kernelTicket) {
      return;
    }
    const letters = able.map((run) => (runs.length === 2 ? LETTERS[runs.indexOf(run)] : null));
    if (JSON.stringify(letters) !== this.#kernelLetters) {
      this.#kernelLetters = JSON.stringify(letters);
      this.#kernels = letters.map((letter) => new Kernels(letter));
      this.part.kernels.replaceChildren(...this.#kernels.map(({element}) => element));
    }
    all.forEach((kernels, k) => kernels && this.#kernels[k].show(kernels));
  }

  #kernels = [];
  #kernelLetters = '';
  #kernelTicket = {};
  #kernelsSoon = throttled(200, () => this.#showKernels(this.#shown.runs));

  /** As many columns as there are pixels for. */
  #columnsWanted(runs) {
    const beside = runs.length === 2 && this.view.compare === 'side'
        && matchMedia('(min-width: 700px)').matches ? 2 : 1;
    const pixels = (this.part.strips.clientWidth || this.container.clientWidth) / beside - LEFT - RIGHT;
    return Math.max(100, Math.round(pixels * devicePixelRatio));
  }

  #step() {
    return this.group.step ?? this.view.step;
  }

  /* What the reader does. */

  #listen() {
    this.group.onpoint = (chart, step, top) => this.#point(chart, step, top);
    this.group.onzoom = (from, to, how) => this.#zoomTo(from, to, how);
    this.group.onreset = () => this.change(ALL_STEPS, 'zoom');
    this.group.onpick = (step) => this.change({step: this.#column(Math.round(step))}, 'point');
    this.#dark.addEventListener('change', () => {
      this.group.redraw();
      this.#secondaryFor = '';
      this.#refresh();
    });
    const wide = throttled(300, () => this.#shown.viewport && this.#refresh());
    new ResizeObserver(wide).observe(this.container);
    listen(this.part.body, (target) => this.#cellAt(target), this.#actions());
    document.addEventListener('click', ({target}) => {
      if (target.closest?.('a[href^="#a="]')) {
        this.part.strips.scrollIntoView({behavior: 'smooth'});
      }
    });
    this.part.body.addEventListener('focusin', (event) => {
      const cell = this.#cellAt(event.target);
      if (cell && !this.picture.refocusing && event.target.matches(':focus-visible')) {
        this.#moveTo(cell, this.#step() ?? this.group.range.to);
      }
    });
  }

  /** Of the buttons and of the keys. */
  #actions() {
    return {
      change: (part) => this.change(part),
      toggle: (key) => this.change({[key]: {log: 'linear', linear: 'log', range: 'magnitudes',
        magnitudes: 'range', true: false, false: true}[this.view[key]]}),
      move: (cell, by) => this.#move(cell, by),
      row: (cell, by) => this.#moveRow(cell, by),
      edge: (cell, last) => this.#moveTo(cell, this.group.range[last ? 'to' : 'from']),
      leave: () => this.#leave(),
      zoom: (factor) => this.#zoom(factor),
      pan: (part) => this.#pan(part),
      reset: () => this.group.onreset(),
      follow: () => this.#follow(),
      link: () => this.#copyLink(),
      download: (what, form, run) => this.source.download(run.id, {
        from: this.#shown.viewport?.from, to: this.#shown.viewport?.to, what, format: form}),
    };
  }

  #cellAt(target) {
    const figure = target.closest?.('figure[tabindex]');
    return [...this.picture.cells, ...this.measures.figures, ...this.norms.figures]
        .find(({element}) => element === figure);
  }

  /** The mouse is over a chart, or (null) no longer. */
  #point(chart, step, top) {
    const cell = this.picture.cells.find(({strip}) => strip.chart === chart);
    const at = step === null ? this.view.step : this.#column(Math.round(step));
    this.group.setStep(at, step === null ? null : chart);
    [this.picture, this.measures, this.norms].forEach((part) => part.point(at));
    this.#read(step === null ? null : cell, cell && step !== null ? cell.strip.layout.at(top) : null);
    this.#kernelsSoon();
  }

  /** The first step of the column in which a step is, so that two runs agree on it. */
  #column(step) {
    const {from, to} = this.group.range;
    return Math.max(from, Math.min(to, step));
  }

  /** Writes what is at the cursor where it can be read. */
  #read(cell, row) {
    this.#reading = {cell, row};
    const step = this.#step();
    const {viewport, runs} = this.#shown;
    let text = '';
    if (step !== null && this.picture.cells.includes(cell)) {
      text = cell.text(step, row);
    } else if (step !== null && viewport) {
      text = stepText(this.#shown.columns[0], runs[0], step);
    } else if (viewport) {
      const columns = viewport.per > 1 ? `, ${count(viewport.per)} in a column` : '';
      const how = !this.#growing(runs) || this.view.to !== null ? ''
          : viewport.follows ? ', following' : ', growing';
      text = `${spanText(viewport.from, viewport.to)}${columns}${how}. `
          + 'Point at a strip to read its numbers.';
    }
    this.part.readout.textContent = visible(text);
    return text;
  }

  #say = throttled(400, (text) => {
    this.part.said.textContent = visible(text);
  });

  /** Moves the cursor by so many columns. */
  #move(cell, by) {
    const columns = this.#shown.columns[0];
    const now = this.#step() ?? this.group.range.to;
    const i = columnAt(columns, now);
    const next = columns.start[Math.max(0, Math.min(columns.start.length - 1, i + by))];
    this.#moveTo(cell, i < 0 || next === undefined ? now + by * reach(columns) : next);
  }

  #moveTo(cell, step) {
    const at = this.#column(step);
    this.view = {...this.view, step: at};
    this.#rememberStep();
    this.group.setStep(at);
    if (cell.strip && this.#row !== null) {
      cell.strip.chart.moveCursor(at, cell.strip.layout.middle(this.#row));
    }
    [this.picture, this.measures, this.norms].forEach((part) => part.point(at));
    const text = cell.strip ? this.#read(cell, this.#row)
        : `step ${count(at)} · ${cell.text(at)}`;
    this.part.readout.textContent = visible(text);
    this.#say(text);
    this.#kernelsSoon();
  }

  #moveRow(cell, by) {
    if (cell.strip) {
      const rows = cell.strip.rows.length;
      const start = by > 0 ? -1 : rows;
      const row = Number.isInteger(this.#row) ? this.#row : start;
      this.#row = Math.max(0, Math.min(rows - 1, row + by));
      this.#moveTo(cell, this.#step() ?? this.group.range.to);
    }
  }

  #rememberStep = throttled(500, () => this.address.set(this.view, 'point'));

  #leave() {
    this.#row = null;
    this.group.step = null;
    this.#read(null, null);
    this.change({step: null}, 'point');
  }

  #zoom(factor) {
    const {from, to} = this.group.range;
    const step = this.#step();
    const otherwise = this.#shown.viewport?.follows ? to : (from + to) / 2;
    const about = step !== null && step >= from && step <= to ? step : otherwise;
    this.#zoomTo(about - (about - from) * factor, about + (to - about) * factor, 'zoom');
  }

  #pan(part) {
    const {from, to} = this.group.range;
    this.#zoomTo(from + (to - from) * part, to + (to - from) * part, 'pan');
  }

  /**
   * Shows the steps from and to, as far as there are any; at least a few. Where they end with the
   * newest step of a run that goes on, they move on with it.
   */
  #zoomTo(from, to, how) {
    const span = Loader.span(this.#shown.runs);
    if (span === null) {
      return;
    }
    const most = span.to - span.from;
    const width = Math.min(most, Math.max(FEWEST_STEPS, Math.round(to - from)));
    const middle = (from + to) / 2;
    const start = Math.max(span.from, Math.min(span.to - width,
        Math.round(how === 'pan' ? from : middle - width / 2)));
    const end = start + width;
    const follows = this.#growing(this.#shown.runs)
        && end >= this.#shown.viewport.newest && end <= span.newest;
    this.change({...ALL_STEPS, ...(width === most ? {}
        : follows ? {last: width + 1} : {from: start, to: end})}, how);
  }

  /** Follows the newest steps, as many as are in view; or, where it does so already, stays. */
  #follow() {
    const {runs, viewport} = this.#shown;
    if (viewport === null || !this.#growing(runs)) {
      return;
    }
    const {from, to, follows} = viewport;
    const all = this.view.from === null && this.view.to === null;
    this.change({...ALL_STEPS, ...(follows ? {from, to}
        : {last: all ? NEWEST_STEPS : to - from + 1})}, 'zoom');
    this.#say(follows ? `staying at ${spanText(from, to)}`
        : 'following the newest steps');
  }

  /** Whether more steps are to come. */
  #growing(runs) {
    return this.source.live && runs.some((run) => run.status === 'running');
  }

  /** Goes to where a finding is to be seen. */
  async #lookAt(run, {from, to, vertex}) {
    const room = Math.max(2, Math.round((to - from) / 10));
    await this.change({...ALL_STEPS, from: Math.max(0, from - room), to: to + room, step: null},
        'finding');
    const cell = this.picture.cells.find((one) => one.model.name === vertex && one.run.id === run.id)
        ?? this.picture.cells.find((one) => one.model.name === vertex) ?? this.picture.cells[0];
    cell?.element.scrollIntoView({block: 'center', behavior: 'smooth'});
    cell?.element.focus({preventScroll: true});
  }

  async #copyLink() {
    history.replaceState(null, '', `#${format(this.view)}`);
    try {
      await navigator.clipboard.writeText(location.href);
      return true;
    } catch {
      return false;
    }
  }

  /* What runs do that go on. */

  /** Of the runs that are looked at, whether they have captures or not. */
  #running() {
    return [...new Set([this.view.a, this.view.b])]
        .map((id) => this.#known.get(id) ?? this.#runs.find((run) => run.id === id))
        .filter((run) => run?.status === 'running').map((run) => run.id);
  }

  #known = new Map();

  async #progressed(id, {status, lastStep, revision}) {
    const run = await this.loader.details(id);
    this.#known.set(id, run);
    const changed = run.status !== status || run.revision !== revision
        || (run.lastStep === null && lastStep !== null);
    if (changed) {
      this.loader.forget(id);
      this.#known.set(id, await this.loader.details(id));
    } else if (lastStep === run.lastStep) {
      return;
    } else {
      run.lastStep = lastStep;
      run.stepsDone = Math.max(run.stepsDone, lastStep + 1);
    }
    await this.#refresh();
  }

  /* What is said when there is nothing to show. */

  #empty(text, runs = []) {
    this.#shown = {runs: [], columns: [], viewport: null};
    show(this.part.body, false);
    if (runs.length === 0) {
      this.part.cards.replaceChildren();
    }
    this.#notice(text, 'empty');
  }

  #notice(text, kind = '') {
    this.part.notice.textContent = visible(text ?? '');
    this.part.notice.dataset.kind = text === null ? '' : kind;
    show(this.part.notice, text !== null);
  }

  #found() {
    if (this.part.notice.dataset.kind === 'lost') {
      this.#notice(null);
      this.#refresh();
    }
  }
}

function emptyText(run) {
  return run.status === 'running' ? WAITING
      : run.status === 'unreadable' ? 'This run cannot be read.' : NO_CAPTURES;
}
