// Makes elements. Text only ever becomes a text node, whatever is in it.

/** Control characters, and those that turn the direction of a text or cannot be seen. */
const HIDDEN = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

const SPOKEN = new Set(['title', 'aria-label']);

/** What can be shown of a text, with a sign in place of all else, as in the server's pictures. */
export function visible(text) {
  return text.replace(HIDDEN, '\ufffd');
}

/** An element with attributes; those that begin with "on" are listeners; children may be text. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'style') {
      element.style.cssText = value; // the policy of the page allows no attribute of this name
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name,
          value === true ? '' : SPOKEN.has(name) ? visible(String(value)) : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined)
      .map((child) => (typeof child === 'string' ? visible(child) : child)));
  return element;
}

/** A button with a text or a sign, and what it does in words. */
export function button(text, title, onclick, attributes = {}) {
  const label = text === title ? null : title;
  return el('button', {type: 'button', title: label, 'aria-label': label, onclick, ...attributes},
      text);
}

/** Buttons of which one is pressed; `choose(value)` presses without telling. */
export function choice(label, options, onchoose) {
  const buttons = new Map(options.map(([value, text, title]) =>
      [value, el('button', {type: 'button', title, onclick: () => onchoose(value)}, text)]));
  const element = el('div', {class: 'choice', role: 'group', 'aria-label': label},
      el('span', {class: 'choice-label', 'aria-hidden': 'true'}, label), ...buttons.values());
  return {
    element,
    choose(chosen) {
      for (const [value, b] of buttons) {
        b.setAttribute('aria-pressed', String(value === chosen));
      }
    },
  };
}

/** Says whether anything is to be seen of an element. */
export function show(element, visible) {
  element.hidden = !visible;
}

/** Calls at most once in so many milliseconds, with the last arguments. */
export function throttled(ms, call) {
  let timer = 0;
  let last = [];
  return (...args) => {
    last = args;
    timer ||= setTimeout(() => {
      timer = 0;
      call(...last);
    }, ms);
  };
}
