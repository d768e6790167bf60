import { z } from 'zod';
import type { Activity } from '../../conversation/activity.ts';

/** Source: Bot Framework activity schema, "Mention entity"; Teams marks the place in the text with `<at>`. */
const mentionSchema = z.looseObject({
  type: z.literal('mention'),
  mentioned: z.looseObject({ id: z.string(), name: z.string().nullish() }),
  text: z.string().nullish(),
});

type Mention = z.infer<typeof mentionSchema>;

/** Whether the one to whom the activity was sent is named in it. */
export function isMentioned({ entities, recipient }: Activity): boolean {
  return mentionsIn(entities).some(({ mentioned }) => mentioned.id === recipient?.id);
}

/** What was said, without the name of the bot; other people are called by their names. */
export function textWithoutMentions({ text = '', entities, recipient }: Activity): string {
  let said = text;
  for (const { text: place, mentioned } of mentionsIn(entities)) {
    if (!place) continue;
    const name = mentioned.id === recipient?.id ? ' ' : withoutMarks(place);
    // A function, as in a replacement that is text `$` has a meaning of its own.
    said = said.replaceAll(place, () => name);
  }
  return withoutMarks(said)
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function mentionsIn(entities: unknown): Mention[] {
  if (!Array.isArray(entities)) return [];
  return entities.flatMap((entity: unknown) => mentionSchema.safeParse(entity).data ?? []);
}

function withoutMarks(text: string): string {
  return text.replace(/<\/?at(\s[^<>]*)?>/g, '');
}
