// Where a number stands on a line. Everything here is a function of its arguments.

/** @typedef {{ low: number | null, high: number | null, difference: number | null, smallestEffect: number }} Interval */

/**
 * How far a line must reach to either side of zero to hold some intervals. It takes steps of two, so that intervals
 * can be seen to tighten, and the line is drawn anew only now and then.
 * @param {Interval[]} intervals
 * @returns {number} The same for all of them; 1 where there is nothing to go by.
 */
export function reach(intervals) {
  const ends = intervals.flatMap(({ low, high, difference }) => [low, high, difference]);
  const known = ends.map(Number).filter(Number.isFinite); // null counts as 0
  const widest = Math.max(0, ...known.map(Math.abs));
  const unit = Math.max(0, ...intervals.map((each) => each.smallestEffect)) || widest || 1;
  return unit * 2 ** Math.max(1, Math.ceil(Math.log2(Math.max(widest / unit, 1e-9))));
}

/** Percent of the line's width from its left end, never beyond its ends. @param {number} value @param {number} reach */
export function percent(value, reach) {
  return Math.min(100, Math.max(0, 50 + (50 * value) / reach));
}

/**
 * What is drawn of one interval: parts as percent of the line.
 * @param {Interval} interval @param {number} reach
 * @returns {{ band: [number, number], bar: [number, number] | null, point: number | null, cut: boolean }}
 */
export function drawn({ low, high, difference, smallestEffect }, reach) {
  const from = percent(low ?? -reach, reach);
  const to = percent(high ?? reach, reach);
  const open = low === null || high === null;
  return {
    band: [percent(-smallestEffect, reach), percent(smallestEffect, reach)],
    bar: difference === null ? null : [from, to],
    point: difference === null ? null : percent(difference, reach),
    cut: open || low < -reach || high > reach,
  };
}

/**
 * Things by a key, in the order in which keys first come up.
 * @template T
 * @param {T[]} things @param {(thing: T) => string} key
 * @returns {[string, T[]][]}
 */
export function grouped(things, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const thing of things) groups.set(key(thing), [...(groups.get(key(thing)) ?? []), thing]);
  return [...groups];
}
