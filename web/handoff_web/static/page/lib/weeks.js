// The weeks of a shop, to find the one that tells something. Everything here is a function of its arguments.

/** @typedef {{ name: string, count: number }} Count */
/** @typedef {{ week: number, decisions: number, quotesSent: number, accepted: number, noBids: Count[], declined: Count[],
 *   makers: Count[], others: Count[] }} Week */

/** @param {Count[]} counts */
export const sum = (counts) => counts.reduce((before, each) => before + each.count, 0);

/** How often it said no: to a buyer's request, or to a handoff. @param {Week} week */
export const refusals = (week) => sum(week.noBids) + sum(week.declined);

/** Weeks in which it said no, those with a declined handoff first, the most refusals first. @param {Week[]} weeks */
export function tellingWeeks(weeks) {
  return weeks
    .filter((week) => refusals(week) > 0)
    .sort((a, b) => sum(b.declined) - sum(a.declined) || refusals(b) - refusals(a) || a.week - b.week);
}

/** A week in words. @param {Week} week */
export function inWords({ quotesSent, accepted, noBids, declined, decisions }) {
  const counts = (/** @type {Count[]} */ named) =>
    named.map(({ name, count }) => `${name.toLowerCase().replaceAll("_", " ")}${count > 1 ? ` ${count}` : ""}`).join(", ");
  const said = [
    quotesSent && `quoted ${quotesSent}`,
    noBids.length && `did not bid: ${counts(noBids)}`,
    accepted && `took ${accepted} handed work`,
    declined.length && `declined: ${counts(declined)}`,
  ].filter(Boolean);
  return said.length ? said.join(" · ") : `${decisions} routine decisions`;
}
