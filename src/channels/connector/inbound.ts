import { z } from 'zod';
import type { Activity } from '../../conversation/activity.ts';
import { SupportError } from '../../errors.ts';

const maxDepth = 64;

/** Ids are stored and compared: no control characters, which not every database can keep. */
const id = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^\P{Cc}*$/u, 'no control characters');
const name = z
  .string()
  .max(512)
  .transform((text) => text.replace(/\p{Cc}/gu, ' '));
const nullish = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const account = z.looseObject({ id, name: nullish(name), aadObjectId: nullish(id) });

const attachment = z.looseObject({
  contentType: z.string().max(256),
  contentUrl: nullish(z.string()),
  name: nullish(z.string().max(512)),
});

/** What a channel sends. Source: Bot Framework activity schema. Fields that are not named here pass untouched. */
const activitySchema = z.looseObject({
  type: z.string().min(1).max(64),
  id: nullish(id),
  channelId: id.max(64).regex(/^[a-z0-9._-]+$/i),
  serviceUrl: z.string().max(2048).default(''),
  from: account,
  recipient: account,
  conversation: z.looseObject({
    id,
    conversationType: nullish(z.string().max(64)),
    isGroup: nullish(z.boolean()),
    tenantId: nullish(z.string().max(64)),
  }),
  membersAdded: nullish(z.array(account).max(1000)),
  membersRemoved: nullish(z.array(account).max(1000)),
  replyToId: nullish(id),
  locale: nullish(z.string().max(35)),
  localTimezone: nullish(z.string().max(64)),
  text: nullish(z.string().max(100_000)),
  name: nullish(z.string().max(256)),
  action: nullish(z.string().max(64)),
  entities: nullish(z.array(z.unknown()).max(250)),
  attachments: nullish(z.array(attachment).max(50)),
  channelData: nullish(z.record(z.string(), z.unknown())),
});

/** An activity as a channel sends it. */
export type ChannelActivity = z.infer<typeof activitySchema> & Activity;

/** @throws SupportError `connector.invalid`, naming what is wrong. */
export function parseActivity(body: unknown): ChannelActivity {
  if (isDeeper(body, maxDepth)) {
    throw new SupportError('connector.invalid', `An activity is nested deeper than ${maxDepth} levels.`);
  }
  const parsed = activitySchema.safeParse(body);
  if (parsed.success) return withoutNulls(parsed.data);
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new SupportError('connector.invalid', `An activity is wrong: ${wrong.slice(0, 5).join('; ')}`);
}

function withoutNulls(activity: z.infer<typeof activitySchema>): ChannelActivity {
  const set = Object.entries(activity).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(set) as ChannelActivity;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}
