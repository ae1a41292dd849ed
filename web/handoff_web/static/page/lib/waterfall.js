// What adds up to a total, as bars that begin where the one before ended. Everything here is a function of its arguments.

/** @typedef {{ label: string, amount: number }} Part */
/** @typedef {{ label: string, amount: number, from: number, to: number, isTotal: boolean }} Step */

/** @param {Part[]} parts @param {string} label - Of the total. @returns {Step[]} Ends of each in the unit of the amounts. */
export function steps(parts, label) {
  let level = 0;
  const found = parts.map(({ label: what, amount }) => {
    const from = level;
    level += amount;
    return { label: what, amount, from, to: level, isTotal: false };
  });
  return [...found, { label, amount: level, from: 0, to: level, isTotal: true }];
}

/**
 * Left end and width of each step, as percent of a line that holds all of them and zero.
 * @param {Step[]} steps
 * @returns {{ left: number, width: number }[]}
 */
export function bars(steps) {
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const span = high - low || 1;
  return steps.map(({ from, to }) => ({
    left: (100 * (Math.min(from, to) - low)) / span,
    width: Math.max(0.6, (100 * Math.abs(to - from)) / span),
  }));
}

/** Where zero is on that line, in percent. @param {Step[]} steps */
export function zeroOf(steps) {
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return (100 * (0 - low)) / (high - low || 1);
}
