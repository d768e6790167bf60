import { IANAZone } from 'luxon';
import { z } from 'zod';
import { DirectLineError } from './errors.ts';

/** Characters of an activity's JSON text. Source: Direct Line API 3.0, "256 Ki characters". */
const maxActivityCharacters = 256 * 1024;
const maxDepth = 64;

/** Short text that is stored beside the activity: no control characters, which not every database can keep. */
const shortText = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{Cc}*$/u, 'no control characters');
const nullish = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

/** Clients send null or an empty string for what they do not know. */
const label = shortText(256)
  .nullish()
  .transform((value) => value || undefined);

const userSchema = z.object({ id: label, name: label });

/** Body of POST /tokens/generate and POST /conversations. Source: TokenParameters of the specification. */
const startSchema = z.object({
  user: nullish(userSchema),
  locale: nullish(z.string().max(35)),
  trustedOrigins: nullish(z.array(z.string().max(300).transform(toOrigin)).max(20)),
  eTag: nullish(shortText(256)),
});

const revokeSchema = z.object({ conversationId: label });
const beginSchema = z.object({ start: z.boolean().nullish() });
const linkSchema = z.object({ link: z.string().min(1).max(256) });
const resumeSchema = z.object({ resumeToken: z.string().min(1).max(4096) });

/**
 * Addresses a client may send: those of Direct Line API 3.0, "Sending attachments by URL", and of `data:` only
 * pictures that cannot hold anything that runs.
 */
const addressSchema = z
  .string()
  .regex(/^(https?:\/\/|data:image\/(png|jpeg|gif|webp)[;,])/i, 'has to be http, https or a picture as data')
  .nullish();

const attachmentSchema = z.looseObject({
  contentType: shortText(256),
  contentUrl: addressSchema,
  thumbnailUrl: addressSchema,
  name: z.string().max(512).nullish(),
});

/** What a client may send. Everything else about a conversation is for the channel to say. */
const activitySchema = z.looseObject({
  type: z.enum(['message', 'event', 'typing', 'invoke', 'messageReaction', 'endOfConversation']),
  id: label,
  from: nullish(z.looseObject({ id: label, name: label })),
  text: z.string().nullish(),
  name: z.string().max(256).nullish(),
  locale: z.string().max(35).nullish(),
  localTimezone: shortText(64).nullish().transform(knownZone),
  replyToId: z.string().max(256).nullish(),
  attachments: z.array(attachmentSchema).max(20).nullish(),
  entities: z.array(z.unknown()).max(100).nullish(),
  channelData: nullish(z.looseObject({ clientActivityID: label })),
});

/** Source: Bot Framework, "Universal Actions for Adaptive Cards". The SDK takes it for granted. */
const cardActionSchema = z.looseObject({
  value: z.looseObject({
    action: z.looseObject({
      type: shortText(64),
      verb: shortText(256).nullish(),
      id: shortText(256).nullish(),
      data: z.looseObject({}).nullish(),
    }),
  }),
});

export type StartParameters = z.infer<typeof startSchema>;
/** An activity as a client sends it. Fields that are not named here pass through untouched. */
export interface ClientActivity {
  type: string;
  id?: string;
  from?: { id?: string; name?: string; [field: string]: unknown };
  channelData?: { clientActivityID?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** @throws DirectLineError `BadArgument`, naming what is wrong. An absent body is an empty one. */
export function parseStart(body: unknown): StartParameters {
  return parse(startSchema, body ?? {});
}

/** @throws DirectLineError `BadArgument`. An absent body is an empty one. */
export function parseRevoke(body: unknown): { conversationId?: string } {
  return parse(revokeSchema, body ?? {});
}

/** @throws DirectLineError `BadArgument`. An absent body is an empty one. */
export function parseBegin(body: unknown): { start: boolean } {
  return { start: parse(beginSchema, body ?? {}).start === true };
}

/** @throws DirectLineError `BadArgument`. */
export function parseLink(body: unknown): { link: string } {
  return parse(linkSchema, body);
}

/** @throws DirectLineError `BadArgument`. */
export function parseResume(body: unknown): { resumeToken: string } {
  return parse(resumeSchema, body);
}

/** @throws DirectLineError `BadArgument` when it is none a client may send, too long or too deep. */
export function parseActivity(body: unknown): ClientActivity {
  if (deeperThan(maxDepth, body))
    throw new DirectLineError('BadArgument', `Nested deeper than ${maxDepth} levels.`);
  if (JSON.stringify(body ?? null).length > maxActivityCharacters) {
    throw new DirectLineError('BadArgument', `An activity has at most ${maxActivityCharacters} characters.`);
  }
  const activity = parse(activitySchema, body);
  if (activity.type === 'invoke' && activity.name === 'adaptiveCard/action') parse(cardActionSchema, body);
  return withoutNulls(activity);
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new DirectLineError('BadArgument', wrong.slice(0, 5).join('; '));
}

/** JSON clients write null for a field they do not set; here a field that is not set is absent. */
function withoutNulls(activity: z.infer<typeof activitySchema>): ClientActivity {
  const set = Object.entries(activity).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(set) as ClientActivity;
}

/** Clients say which zone their system names, which may be none that is known: then the times of the team are told. */
function knownZone(zone: string | null | undefined): string | undefined {
  return zone && IANAZone.isValidZone(zone) ? zone : undefined;
}

/** `https://shop.example/` and `https://shop.example` are one origin, which browsers send as the latter. */
function toOrigin(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  context.addIssue({ code: 'custom', message: 'has to be an origin such as https://shop.example' });
  return z.NEVER;
}

function deeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => deeperThan(levels - 1, part));
}
