import type { Fault } from './official-schema.ts';

/**
 * Keys of a language file whose strings a person reads. A prompt is not among them: it is what the bot is sent, and
 * the bot reads one language.
 */
const shown = /^(name|description)\.(short|full)$|\.(title|description)$/;
/** Teams takes no translation for these. */
const untranslated = /^(developer|icons)\b/;

/** Every string of a manifest that is shown to people, by the key that a language file has for it. */
function shownStrings(manifest: object): string[] {
  return keysIn(manifest, '').filter((key) => shown.test(key) && !untranslated.test(key));
}

/** What a language file lacks of the manifest's strings, and what it has beyond them. */
export function languageFaults(input: {
  file: string;
  language: Record<string, unknown>;
  manifest: object;
}): Fault[] {
  const { file, language, manifest } = input;
  const wanted = shownStrings(manifest);
  const existing = new Set([...keysIn(manifest, ''), '$schema']);
  const missing = wanted.filter((key) => language[key] === undefined);
  const left = Object.keys(language).filter((key) => !existing.has(key));
  return [
    ...missing.map((place) => ({
      file,
      place,
      message: 'is not translated',
      hint: `Add "${place}" with the manifest's text in this language.`,
    })),
    ...left.map((place) => ({
      file,
      place,
      message: 'stands for nothing in the manifest',
      hint: 'Take it out, or correct its number.',
    })),
  ];
}

function keysIn(value: unknown, path: string): string[] {
  if (typeof value === 'string') return [path];
  if (Array.isArray(value)) return value.flatMap((part: unknown, index) => keysIn(part, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    keysIn(part, path === '' ? name : `${path}.${name}`),
  );
}
