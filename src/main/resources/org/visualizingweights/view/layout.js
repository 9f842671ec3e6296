// The page from top to bottom, empty.
import {el} from 'view/dom.js';
import {help} from 'view/help.js';

export function layout(container, {pickers, toolbar, legend, heading}) {
  const part = {
    cards: el('div', {class: 'cards'}),
    notice: el('p', {class: 'notice', role: 'status', hidden: true}),
    strips: el('div', {class: 'grid strips'}),
    readout: el('p', {class: 'readout'}),
    said: el('p', {class: 'unseen', 'aria-live': 'polite'}),
    measures: el('div', {class: 'grid'}),
    kernels: el('div', {class: 'kernels-of-runs'}),
    norms: el('div', {}),
    settings: el('details', {class: 'about'}),
  };
  part.weights = el('section', {'aria-labelledby': 'weights-title'},
      el('h2', {id: 'weights-title'}, 'Weights'), part.kernels, part.norms);
  part.body = el('div', {class: 'body'},
      el('div', {class: 'bar-sticky'}, toolbar.element, part.readout),
      help(),
      el('section', {'aria-labelledby': 'strips-title'},
          el('div', {class: 'section-head'},
              el('h2', {id: 'strips-title'}, 'Activations of each layer, step by step'),
              legend.element),
          part.strips),
      el('section', {'aria-labelledby': 'measures-title'},
          el('h2', {id: 'measures-title'}, 'Measured at each step'), part.measures),
      part.weights,
      part.settings);
  container.classList.add('runs-view');
  container.replaceChildren(
      el('header', {class: 'top'},
          el(heading, {}, 'Activations'),
          el('div', {class: 'pickers'}, pickers)),
      part.notice, part.cards, part.body, part.said);
  return part;
}
