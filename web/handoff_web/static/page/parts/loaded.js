// A question to the service whose answer a part of the page waits for.
import { useEffect, useState } from "../lib/html.js";
import { askPatiently } from "../lib/api.js";

/**
 * The answer to an operation, asked again when its variables change; `again` asks once more, and what is shown stays.
 * @template T
 * @param {string} name - The operation's.
 * @param {Record<string, unknown> | null} variables - Null asks nothing.
 * @returns {{ data: T | undefined, error: unknown, again: () => void }}
 */
export function useAnswer(name, variables) {
  const key = JSON.stringify(variables);
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState(/** @type {{ key: string, data?: T, error?: unknown }} */ ({ key: "" }));
  useEffect(() => {
    if (variables === null) return undefined;
    const abort = new AbortController();
    askPatiently(name, variables, abort.signal).then(
      (data) => abort.signal.aborted || setHeld({ key, data: /** @type {T} */ (data) }),
      (error) => abort.signal.aborted || setHeld({ key, error }),
    );
    return () => abort.abort();
  }, [name, key, round]);
  const current = held.key === key;
  return {
    data: current ? held.data : undefined,
    error: current ? held.error : undefined,
    again: () => {
      if (held.error) setHeld({ key: "" });
      setRound((before) => before + 1);
    },
  };
}
