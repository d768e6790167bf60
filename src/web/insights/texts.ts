import english from './texts.en.json';

export { fill } from '../shared/fill.ts';

/** Every sentence the page shows. English until `useLanguage` has put another language in its place. */
export const texts = structuredClone(english);

/** The text for a name that came from the server; the name itself when the language file lacks it. */
export function textFor(names: Record<string, unknown>, name: string): string {
  const text = Object.hasOwn(names, name) ? names[name] : undefined;
  return typeof text === 'string' ? text : name;
}
