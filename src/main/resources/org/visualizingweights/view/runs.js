// Which runs there are, which are picked, and what is known of these.
import {el, show, throttled, visible} from 'view/dom.js';
import {findingsList} from 'view/findings.js';
import {count, counted, percent} from 'view/numbers.js';

const STATUS = {
  running: 'running',
  finished: 'finished',
  failed: 'failed',
  stopped: 'stopped early',
  interrupted: 'interrupted',
  unreadable: 'cannot be read',
};

/** The most runs that the list to pick from has at once: more are slow to show, and to look at. */
const MOST_LISTED = 500;
/** With more it takes less time to search than to look. */
const EASY_TO_FIND = 10;

/** A list to pick a run from, and where it is long, a field to search it. */
export class RunPicker {
  #runs = null;
  #titles = new Map();
  #picked = null;

  /** @param none what picking no run is called; null: a run must be picked */
  constructor(label, none, onpick, onopen) {
    this.none = none;
    this.select = el('select', {onchange: () => onpick(this.select.value || null),
      onpointerdown: onopen, onfocus: onopen});
    this.search = el('input', {type: 'search', placeholder: 'search', hidden: true,
      'aria-label': `${label}: search`, oninput: throttled(150, () => this.#fill()),
      onkeydown: ({key}) => key === 'Enter' && this.#found().slice(0, 1).forEach(({id}) => onpick(id))});
    this.element = el('div', {class: 'picker'},
        el('label', {}, el('span', {}, label), this.select), this.search);
  }

  /** @param titles of the runs, by their ids */
  show(runs, titles, picked) {
    if (runs === this.#runs && picked === this.#picked) {
      return;
    }
    this.#runs = runs;
    this.#titles = titles;
    this.#picked = picked;
    show(this.search, runs.length > EASY_TO_FIND);
    this.#fill();
  }

  #title(run) {
    const state = run.status === 'finished' ? '' : `, ${STATUS[run.status] ?? run.status}`;
    return this.#titles.get(run.id) + state;
  }

  /** The runs that have all the words that are searched for. */
  #found() {
    const words = this.search.value.toLowerCase().split(/\s+/);
    return this.#runs.filter((run) => {
      const text = `${this.#title(run)} ${run.id} ${run.description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  #fill() {
    const found = this.#found();
    const listed = found.slice(0, MOST_LISTED);
    const option = (value, text, more) => el('option', {value, ...more}, text);
    const picked = this.#runs.find(({id}) => id === this.#picked);
    this.select.replaceChildren(
        ...(this.none ? [option('', this.none)] : []),
        ...listed.map((run) => option(run.id, this.#title(run))),
        ...(this.#picked === null || listed.includes(picked) ? []
            : [option(this.#picked, picked ? this.#title(picked) : `${this.#picked} (not there)`)]),
        ...(found.length > listed.length ? [option('', `${count(found.length - listed.length)} `
            + 'older ones: search for them', {disabled: true})] : []));
    this.select.value = this.#picked ?? '';
  }
}

const year = new Date().getFullYear();
const dates = [false, true].map((seconds) => [false, true].map((years) =>
    new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short',
      year: years ? 'numeric' : undefined, hour: '2-digit', minute: '2-digit',
      second: seconds ? '2-digit' : undefined})));

/**
 * What to call each run, by its id: its title, or its experiment, when it began, and the name it was
 * given. No two are alike: where it takes that, with the second, or the id.
 */
export function titlesOf(runs) {
  const titles = new Map();
  let alike = runs;
  for (const name of [(run) => run.title ?? title(run, false), (run) => title(run, true),
    (run) => `${title(run, true)} · ${run.id}`]) {
    const often = new Map();
    for (const run of alike) {
      const text = name(run);
      titles.set(run.id, text);
      often.set(text, (often.get(text) ?? 0) + 1);
    }
    alike = alike.filter(({id}) => often.get(titles.get(id)) > 1);
  }
  return titles;
}

function title({experiment, started, name, id}, seconds) {
  const about = experiment.length > 60 ? `${experiment.slice(0, 60)}…` : experiment;
  return `${about} · ${time(started, seconds) ?? id}${name ? ` · ${name}` : ''}`;
}

/** Of another year, with the year. */
function time(iso, seconds) {
  const date = new Date(iso ?? NaN);
  return Number.isNaN(date.getTime()) ? null
      : dates[Number(seconds)][Number(date.getFullYear() !== year)].format(date);
}

/** A run in a few lines; it stays where it is as the run goes on. */
export class RunCard {
  #shown = '';
  #found = '';

