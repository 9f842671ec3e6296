// Which layers have weights, by the groups they are in, and which of them are drawn first.

/** More lines than that are hard to tell apart, unless somebody picks them. */
const MOST_LINES = 12;

/** Names of layers by group, in the order of the network. */
export function groupsOf(parameters) {
  const groups = new Map();
  for (const {name, group} of parameters.flatMap(({layers}) => layers)) {
    const names = groups.get(group) ?? groups.set(group, []).get(group);
    if (!names.includes(name)) {
      names.push(name);
    }
  }
  return groups;
}

/**
 * The first layer of each group that is no batch norm, and the last of all; of many, some from the
 * first to the last.
 */
export function firsts(groups) {
  const all = [...groups.values()].map((names) =>
      [names.find((name) => !/(^|\.)bn\d*$/.test(name)) ?? names[0], names.at(-1)]);
  const each = [...new Set([...all.map(([first]) => first), all.at(-1)?.[1]])].filter(Boolean);
  const few = Math.min(each.length, MOST_LINES);
  return Array.from({length: few}, (_, i) =>
      each[Math.round(i * (each.length - 1) / Math.max(1, few - 1))]);
}
