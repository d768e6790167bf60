import type { Activity } from '../../conversation/activity.ts';
import { latestVersions } from '../shared/history.ts';
import { fill, texts } from '../shared/texts.ts';
import { spokenText } from '../shared/spoken-text.ts';
import { nameOf, senderOf } from './sender.ts';

/** The conversation as a text that reads well anywhere: one line a message, with its time and who said it. */
export function transcriptText(parts: {
  activities: Activity[];
  userId: string | undefined;
  locale: string;
  now: Date;
}): string {
  const { activities, userId, locale, now } = parts;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const lines = latestVersions(activities.filter(({ type }) => type === 'message')).map(({ activity }) => {
    const at = activity.timestamp === undefined ? '' : `[${date.format(new Date(activity.timestamp))}] `;
    const files = (activity.attachments ?? []).flatMap(({ name }) => name ?? []);
    const said = spokenText({ ...activity, attachments: [] }).replaceAll('\n', '\n    ');
    const attached = files.map((name) => fill(texts.transcript.attachment, { name }));
    return `${at}${nameOf(senderOf(activity, userId))}: ${[said, ...attached].filter(Boolean).join(' ')}`;
  });
  const head = [texts.transcript.title, fill(texts.transcript.saved, { date: date.format(now) })];
  return [...head, '', ...lines, ''].join('\n');
}
