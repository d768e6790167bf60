import { z } from 'zod';

/** Texts that agents write often: `saved-replies.en.yaml`. */
export const savedRepliesSchema = z
  .array(
    z.strictObject({
      /** What is typed after `/` to find it. */
      name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name looks like ask-for-picture'),
      title: z.string().trim().min(1).max(80),
      /** Markdown. */
      text: z.string().trim().min(1).max(2000),
    }),
  )
  .max(200)
  .refine(
    (replies) => new Set(replies.map(({ name }) => name)).size === replies.length,
    'two replies have the same name',
  );

export type SavedReply = z.infer<typeof savedRepliesSchema>[number];
