// The controls above the strips.
import {button, choice, el, show} from 'view/dom.js';

const DOWNLOADS = [
  ['activations', 'csv', 'Activations, CSV'],
  ['activations', 'json', 'Activations, JSON'],
  ['parameters', 'csv', 'Norms of weights, CSV'],
  ['parameters', 'json', 'Norms of weights, JSON'],
  ['epochs', 'csv', 'Epochs, CSV'],
  ['epochs', 'json', 'Epochs, JSON'],
];

export class Toolbar {
  /**
   * @param actions {change(part of the view), zoom(factor), pan(part), reset(), follow(), link(),
   *     download(what, format, run)}
   */
  constructor(actions) {
    this.compare = choice('Compare', [
      ['side', 'Side by side', 'two runs side by side'],
      ['difference', 'Difference', 'B minus A'],
    ], (compare) => actions.change({compare}));
    this.scale = choice('Rows', [
      ['range', 'Range', 'equal bins over the range of the capture'],
      ['magnitudes', 'Magnitudes', 'sign and power of two: nothing is out of the picture'],
    ], (scale) => actions.change({scale}));
    this.colour = choice('Colours', [
      ['log', 'Log', 'logarithmic: rare values can be seen beside common ones'],
      ['linear', 'Linear', 'in proportion to the count'],
    ], (colour) => actions.change({colour}));
    this.shared = choice('Scale', [
      [true, 'Shared', 'one colour scale for all strips'],
      [false, 'Per strip', 'a colour scale for each strip'],
    ], (shared) => actions.change({shared}));
    this.follow = button('Follow', 'follow the newest steps', () => actions.follow());
    const zoom = el('div', {class: 'choice', role: 'group', 'aria-label': 'Steps'},
        el('span', {class: 'choice-label', 'aria-hidden': 'true'}, 'Steps'),
        button('◀', 'earlier steps', () => actions.pan(-0.5)),
        button('−', 'zoom out', () => actions.zoom(2)),
        button('+', 'zoom in', () => actions.zoom(0.5)),
        button('▶', 'later steps', () => actions.pan(0.5)),
        this.follow,
        button('All', 'all steps', () => actions.reset()));
    this.downloads = el('div', {class: 'menu-items'});
    this.menu = el('details', {class: 'menu'}, el('summary', {}, 'Download'), this.downloads);
    document.addEventListener('click', (event) => {
      if (!this.menu.contains(event.target)) {
        this.menu.open = false;
      }
    });
    this.link = button('Copy link', 'Copy link', async () => {
      const copied = await actions.link();
      this.link.textContent = copied ? 'Copied' : 'Copy the address';
      setTimeout(() => {
        this.link.textContent = 'Copy link';
      }, 1500);
    });
    this.actions = actions;
    this.element = el('div', {class: 'tools', role: 'toolbar', 'aria-label': 'What is shown'}, zoom,
        this.compare.element, this.scale.element, this.colour.element, this.shared.element,
        el('div', {class: 'choice'}, this.menu, this.link));
  }

  /** @param growing whether one of the runs goes on */
  show(view, runs, growing) {
    show(this.follow, growing);
    this.follow.setAttribute('aria-pressed', String(view.last !== null));
    for (const key of ['compare', 'scale', 'colour', 'shared']) {
      this[key].choose(view[key]);
    }
    show(this.compare.element, runs.length === 2);
    this.runs = runs;
    if (this.downloads.childElementCount !== runs.length * DOWNLOADS.length) {
      this.downloads.replaceChildren(...runs.flatMap((run, k) => this.#downloadsOf(k)));
    }
  }

  /** The menu's buttons for one run; they stay, and keep the focus, while the run goes on. */
  #downloadsOf(k) {
    const letter = this.runs.length === 2 ? ['A: ', 'B: '][k] : '';
    return DOWNLOADS.map(([what, format, text]) => el('button', {type: 'button', onclick: () => {
      this.menu.open = false;
      this.actions.download(what, format, this.runs[k]);
    }}, letter + text));
  }
}
