// What the service says of itself.
import { signal } from "@preact/signals";
import { ask } from "./api.js";

/** Whether the service changes nothing, whatever is asked. */
export const readOnly = signal(false);

/** Version of the service; empty until it has answered. */
export const version = signal("");

/** @typedef {{ service: { version: string, readOnly: boolean } }} About */

ask("About").then(
  (/** @type {About} */ { service }) => {
    readOnly.value = service.readOnly;
    version.value = service.version;
  },
  () => {}, // whoever asks next says so
);
