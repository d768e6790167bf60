import { z } from 'zod';
import { DeskError } from './errors.ts';

/** Characters of one message to a visitor, or of a note. */
const maxTextCharacters = 8000;
/** Files that go with one message. */
const maxFiles = 10;

const id = z.string().min(1).max(300);
const text = z.string().max(maxTextCharacters);
const count = (most: number) => z.coerce.number().int().min(1).max(most);
const position = z.coerce.number().int().min(0).max(1e15);

export const codeSchema = z.strictObject({ code: z.string().min(1).max(200) });
export const escalationIdSchema = z.string().min(1).max(100);
export const logSchema = z.object({
  after: position.optional(),
  before: position.optional(),
  limit: count(200).default(100),
});
export const searchSchema = z.object({
  text: z.string().trim().min(2).max(200),
  limit: count(100).default(25),
});
export const transcriptSchema = z.object({ as: z.enum(['html', 'txt', 'md', 'json']) });
export const nothingSchema = z.strictObject({}).optional();
export const handOnSchema = z.strictObject({ to: id.optional() });
export const closeSchema = z.strictObject({ solved: z.boolean(), check: id.optional() });
export const messageSchema = z
  .strictObject({
    key: z.string().min(8).max(100),
    text: text.optional(),
    files: z.array(z.string().min(1).max(200)).max(maxFiles).optional(),
  })
  .refine((message) => message.text?.trim() || message.files?.length, 'holds neither text nor files');
export const noteSchema = z.strictObject({ text: text.trim().min(1) });
export const revealSchema = z.strictObject({ kind: z.enum(['email', 'phone', 'card', 'code']) });
export const readSchema = z.strictObject({ upTo: z.number().int().min(0) });
/** What a page says over its socket: whether its agent takes cases, and which case it shows. */
export const pageSchema = z.strictObject({
  status: z.enum(['available', 'away']).optional(),
  watch: escalationIdSchema.nullable().optional(),
});

/** What came in, in the form it should have. @throws DeskError `InputInvalid`, naming what is wrong. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new DeskError('InputInvalid', wrong.slice(0, 5).join('; '));
}
