// How to read the picture, and which keys there are.
import {el} from 'view/dom.js';

const READ = [
  ['A strip', 'is one layer. Each column is a training step, time goes from left to right; where '
    + 'there are more steps than pixels, a column is several steps added up.'],
  ['A column', 'is a histogram of everything the layer put out for that batch, low values at the '
    + 'bottom. Yellow: many activations of this size; purple: few or none.'],
  ['Range', 'shows the values of the range that was captured, in equal bins. What lies outside '
    + 'fills the fringe above or below the strip with orange.'],
  ['Magnitudes', 'shows all values by sign and power of two: zero in the middle, negative values '
    + 'below, each row twice as large as the one nearer to zero.'],
  ['A strip that stays as it is', 'belongs to a layer that does not change, or whose change does '
    + 'not show in its values.'],
  ['Yellow that narrows to zero', 'says that activations shrink. Where nothing is left but a thin '
    + 'yellow line at zero, the layer is dead, or small for the range. Zero is at the bottom, '
    + 'unless the range begins below it.'],
  ['Orange above', 'says that activations have left the range; Magnitudes shows how far. Black: '
    + 'values that are not a number or infinite.'],
  ['White lines', 'are the ends of epochs; above them the error in their validation.'],
];

const KEYS = [
  ['Tab', 'from strip to strip'],
  ['← →', 'a column back or on; with Ctrl ten'],
  ['↑ ↓', 'a row up or down'],
  ['+ −', 'zoom in or out'],
  ['Shift ← →', 'earlier or later steps'],
  ['Home End', 'first or last step in view'],
  ['0', 'all steps'],
  ['F', 'follow the newest steps of a run that goes on, or stay'],
  ['L', 'logarithmic or linear colours'],
  ['M', 'range or magnitudes'],
  ['S', 'colour scale shared or per strip'],
  ['Esc', 'point at nothing'],
];

export function help() {
  return el('details', {class: 'help'},
      el('summary', {}, 'How to read this'),
      el('div', {class: 'help-columns'},
          el('ul', {class: 'read'}, READ.map(([what, text]) =>
              el('li', {}, el('b', {}, what), ' ', text))),
          el('div', {},
              el('p', {}, 'With the mouse: drag over a strip to zoom, Ctrl and the wheel to zoom, '
                  + 'Shift and the wheel to move, double-click for all steps. By touch: two fingers '
                  + 'zoom, one moves sideways, a tap picks a step.'),
              el('p', {}, 'Zoomed or moved up to the newest step of a run that goes on, the picture '
                  + 'follows it.'),
              el('p', {}, 'With the keyboard, on a strip:'),
              el('dl', {class: 'keys'}, KEYS.flatMap(([keys, text]) =>
                  [el('dt', {}, keys.split(' ').map((key) => el('kbd', {}, key))),
                    el('dd', {}, text)])))));
}
