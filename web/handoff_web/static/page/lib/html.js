// Markup as tagged templates, and the few things every part of the page is made with.
import { h, render } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import htm from "htm";

export const html = htm.bind(h);

/** A handler of events that is given the text of the field. @param {(text: string) => void} then @returns {(event: Event) => void} */
export const withText = (then) => (event) => then(/** @type {HTMLInputElement} */ (event.currentTarget).value);

/** A text whose names between backticks are set as code. @param {string} text */
export const withCode = (text) => text.split("`").map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));

export { render, signal, useEffect, useId, useMemo, useRef, useState };
