// What was found about a run, in words, each with a link to where it is to be seen.
import {el} from 'view/dom.js';
import {count} from 'view/numbers.js';

/** How findings of a kind are called; others by their own name. */
const TITLES = {
  static: 'Unchanged',
  drift: 'Drift',
  exploded: 'Exploded',
  collapsed: 'Collapsed',
  'dead-channels': 'Dead channels',
  'not-finite': 'Not finite',
  gradients: 'Gradients',
  starved: 'Starved',
};
const BAD = new Set(['exploded', 'collapsed', 'dead-channels', 'not-finite', 'starved']);

/**
 * @param of [{letter, findings}], one for each run
 * @param onplace called with {from, to, vertex} of a finding that is to be looked at
 */
export function findingsList(of, onplace) {
  return of.map(({letter, findings}) => el('div', {class: 'findings-of-run'},
      letter ? el('span', {class: `letter letter-${letter}`}, letter) : null,
      findings.length === 0 ? el('p', {class: 'hint'}, 'Nothing was found yet.')
          : el('ul', {}, findings.map((finding) => item(finding, onplace)))));
}

function item({kind, text, at}, onplace) {
  return el('li', {class: BAD.has(kind) ? 'finding bad' : 'finding'},
      el('b', {}, TITLES[kind] ?? kind.replaceAll('-', ' ')), ' ',
      el('span', {}, text), ' ',
      at ? el('button', {type: 'button', class: 'link', onclick: () => onplace(at)},
          `look at ${at.vertex ? `${at.vertex}, ` : ''}steps ${count(at.from)} to ${count(at.to)}`)
          : null);
}
