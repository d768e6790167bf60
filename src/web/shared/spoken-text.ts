import type { Activity } from '../../conversation/activity.ts';

/** A message as it is read aloud: a card's summary, or the text without the signs of Markdown. */
export function spokenText(activity: Activity): string {
  const summary = typeof activity.summary === 'string' ? activity.summary : undefined;
  const files = (activity.attachments ?? []).flatMap(({ name }) => name ?? []);
  return [plain(summary ?? activity.text ?? ''), ...files].filter(Boolean).join('\n');
}

function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>~|])/g, '$1')
    .trim();
}
