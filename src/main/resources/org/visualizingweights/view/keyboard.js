// The keys of a strip that has the focus.

/**
 * @param element in which keys are pressed
 * @param cellOf gives the cell or figure of an element that has the focus, or undefined
 * @param actions {move(cell, columns), row(cell, rows), edge(cell, last), zoom(factor), pan(part),
 *     reset(), follow(), leave(), toggle(key of the view)}
 */
export function listen(element, cellOf, actions) {
  element.addEventListener('keydown', (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.altKey || event.metaKey) {
      return;
    }
    const act = actionOf(event, cell, actions);
    if (act) {
      event.preventDefault();
      act();
    }
  });
}

function actionOf(event, cell, actions) {
  const sideways = {ArrowLeft: -1, ArrowRight: 1}[event.key];
  if (sideways) {
    return event.shiftKey
        ? () => actions.pan(sideways / 4)
        : () => actions.move(cell, sideways * (event.ctrlKey ? 10 : 1));
  }
  if (event.ctrlKey) {
    return null;
  }
  return {
    ArrowUp: () => actions.row(cell, 1),
    ArrowDown: () => actions.row(cell, -1),
    Home: () => actions.edge(cell, false),
    End: () => actions.edge(cell, true),
    '+': () => actions.zoom(0.5),
    '=': () => actions.zoom(0.5),
    '-': () => actions.zoom(2),
    0: () => actions.reset(),
    f: () => actions.follow(),
    Escape: () => actions.leave(),
    l: () => actions.toggle('colour'),
    m: () => actions.toggle('scale'),
    s: () => actions.toggle('shared'),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}
