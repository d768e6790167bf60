import { chooseLanguage, directionOf, validLanguage } from './language.ts';
import { overlay } from './texts.ts';

declare global {
  /** Set by the build of a page: the languages there are beside English, by the folder their files are in. */
  const TEXT_FILES: Readonly<Record<string, readonly string[]>>;
}

/** The language asked for: in the address of the page (`?lang=de`), else by the browser. */
export function askedLanguage(page: { search: string; browser: string }): string {
  return validLanguage(new URLSearchParams(page.search).get('lang') ?? page.browser);
}

/**
 * Puts the texts of a page into the language that is asked for, when the page's own are there in it; what a file
 * lacks, and what does not come, stays English.
 * @param input.texts the page's texts by folder, its own first.
 * @returns the language of the page's own texts, and the way it is written.
 */
export async function useLanguage(input: {
  asked: string;
  texts: readonly { folder: string; of: object }[];
  files: Readonly<Record<string, readonly string[]>>;
  fetch: typeof fetch;
}): Promise<{ language: string; direction: 'ltr' | 'rtl' }> {
  const { asked, files, texts } = input;
  const [own] = texts.map(({ folder }) => chooseLanguage(asked, files[folder] ?? []));
  if (own === undefined) return english;
  const load = async ({ folder }: { folder: string }): Promise<unknown> => {
    if (!files[folder]?.includes(own)) return undefined;
    try {
      const response = await input.fetch(`${folder}/${own}.json`);
      return response.ok ? await response.json() : undefined;
    } catch {
      return undefined;
    }
  };
  const loaded = await Promise.all(texts.map(load));
  if (loaded[0] === undefined) return english;
  texts.forEach(({ of }, index) => overlay(of, loaded[index]));
  return { language: own, direction: directionOf(own) };
}

const english = { language: 'en', direction: 'ltr' } as const;
