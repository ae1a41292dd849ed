// What there is to say of questions and their answers. Everything here is a function of its arguments.
import { count } from "./format.js";

/** @typedef {{ size: "QUICK" | "FULL", worlds: string[], pairs: number | null, weeks: number | null, combinations: number, runs: number,
 *   shopWeeks: number }} Work */
/** @typedef {{ world: string, metric: string, title: string, unit: string, low: number | null, high: number | null, pairs: number }} InWorld */
/** @typedef {InWorld & { combination: string, difference: number | null, verdict: string | null }} Combination */
/** @typedef {InWorld & { factor: string, level: string, effect: number | null }} Effect */
/** @typedef {{ name: string, numbers: (number | null)[] | null, texts: (string | null)[] | null }} Column */
/** @typedef {{ title: string, columns: Column[] }} Table */
/** @typedef {{ world: string, worldNumber: number, worlds: number, done: number, total: number }} Going */

/** How much work a size is, in words. @param {Work} work */
export function cost({ runs, worlds }) {
  return `${count(runs, "run")} in ${worlds.length === 1 ? worlds[0] : count(worlds.length, "world")}`;
}

/** How many times the quick size the full one is, in words; nothing where they are alike. @param {Work} quick @param {Work} full */
export function timesQuick(quick, full) {
  const times = full.shopWeeks / quick.shopWeeks;
  if (!(times >= 1.5)) return "";
  return `, about ${times < 10 ? Number(times.toFixed(1)) : Math.round(times)} times the work of the quick one`;
}

/**
 * Combinations in one world and metric, the best first; where neither way is better, the most first.
 * @param {Combination[]} all @param {string} world @param {string} metric @param {string | undefined} direction - Of the metric.
 * @returns {Combination[]}
 */
export function ranked(all, world, metric, direction) {
  const sign = direction === "LOWER" ? 1 : -1;
  const value = (/** @type {Combination} */ each) => (each.difference === null ? Infinity : sign * each.difference);
  return all
    .filter((each) => each.world === world && each.metric === metric)
    .sort((a, b) => value(a) - value(b));
}

/** A level where its factor is named beside it. @param {Effect} effect */
export function shortLevel({ factor, level }) {
  return level.startsWith(`${factor} `) ? level.slice(factor.length + 1) : level;
}

/** Rows of a table, its cells as they stand in the columns. @param {Table} table @returns {(string | number | null)[][]} */
export function rowsOf({ columns }) {
  const cells = columns.map(({ numbers, texts }) => numbers ?? texts ?? []);
  return (cells[0] ?? []).map((_, row) => cells.map((column) => column[row] ?? null));
}

/** Where a question is, in words. @param {Going} progress */
export function whereabouts({ world, worldNumber, worlds }) {
  if (!world) return "It begins";
  return worlds > 1 ? `World ${worldNumber} of ${worlds}: ${world}` : `In ${world}`;
}

/** What broke, and the line that says what went wrong. @param {string} failure */
export function shortly(failure) {
  const lines = failure.split("\n").map((line) => line.trim()).filter(Boolean);
  const first = (lines[0] ?? "").replace(/: Traceback .*$/, "");
  return lines.length > 1 ? `${first}: ${lines[lines.length - 1]}` : first;
}
