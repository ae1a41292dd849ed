// A list of experiments that stays true while news comes in. Everything here is a function of its arguments.

/** @typedef {"QUEUED" | "RUNNING" | "FINISHED" | "CANCELLED" | "FAILED"} Status */
/** @typedef {{ status: Status, stage: string, done: number, total: number, pairs: number, plannedPairs: number,
 *   secondsLeft?: number | null }} Progress */
/** @typedef {{ id: string, title: string, createdAt: string, finishedAt: string | null, failure: string | null,
 *   stopped: string | null, progress: Progress, world: { name: string }, policies: { name: string }[] }} Listed */

/**
 * The list after some news: what is in it is brought up to date; what is new comes first, if it fits what is asked.
 * @param {Listed[]} list
 * @param {Listed} news
 * @param {(listed: Listed) => boolean} fits
 * @returns {Listed[]}
 */
export function withNews(list, news, fits) {
  const at = list.findIndex((each) => each.id === news.id);
  if (at < 0) return fits(news) ? [news, ...list] : list;
  return list.map((each, i) => (i === at ? news : each));
}

/**
 * Whether an experiment is among those asked for, as the service decides it.
 * @param {{ text: string, status: string }} filter
 * @returns {(listed: Listed) => boolean}
 */
export function fitting({ text, status }) {
  const wanted = text.trim().toLowerCase();
  return (listed) =>
    (!wanted || listed.title.toLowerCase().includes(wanted)) && (!status || listed.progress.status === status);
}

/** How an experiment stands, in a few words. @param {Listed} listed */
export function standing({ progress, stopped, failure }) {
  switch (progress.status) {
    case "QUEUED":
      return "waits for its turn";
    case "RUNNING":
      return `${progress.pairs} of ${progress.plannedPairs} pairs`;
    case "FAILED":
      return failure?.split("\n")[0] ?? "failed";
    case "CANCELLED":
      return progress.pairs > 0 && stopped ? `called off after ${progress.pairs} pairs` : "called off";
    default:
      return `${progress.pairs} pairs`;
  }
}
