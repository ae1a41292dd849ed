// The one way to the service: named operations over GraphQL, subscriptions over one WebSocket.
import { createClient } from "graphql-ws";
import { signal } from "@preact/signals";

/** Whether the service answers; a failed request makes it "away", the next answer makes it "here" again. */
export const service = signal(/** @type {"here" | "away"} */ ("here"));

/** How often a lost line of news was taken up again; what happened meanwhile was told to nobody. */
export const takenUpAgain = signal(0);

/** Set while the service asks for a token: what to do again once there is one. */
export const tokenWanted = signal(/** @type {null | { wrong: boolean }} */ (null));

const TOKEN = "handoff-token";
const WAIT = [500, 1000, 2000, 4000]; // milliseconds between attempts to reach a service that is away

/** What the service refused, or why it could not be asked. */
export class Refused extends Error {
  /**
   * @param {string} message - For people.
   * @param {string} code - Such as UNAUTHENTICATED or BAD_USER_INPUT; AWAY where the service did not answer.
   */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/** @type {Promise<Record<string, string>> | undefined} */
let texts;

/** @returns {Promise<Record<string, string>>} The texts of all operations, fetched once. */
function operations() {
  texts ??= fetch("/operations.json", { credentials: "same-origin" }).then(
    (answer) => answer.json(),
    (error) => {
      texts = undefined;
      throw new Refused(String(error), "AWAY");
    },
  );
  return texts;
}

/** @param {string} name @returns {Promise<string>} */
async function operation(name) {
  const text = (await operations())[name];
  if (!text) throw new Refused(`operation: the service knows none named ${name}; open this page again`, "UNKNOWN");
  return text;
}

/**
 * Ask the service.
 * @template T
 * @param {string} name - The operation's.
 * @param {Record<string, unknown>} [variables]
 * @param {{ signal?: AbortSignal }} [how] - A signal that calls it off.
 * @returns {Promise<T>} What it answers, as the operation has it.
 * @throws {Refused}
 */
export async function ask(name, variables = {}, { signal: abort } = {}) {
  let answer;
  try {
    const query = await operation(name);
    const token = sessionStorage.getItem(TOKEN);
    const response = await fetch("/graphql", {
      method: "POST",
      credentials: "same-origin",
      signal: abort ?? null,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    answer = await response.json();
  } catch (error) {
    if (abort?.aborted || error instanceof Refused) throw error;
    service.value = "away";
    throw new Refused("The service does not answer.", "AWAY");
  }
  service.value = "here";
  if (answer.errors) throw refusedBy(answer.errors[0]);
  return answer.data;
}

/** @param {{ message: string, extensions?: { code?: string } }} error */
function refusedBy(error) {
  const code = error.extensions?.code ?? "UNKNOWN";
  if (code === "UNAUTHENTICATED") tokenWanted.value = { wrong: sessionStorage.getItem(TOKEN) !== null };
  return new Refused(error.message, code);
}

/** Keep the token for this tab, and no longer. @param {string} token */
export function giveToken(token) {
  sessionStorage.setItem(TOKEN, token);
  tokenWanted.value = null;
}

/**
 * Ask until the service answers; for what a page cannot do without.
 * @template T
 * @param {string} name @param {Record<string, unknown>} variables @param {AbortSignal} abort
 * @returns {Promise<T>}
 */
export function askPatiently(name, variables, abort) {
  return patiently(() => ask(name, variables, { signal: abort }), abort);
}

/** @type {import("graphql-ws").Client | undefined} */
let socket;

/** One socket for all subscriptions of the page: browsers allow only a few streams of events over all their tabs. */
function sockets() {
  socket ??= createClient({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: pause,
    lazyCloseTimeout: 1000,
    on: {
      connected: (_socket, _payload, wasLost) => {
        service.value = "here";
        if (wasLost) takenUpAgain.value += 1;
      },
      closed: (event) => {
        if (!(/** @type {CloseEvent} */ (event).wasClean)) service.value = "away";
      },
    },
  });
  return socket;
}

/**
 * Watch a subscription until it ends or is called off; a lost connection is made again, and the service then tells
 * how things stand.
 * @template T
 * @param {string} name - The operation's.
 * @param {Record<string, unknown>} variables
 * @param {(news: T) => void} onNews
 * @param {{ onEnd?: () => void, onRefused?: (why: Refused) => void }} [told] - The end is also that of a service that
 *   is closed; whoever watches what never ends asks again.
 * @returns {() => void} Ends it.
 */
export function watch(name, variables, onNews, { onEnd = () => {}, onRefused = () => {} } = {}) {
  const abort = new AbortController();
  let end = () => {};
  const refused = (/** @type {any} */ why) => {
    if (!abort.signal.aborted) onRefused(why instanceof Refused ? why : refusedBy(why?.[0] ?? { message: String(why) }));
  };
  patiently(() => operation(name), abort.signal).then((query) => {
    if (abort.signal.aborted) return;
    end = sockets().subscribe(
      { query, variables },
      {
        next: ({ data, errors }) => (errors ? refused(errors) : onNews(/** @type {T} */ (data))),
        error: refused,
        complete: () => abort.signal.aborted || onEnd(),
      },
    );
  }, refused);
  return () => {
    abort.abort();
    end();
  };
}

/** @param {number} attempt - Counted from 0. */
const pause = (attempt) => new Promise((resolve) => setTimeout(resolve, WAIT[Math.min(attempt, WAIT.length - 1)]));

/**
 * Try until the service answers, or it is called off.
 * @template T
 * @param {() => Promise<T>} what @param {AbortSignal} abort
 * @returns {Promise<T>}
 */
async function patiently(what, abort) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await what();
    } catch (error) {
      if (abort.aborted || !(error instanceof Refused) || error.code !== "AWAY") throw error;
      service.value = "away";
      await pause(attempt);
    }
  }
}
