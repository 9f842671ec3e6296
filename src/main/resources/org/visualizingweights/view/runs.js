// Which runs there are, which are picked, and what is known of these.
import {el, show} from 'view/dom.js';
import {findingsList} from 'view/findings.js';
import {count, percent} from 'view/numbers.js';

const STATUS = {
  running: 'running',
  finished: 'finished',
  failed: 'failed',
  interrupted: 'interrupted',
  unreadable: 'cannot be read',
};

/** A list to pick a run from. */
export class RunPicker {
  #ids = '';

  /** @param none what picking no run is called; null: a run must be picked */
  constructor(label, none, onpick, onopen) {
    this.none = none;
    this.select = el('select', {onchange: () => onpick(this.select.value || null),
      onpointerdown: onopen, onfocus: onopen});
    this.element = el('label', {class: 'picker'}, el('span', {}, label), this.select);
  }

  show(runs, picked) {
    const ids = JSON.stringify(runs.map(({id, status}) => [id, status]));
    if (ids !== this.#ids) {
      this.#ids = ids;
      this.select.replaceChildren(
          ...(this.none ? [el('option', {value: ''}, this.none)] : []),
          ...runs.map((run) => el('option', {value: run.id}, title(run))));
    }
    if (picked !== null && !runs.some(({id}) => id === picked)) {
      this.select.append(el('option', {value: picked}, `${picked} (not there)`));
      this.#ids = '';
    }
    this.select.value = picked ?? '';
  }
}

function title({experiment, started, name, status, id}) {
  const about = experiment.length > 60 ? `${experiment.slice(0, 60)}…` : experiment;
  const state = status === 'finished' ? '' : `, ${STATUS[status] ?? status}`;
  return `${about} · ${time(started) ?? id}${name ? ` · ${name}` : ''}${state}`;
}

function time(iso) {
  const date = new Date(iso ?? NaN);
  return Number.isNaN(date.getTime()) ? null : date.toLocaleString('en-GB', {
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});
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
    this.findings = el('div', {class: 'found'});
    this.element = el('article', {class: 'run-card'},
        el('div', {}, this.lines, this.facts, this.progress), this.findings);
  }

  show(run) {
    this.id = run.id;
    this.facts.textContent = factsOf(run);
    show(this.progress, run.status === 'running' && run.stepsPlanned > 0);
    this.progress.max = run.stepsPlanned || 1;
    this.progress.value = run.stepsDone;
    const notes = [...(run.notes ?? []), run.reason, ...(run.problems ?? [])].filter(Boolean);
    const shown = JSON.stringify([run.id, run.status, run.description, notes]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.lines.replaceChildren(...linesOf(run, notes, this.letter));
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

function linesOf(run, notes, letter) {
  return [
    el('h2', {},
        letter ? el('span', {class: `letter letter-${letter}`}, letter) : null,
        el('bdi', {}, run.experiment),
        run.name ? el('small', {}, el('bdi', {}, run.name)) : null,
        el('span', {class: `status status-${run.status}`}, STATUS[run.status] ?? run.status)),
    run.description ? el('p', {class: 'description'}, el('bdi', {}, run.description)) : null,
    notes.length > 0 ? el('ul', {class: 'notes'}, notes.map((note) => el('li', {}, note))) : null,
  ].filter(Boolean);
}

function factsOf(run) {
  return [
    run.settings?.lr ? `learning rate ${run.settings.lr}` : null,
    run.data ? `data: ${run.data.name}` : null,
    run.weights ? `weights: ${run.weights.name}` : null,
    run.stepsPlanned ? stepsText(run) : null,
    run.errorRate === null || run.errorRate === undefined ? null
        : `validation error ${percent(Number(run.errorRate))}`,
  ].filter(Boolean).join(' · ');
}

function stepsText({stepsDone, stepsPlanned}) {
  return stepsDone === stepsPlanned ? `${count(stepsDone)} steps`
      : `step ${count(stepsDone)} of ${count(stepsPlanned)}`;
}

/** The settings of one run, or of two with those that differ first. */
export function settingsTable(runs) {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.settings ?? {})))];
  const rows = keys.map((key) => [key, runs.map((run) => run.settings?.[key] ?? '–')]);
  for (const [key, of] of [['data', (run) => run.data], ['weights from', (run) => run.weights]]) {
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
