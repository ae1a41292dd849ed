// What there is to say of runs. Everything here is a function of its arguments.
import { count } from "./format.js";

/** The line of a traceback that says what went wrong: the last that says anything. @param {string | null} failure */
export function lastLine(failure) {
  const lines = (failure ?? "").split("\n").map((line) => line.trim());
  return lines.filter(Boolean).pop() ?? "it did not say why";
}

/**
 * Who makes the runs, and who else has to be served.
 * @param {number} workers - 0 while the service has not told.
 * @param {number | undefined} others - Other experiments that have not ended; undefined while not known.
 */
export function sharing(workers, others) {
  if (workers === 0) return "";
  const made = count(workers, "worker");
  if (others === undefined) return made;
  return others === 0 ? `${made}, all for this one` : `${made}, shared with ${count(others, "other experiment")}`;
}
