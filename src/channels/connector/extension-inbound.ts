import { z } from 'zod';
import { htmlToText } from './html-to-text.ts';

/** The commands of the app's manifest. */
export const extensionCommands = { fix: 'fixPhoneLink', find: 'findCheck' } as const;

/** Characters of a message that a case is begun with; what comes later rarely changes what it is about. */
const longestSymptom = 4000;
/** Characters of a search that are looked at. */
const longestSearch = 600;
/** Most checks of one answer, so that it stays well under the size of a message. */
const mostResults = 8;

const messageSchema = z.object({
  id: z.string().min(1).max(256),
  deleted: z.boolean().nullish(),
  subject: z.string().max(1000).nullish(),
  body: z
    .object({ contentType: z.string().max(64).nullish(), content: z.string().max(200_000).nullish() })
    .nullish(),
});

const actionSchema = z.object({
  commandId: z.literal(extensionCommands.fix),
  messagePayload: messageSchema,
});

const querySchema = z.object({
  commandId: z.literal(extensionCommands.find),
  parameters: z
    .array(
      z.object({ name: z.string().max(64), value: z.union([z.string().max(20_000), z.boolean()]).nullish() }),
    )
    .max(5)
    .default([]),
  queryOptions: z
    .object({
      skip: z.number().int().min(0).max(1000).nullish(),
      count: z.number().int().min(0).max(1000).nullish(),
    })
    .nullish(),
});

/** What a person did with the message extension. */
export type ExtensionCall =
  | { is: 'fix'; messageId: string; text: string }
  | { is: 'find'; text: string; skip: number; count: number }
  /** `why` tells what is wrong with it, for whoever looks into the answer. */
  | { is: 'malformed'; why: string }
  | { is: 'unknown' };

/**
 * Reads an invoke of the message extension. A message is fixed at once when its command is chosen; a submit of the same
 * command means the same, as clients send it when there is no dialog.
 * Source: Teams, "Define message extension action commands", "Respond to search command".
 */
export function readExtensionCall({ name, value }: { name?: string; value?: unknown }): ExtensionCall {
  switch (name) {
    case 'composeExtension/fetchTask':
    case 'composeExtension/submitAction': {
      const parsed = actionSchema.safeParse(value);
      if (!parsed.success) return malformed(parsed.error);
      const { messagePayload } = parsed.data;
      return { is: 'fix', messageId: messagePayload.id, text: textOf(messagePayload) };
    }
    case 'composeExtension/query': {
      const parsed = querySchema.safeParse(value);
      if (!parsed.success) return malformed(parsed.error);
      const { parameters, queryOptions } = parsed.data;
      // The first look, before anything is typed, has a parameter of this name.
      const typed = parameters.find((one) => one.name !== 'initialRun')?.value;
      return {
        is: 'find',
        text: typeof typed === 'string' ? typed.slice(0, longestSearch).trim() : '',
        skip: queryOptions?.skip ?? 0,
        count: Math.min(queryOptions?.count ?? mostResults, mostResults),
      };
    }
    default:
      return { is: 'unknown' };
  }
}

/** Whom a message calls by name says nothing about what is wrong. */
const mention = /<at\b[^<>]*>[^<]*<\/at>/gi;

function textOf({ deleted, subject, body }: z.infer<typeof messageSchema>): string {
  if (deleted) return '';
  const content = body?.content ?? '';
  const said = body?.contentType === 'text' ? content.trim() : htmlToText(content.replace(mention, ' '));
  const whole = [subject?.trim() ?? '', said].filter((part) => part !== '').join('\n');
  return whole.slice(0, longestSymptom).trim();
}

function malformed(error: z.ZodError): ExtensionCall {
  const why = error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'value'}: ${message}`);
  return { is: 'malformed', why: why.join('; ') };
}
