// What the colours mean: the colour bar with its counts, and the other signs.
import {drawBar} from 'view/colours.js';
import {el, show} from 'view/dom.js';

export class Legend {
  constructor() {
    this.text = el('span', {class: 'legend-title'});
    this.bar = el('canvas', {class: 'bar', 'aria-hidden': 'true'});
    this.ticks = el('div', {class: 'bar-ticks'});
    this.ends = el('p', {class: 'bar-ends'});
    this.outside = el('span', {class: 'sign'}, el('i', {class: 'swatch outside'}),
        'share above or below the range; a full fringe is all of them');
    this.broken = el('span', {class: 'sign'}, el('i', {class: 'swatch broken'}),
        'not a number or infinite');
    this.element = el('div', {class: 'colour-legend'},
        el('div', {class: 'bar-box'}, this.text, this.bar, this.ticks),
        el('div', {class: 'signs'}, this.ends, this.outside, this.broken));
  }

  show({scale, shared, difference, broken}, view) {
    drawBar(this.bar, scale);
    this.text.textContent = difference
        ? 'B minus A, in shares of all activations'
        : 'activations in a cell, per step';
    const marks = shared ? scale.ticks() : ownEnds(difference);
    this.ticks.replaceChildren(...spaced(marks, this.bar.clientWidth || 240)
        .map(({place, label}) => el('span', {style: `left: ${place * 100}%`}, label)));
    this.ends.textContent = difference
        ? 'Blue: more activations of this size in A; orange: more in B.'
        : 'Yellow: many activations of this size; purple: few or none.';
    show(this.outside, !difference && view.scale === 'range');
    show(this.broken, !difference && broken);
  }
}

function ownEnds(difference) {
  return difference
      ? [{place: 0, label: 'more in A'}, {place: 0.5, label: '0'}, {place: 1, label: 'more in B'}]
      : [{place: 0, label: '0'}, {place: 1, label: 'largest of the strip'}];
}

/** Drops ticks that would touch the one before or the last; the outermost are written inwards. */
function spaced(ticks, width) {
  const half = ({label}) => (label.length * 7.5 + 6) / width / 2;
  const [first, last] = [ticks[0], ticks.at(-1)];
  const kept = [first];
  let end = first.place + 2 * half(first);
  for (const tick of ticks.slice(1, -1)) {
    if (tick.place - half(tick) > end && tick.place + half(tick) < last.place - 2 * half(last)) {
      kept.push(tick);
      end = tick.place + half(tick);
    }
  }
  return [...kept, last];
}
