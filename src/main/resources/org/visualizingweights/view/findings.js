// What was found about a run, in words, each with a link to where it is to be seen.
import {el} from 'view/dom.js';
import {spanText} from 'view/words.js';

/** How findings of a kind are called, where it is not the kind itself. */
const TITLES = {static: 'Unchanged', 'not-finite': 'Not finite'};

/**
 * @param findings of one run
 * @param onplace called with {from, to, vertex} of a finding that is to be looked at
 */
export function findingsList(findings, onplace) {
  return findings.length === 0 ? [] : [el('details', {class: 'findings',
    open: matchMedia('(min-width: 700px)').matches},
      el('summary', {}, `Findings (${findings.length})`),
      el('ul', {}, findings.map((finding) => item(finding, onplace))))];
}

function item({kind, severity, text, at}, onplace) {
  return el('li', {class: severity === 'warning' ? 'finding warning' : 'finding'},
      el('b', {}, title(kind)), ' ', el('span', {}, text), ' ',
      at ? el('button', {type: 'button', class: 'link', onclick: () => onplace(at)},
          `show ${at.vertex ? `${at.vertex}, ` : ''}${spanText(at.from, at.to)}`)
          : null);
}

function title(kind) {
  const words = TITLES[kind] ?? kind.replaceAll('-', ' ');
  return `${words[0].toUpperCase()}${words.slice(1)}:`;
}
