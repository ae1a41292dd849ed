// What is typed into a field whose value is kept elsewhere.
import { useState } from "../lib/html.js";
import { same } from "../lib/fields.js";

/**
 * The text of a field: what was typed, until the value becomes another than that text was typed for. It is found while the
 * field is drawn, never corrected afterwards: a late correction would meet the next key.
 * @param {unknown} value @param {(text: string) => string} textFor - The text once the value is another, given what stands there.
 * @returns {[string, (text: string, value: unknown) => void]} The text, and what takes a new one with the value it stands for.
 */
export function useTyped(value, textFor) {
  const [typed, setTyped] = useState(() => ({ text: textFor(""), of: value }));
  const text = same(typed.of, value) ? typed.text : textFor(typed.text);
  return [text, (text, of) => setTyped({ text, of })];
}
