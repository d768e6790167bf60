import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../src/project-root.ts';

const web = join(projectRoot, 'src', 'web');
const languagesIn = (folder: string) =>
  readdirSync(join(web, folder)).flatMap((name) => /^texts\.(.+)\.json$/.exec(name)?.[1] ?? []);

/** Every text of a language file by its path, such as `phone.title`. */
function textsOf(folder: string, language: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, path: string[]): void => {
    if (typeof value === 'string') texts.set(path.join('.'), value);
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, [...path, key]);
  };
  walk(JSON.parse(readFileSync(join(web, folder, `texts.${language}.json`), 'utf8')), []);
  return texts;
}

const placeholders = (text: string | undefined) => [...new Set(text?.match(/\{\w+\}/g))].sort();

describe('the language files of the widget', () => {
  it('are in English and German', () => {
    expect(languagesIn('shared')).toEqual(expect.arrayContaining(['en', 'de']));
  });
});

/** The widget, the desk, the support lead's page. */
describe.each(['shared', 'desk', 'insights'])('the language files in src/web/%s', (folder) => {
  const languages = languagesIn(folder);

  it.each(languages)('in %s have the same texts as in English, and none is empty', (language) => {
    const texts = textsOf(folder, language);
    expect([...texts.keys()].sort()).toEqual([...textsOf(folder, 'en').keys()].sort());
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each(languages)('in %s fill in the same values as in English', (language) => {
    const texts = textsOf(folder, language);
    for (const [path, text] of textsOf(folder, 'en'))
      expect([path, placeholders(texts.get(path))]).toEqual([path, placeholders(text)]);
  });

  it.each(languages)('are named as browsers name the language (%s)', (language) => {
    expect(Intl.getCanonicalLocales(language)).toEqual([language]);
  });
});
