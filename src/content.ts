import { join } from 'node:path';
import type { Guide } from './guide/guide.ts';
import { guideInvalid, inspectGuide } from './guide/load-guide.ts';
import type { Problem } from './guide/problem.ts';
import { createCards, type FillCard } from './presentation/card-templates.ts';
import { inspectContent } from './presentation/inspect-content.ts';

/** The guide and the cards that show it, checked together. */
export interface Content {
  guide: Guide;
  fill: FillCard;
}

/**
 * Reads and checks `knowledge/phone-link` and `cards` below `root`. Content is there only without errors.
 * @param options.thorough looks for phrases that pull two sections together too.
 */
export function inspectAll(
  root: string,
  options: { thorough?: boolean } = {},
): { content?: Content; problems: Problem[] } {
  const { guide, problems, lineOfPhrase } = inspectGuide(join(root, 'knowledge', 'phone-link'), options);
  if (!guide) return { problems };
  const fill = createCards(join(root, 'cards'));
  const all = [...problems, ...inspectContent({ guide, fill, lineOfPhrase })];
  if (all.some(({ severity }) => severity === 'error')) return { problems: all };
  return { content: { guide, fill }, problems: all };
}

/**
 * The same for a program that needs it.
 * @throws SupportError `guide.invalid` with the whole report.
 */
export function loadContent(root: string): Content {
  const { content, problems } = inspectAll(root);
  if (!content) throw guideInvalid(problems);
  return content;
}
