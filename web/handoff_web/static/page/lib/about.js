// What the service says of itself.
import { signal } from "@preact/signals";
import { ask } from "./api.js";

/** Whether the service changes nothing, whatever is asked. */
export const readOnly = signal(false);

/** Version of the service; empty until it has answered. */
export const version = signal("");

/** Processes that make runs; 0 until it has answered. */
export const workers = signal(0);

/** @typedef {{ service: { version: string, readOnly: boolean, workers: number } }} About */

ask("About").then(
  (/** @type {About} */ { service }) => {
    readOnly.value = service.readOnly;
    version.value = service.version;
    workers.value = service.workers;
  },
  () => {}, // whoever asks next says so
);
