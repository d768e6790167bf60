import { words } from './text.ts';

/** From this share of its words a text is in a language that the bot does not read. */
const mostlyFrom = 0.5;
/** Texts of one word are answers in every language: "nein", "si". */
const leastWords = 2;

/**
 * Whether a text is in another language: half of its words are everyday words of one, or its letters are not Latin.
 * @param languages everyday words of each, none of which is an English word too.
 */
export function isInOtherLanguage(
  text: string,
  languages: Readonly<Record<string, ReadonlySet<string>>>,
): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const foreign = text.match(/[^\P{L}\p{Script=Latin}]/gu)?.length ?? 0;
  if (foreign > 0 && 2 * foreign > letters) return true;
  const said = words(text);
  if (said.length < leastWords) return false;
  return Object.values(languages).some(
    (everyday) => said.filter((word) => everyday.has(word)).length >= mostlyFrom * said.length,
  );
}
