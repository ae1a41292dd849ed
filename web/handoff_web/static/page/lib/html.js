// Markup as tagged templates, and the few things every part of the page is made with.
import { Fragment, h, render } from "preact";
import { useCallback, useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { batch, computed, effect, signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import htm from "htm";

export const html = htm.bind(h);

export {
  batch, computed, effect, Fragment, render, signal, useCallback, useComputed, useEffect, useId, useMemo, useRef,
  useSignal, useSignalEffect, useState,
};
