/** Puts values into a text: `fill('{a} of {b}', {a: 1, b: 2})` is `1 of 2`. An unknown name stays as it is. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}

/** A text that says it differently of one. */
export interface CountedText {
  one: string;
  other: string;
}

/** Puts a number and other values into the form of a text that fits the number. */
export function counted(
  forms: CountedText,
  count: number,
  values: Record<string, string | number> = {},
): string {
  return fill(count === 1 ? forms.one : forms.other, { ...values, count });
}

/** The text for a name that came from the server; the name itself when the language file lacks it. */
export function textFor(names: Record<string, unknown>, name: string): string {
  const text = Object.hasOwn(names, name) ? names[name] : undefined;
  return typeof text === 'string' ? text : name;
}