  constructor(letter) {
    this.letter = letter;
    this.lines = el('div', {});
    this.facts = el('p', {class: 'facts'});
    this.progress = el('progress', {'aria-label': 'progress of the run'});
    this.notes = el('div', {});
    this.findings = el('div', {class: 'found'});
    this.element = el('article', {class: 'run-card'},
        el('div', {}, this.lines, this.facts, this.progress, this.notes), this.findings);
  }

  show(run) {
    this.id = run.id;
    this.facts.textContent = visible(factsOf(run));
    show(this.progress, run.status === 'running' && run.stepsPlanned > 0);
    this.progress.max = run.stepsPlanned || 1;
    this.progress.value = run.stepsDone;
    const warnings =
        [...(run.fallbacks ?? []), run.reason, ...(run.problems ?? [])].filter(Boolean);
    const shown = JSON.stringify([run.id, run.status, run.description, warnings, run.notes]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.lines.replaceChildren(...linesOf(run, warnings, this.letter));
      this.notes.replaceChildren(...notesOf(run));
    }
  }

  /** @param onplace called with the place of a finding that is to be looked at */
  showFindings(findings, onplace) {
    const found = JSON.stringify(findings);
    if (found !== this.#found) {
      this.#found = found;
      this.findings.replaceChildren(...findingsList(findings, onplace));
    }
  }
}

function linesOf(run, warnings, letter) {
  return [
    el('h2', {},
        letter ? el('span', {class: `letter letter-${letter}`}, letter) : null,
        el('bdi', {}, run.title ?? run.experiment),
        run.name && !run.title ? el('small', {}, el('bdi', {}, run.name)) : null,
        el('span', {class: `status status-${run.status}`}, STATUS[run.status] ?? run.status)),
    run.description ? el('p', {class: 'description'}, el('bdi', {}, run.description)) : null,
    warnings.length > 0
        ? el('ul', {class: 'notes'}, warnings.map((warning) => el('li', {}, warning))) : null,
  ].filter(Boolean);
}

/** What the user noted, if anything. */
function notesOf({notes = []}) {
  return notes.length === 0 ? [] : [el('details', {class: 'user-notes', open: true},
      el('summary', {}, `Notes (${notes.length})`),
      el('ul', {}, notes.map(({step, text}) =>
          el('li', {}, `step ${count(step)}: `, el('bdi', {}, text)))))];
}

function factsOf(run) {
  return [
    run.settings?.lr ? `learning rate ${run.settings.lr}` : null,
    run.watched ? `watched in ${run.watched}` : null,
    run.data ? `data: ${run.data.name}` : null,
    run.weights ? `weights: ${run.weights.name}` : null,
    run.stepsPlanned || run.stepsDone ? stepsText(run) : null,
    run.errorRate === null || run.errorRate === undefined ? null
        : `validation error ${percent(Number(run.errorRate))}`,
  ].filter(Boolean).join(' · ');
}

/** Of some runs nobody knows how many steps are to come. */
export function stepsText({status, stepsDone, stepsPlanned}) {
  const ended = stepsPlanned ? stepsDone === stepsPlanned : status !== 'running';
  return ended ? counted(stepsDone, 'step')
      : `step ${count(stepsDone)}${stepsPlanned ? ` of ${count(stepsPlanned)}` : ''}`;
}

/** The settings of one run, or of two with those that differ first. */
export function settingsTable(runs) {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.settings ?? {})))];
  const rows = keys.map((key) => [key, runs.map((run) => run.settings?.[key] ?? '–')]);
  const sources = [['data', (run) => run.data], ['weights from', (run) => run.weights]];
  for (const [key, of] of sources.filter(([, some]) => runs.some(some))) {
    rows.push([key, runs.map((run) => {
      const {name, origin} = of(run) ?? {};
      return [name, origin].filter(Boolean).join(', ') || '–';
    })]);
  }
  const differs = ([, values]) => new Set(values).size > 1;
  const sorted = runs.length > 1 ? [...rows].sort((x, y) => differs(y) - differs(x)) : rows;
  return el('div', {class: 'scroll'}, el('table', {class: 'settings'},
      runs.length > 1 ? el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'setting'),
          ['A', 'B'].slice(0, runs.length).map((letter) => el('th', {scope: 'col'}, letter)))) : null,
      el('tbody', {}, sorted.map((row) =>
          el('tr', {class: runs.length > 1 && differs(row) ? 'differs' : null},
              el('th', {scope: 'row'}, row[0]),
              row[1].map((text) => el('td', {}, el('bdi', {}, String(text)))))))));
}
