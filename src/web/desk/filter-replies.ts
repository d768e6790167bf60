import type { SavedReply } from './wire.ts';

/** Saved replies that have all words of the filter in name, title or text; those by name or title first. */
export function filterReplies(replies: readonly SavedReply[], filter: string): SavedReply[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const byTitle = replies.filter(({ name, title }) => has(`${name} ${title}`));
  const byText = replies.filter(
    (one) => !byTitle.includes(one) && has(`${one.name} ${one.title} ${one.text}`),
  );
  return [...byTitle, ...byText];
}
