// Markup as tagged templates, and the few things every part of the page is made with.
import { Fragment, h, render } from "preact";
import { useCallback, useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { batch, computed, effect, signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import htm from "htm";

export const html = htm.bind(h);

/** A handler of events that is given the text of the field. @param {(text: string) => void} then @returns {(event: Event) => void} */
export const withText = (then) => (event) => then(/** @type {HTMLInputElement} */ (event.currentTarget).value);

/** A text whose names between backticks are set as code. @param {string} text */
export const withCode = (text) => text.split("`").map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));

export {
  batch, computed, effect, Fragment, render, signal, useCallback, useComputed, useEffect, useId, useMemo, useRef,
  useSignal, useSignalEffect, useState,
};
