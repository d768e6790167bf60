import { z } from 'zod';

/**
 * The form of everything under `knowledge/phone-link`, as its authors write it.
 * Unknown keys are errors, so that a misspelt key is reported and never ignored.
 */

const id = z.string().regex(/^[a-z]+(\.[a-z0-9-]+)+$/, 'an id looks like area.what-it-is');
const sentence = z.string().trim().min(1).max(600);
const label = z.string().trim().min(1).max(80);

export const phones = ['android', 'iphone'] as const;
export const features = [
  'notifications',
  'messages',
  'calls',
  'photos',
  'contacts',
  'apps',
  'connection',
  'everything',
] as const;
export const triggers = [
  'os-update',
  'reinstall',
  'rename',
  'account-change',
  'screen-off',
  'window-closed',
  'listed-not-shown',
  'limited-photos',
] as const;
export const makers = [
  'samsung',
  'xiaomi',
  'oppo',
  'oneplus',
  'honor',
  'huawei',
  'google',
  'motorola',
  'nothing',
  'realme',
  'vivo',
  'sony',
  'other',
] as const;

/** The columns of the table of priors: one group of symptoms that share likely causes. */
export const symptomGroups = [
  'notifications-android',
  'notifications-iphone',
  'messages-android',
  'messages-iphone',
  'calls-android',
  'calls-iphone',
  'photos',
  'contacts',
  'connection',
  'everything',
  'apps',
] as const;

const feature = z.enum(features);
const trigger = z.enum(triggers);
const maker = z.enum(makers);
const symptomGroup = z.enum(symptomGroups);
const windowsVersion = z.union([z.literal(10), z.literal(11)]);

/** Percent of cases in a symptom group whose cause lies here; a missing group means 0. */
const priors = z.partialRecord(symptomGroup, z.number().min(0).max(100));

const link = z
  .string()
  .regex(/^(ms-settings:[a-z0-9-]+|https:\/\/\S+)$/, 'a link is ms-settings:page or an https address');

const place = z.strictObject({
  /** For which devices this place holds. Without it: everywhere no other place fits. */
  when: z
    .strictObject({ maker: z.array(maker).min(1).optional(), windows: windowsVersion.optional() })
    .refine(
      (when) => when.maker !== undefined || when.windows !== undefined,
      'name a maker or a Windows version',
    )
    .optional(),
  /** The names to tap, from the outside in. */
  path: z.array(label).min(1).max(8),
  /** Opens the very page; Windows only. */
  link: link.optional(),
  /** What is different to do here, in place of the check's own steps. */
  steps: z.array(sentence).min(1).max(8).optional(),
});

export const checkSchema = z.strictObject({
  id,
  /** Where the visitor has to look. `both` means phone and PC. */
  device: z.enum(['android', 'iphone', 'phone', 'windows', 'both']),
  /** `verify` looks at a switch, `do` is an action, `explain` tells a limit honestly. */
  kind: z.enum(['verify', 'do', 'explain']),
  /** Short name of the setting, for headings, records and summaries. */
  title: label,
  /** The question the card asks. */
  question: sentence,
  /** One sentence: what goes wrong without it. */
  why: sentence,
  /** Every listed dimension must have a place for each of its variants (see guide.yaml). */
  variesBy: z.array(z.enum(['maker', 'windows'])).optional(),
  where: z.array(place).max(12),
  steps: z.array(sentence).min(1).max(8),
  /** What right looks like. */
  lookFor: sentence,
  /** Shown after "I can't find it": other names and places of the same setting. */
  otherPlaces: z.array(sentence).min(1).max(8),
  /** What unusual things on that page mean: greyed out, managed by the organization, a missing entry. */
  notes: z
    .array(z.strictObject({ sign: sentence, means: sentence }))
    .max(6)
    .optional(),
  /** Visitor seconds: a typical and a slow visitor, and makers that need longer. */
  seconds: z.strictObject({
    median: z.number().int().positive(),
    slow: z.number().int().positive(),
    makers: z.partialRecord(maker, z.number().int().positive()).optional(),
  }),
  /** What must be done again afterwards (a reset, an unpairing). Such a check comes last. */
  redo: sentence.optional(),
  /** What is asked about is right when it is off: "it's on" then says that it is wrong. */
  goodWhenOff: z.boolean().optional(),
  /** Only for these Windows versions; without it for all. */
  windows: windowsVersion.optional(),
  /** Words on screen or in the symptom that point at this very check: quoted messages, tell-tale expressions. */
  signs: z.array(z.string().trim().min(3).max(160)).max(30).optional(),
  /** Nothing the visitor can change helps: explain honestly, then offer a person. */
  outside: z.boolean().optional(),
  /** Other names of this setting, for typos and "where is that". */
  names: z.array(label).min(1).max(12),
  /** Where the facts come from: `guide: heading` or `facts: number or heading`. */
  source: z.array(sentence).min(1),
});

export const sectionSchema = z.strictObject({
  id,
  title: label,
  /** Completes "It sounds like …". Starts in lower case, no full stop. */
  understood: sentence,
  /** The button on "did you mean", in the visitor's words. */
  choice: label,
  /** Completes "Most often the reason …", shown on the card as why this check comes now. */
  reason: sentence,
  phone: z.enum(['android', 'iphone', 'any']),
  features: z.array(feature).min(1),
  /** Sections that answer the same symptom equally well. */
  sameAs: z.array(id).optional(),
  /** How often each check of this section is the culprit when this section is the cause; parts of a whole. */
  checks: z.array(
    z.strictObject({
      check: id,
      weight: z.number().min(0),
      /** In place of `weight` when the symptom is about this feature. */
      byFeature: z.partialRecord(feature, z.number().min(0)).optional(),
      /** In place of `weight` for phones of this maker. */
      byMaker: z.partialRecord(maker, z.number().min(0)).optional(),
    }),
  ),
  priors: priors.default({}),
  /** Multiplies this section's priors when the text names the trigger. */
  triggers: z.partialRecord(trigger, z.number().positive()).default({}),
  /** Sections to read on in. */
  seeAlso: z.array(id).optional(),
  /** What people write when they have this problem. */
  phrases: z.array(z.string().trim().min(2).max(600)).min(5),
  source: z.array(sentence).min(1),
});

export const guideSchema = z.strictObject({
  id: z.string(),
  title: label,
  language: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  /** Every section, in the order in which the guide is read from top to bottom. */
  sections: z.array(id).min(1),
  /** The four common problems on the greeting card. */
  common: z.array(z.strictObject({ label, text: sentence })).length(4),
  variants: z.strictObject({ maker: z.array(maker).min(1), windows: z.array(windowsVersion).min(1) }),
  costs: z.strictObject({
    /** Visitor seconds that handing over to a person costs. */
    person: z.number().positive(),
    /** Visitor seconds that answering one question costs. */
    question: z.number().positive(),
    /** Visitor seconds added to a check that something must be redone after. */
    redo: z.number().nonnegative(),
  }),
  answers: z.strictObject({
    /** Probability that "already right" is a mistake. */
    wrongAlreadyOk: z.number().min(0).max(1),
    /** Probability that a fixed setting was not the only thing wrong. */
    secondFault: z.number().min(0).max(1),
    /** What a check that was not found keeps of its probability. */
    keptNotFound: z.number().min(0).max(1),
  }),
  /** Percent of cases in each group that nothing in the guide fixes. */
  outside: priors,
  /** How many observed cases the priors are worth. */
  priorStrength: z.number().positive(),
});

/** Words and expressions that stand for one value; matched as whole words after normalising. */
const terms = z.array(z.string().trim().min(1).max(80)).min(1);

export const lexiconSchema = z.strictObject({
  /** Other names of the products, each replaced by the key. */
  products: z.record(z.string(), terms),
  phone: z.strictObject({ android: terms, iphone: terms }),
  maker: z.partialRecord(maker, terms),
  windows: z.strictObject({ '10': terms, '11': terms, older: terms }),
  feature: z.partialRecord(feature, terms),
  trigger: z.partialRecord(trigger, terms),
  /** One idea, many words: the first-listed name is what the others are read as. */
  concepts: z.record(z.string(), terms),
  /** Signs that the problem lies outside Phone Link, however much the words look alike. */
  foreign: z.record(z.string(), terms),
  /** Whole utterances that are no symptom, by what they are. */
  intents: z.strictObject({
    person: z.array(z.string()).min(5),
    'small-talk': z.strictObject({
      greeting: z.array(z.string()).min(3),
      thanks: z.array(z.string()).min(3),
      goodbye: z.array(z.string()).min(3),
      about: z.array(z.string()).min(3),
      insult: z.array(z.string()).min(3),
      chatter: z.array(z.string()).min(3),
      /** Who is about to look, or away for a while. */
      wait: z.array(z.string()).min(3),
    }),
    'off-topic': z.array(z.string()).min(5),
  }),
  /** What visitors type in place of a button. */
  replies: z.strictObject({
    fixed: terms,
    'already-ok': terms,
    'not-found': terms,
    skip: terms,
    back: terms,
    works: terms,
    'still-broken': terms,
    yes: terms,
    no: terms,
    help: terms,
    repeat: terms,
    'where-am-i': terms,
    'start-over': terms,
    'none-of-these': terms,
  }),
  /** Single words of replies by their kind, so that replies that are built alike are read alike. */
  'reply-words': z.record(z.string(), terms).optional(),
  /** Whole texts that choose from a list by its place: 1, 2, 3 or the last. */
  choices: z.strictObject({ '1': terms, '2': terms, '3': terms, last: terms }),
  /** Whole texts that say how well it went, from 1 to 5. */
  ratings: z.strictObject({ '1': terms, '2': terms, '3': terms, '4': terms, '5': terms }),
  /** Everyday words of languages that the bot does not read, none of which is an English word too. */
  languages: z.record(z.string(), terms).optional(),
  /** What people say who read no English. */
  'no-english': terms.optional(),
  /** What visitors say who want their data: verbs, what they mean, and whole requests. */
  privacy: z.strictObject({
    delete: terms,
    give: terms,
    /** Data of the visitor that is kept here and nowhere else. */
    'kept-here': terms,
    /** Data that may also be on their phone or PC. */
    mine: terms,
    /** The same, of which nobody wants a copy. */
    'to-delete': terms,
    'delete-request': terms,
    'give-request': terms,
    /** Words with which `mine` is not what is kept here. */
    elsewhere: terms,
    /** Words with which nothing is asked for. */
    refused: terms,
  }),
});

const typedReply = z.array(z.string().trim().min(1).max(300)).min(1).optional();

/** Examples of what visitors type at a question, from which the bot learns what others that are like them mean. */
export const typedRepliesSchema = z.strictObject({
  fixed: typedReply,
  'already-ok': typedReply,
  'not-found': typedReply,
  skip: typedReply,
  back: typedReply,
  works: typedReply,
  'still-broken': typedReply,
  yes: typedReply,
  no: typedReply,
  help: typedReply,
  repeat: typedReply,
  'where-am-i': typedReply,
  'start-over': typedReply,
  /** What sounds like an answer and is none: another trouble, a fact about the devices, small talk. */
  'no-reply': typedReply,
});

export const phrasesSchema = z.record(
  z.string().regex(/^[a-z-]+(\.[a-z0-9-]+)+$/),
  z.string().trim().min(1).max(1200),
);

export type Phone = (typeof phones)[number];
export type Feature = z.infer<typeof feature>;
export type Trigger = z.infer<typeof trigger>;
export type Maker = z.infer<typeof maker>;
export type WindowsVersion = z.infer<typeof windowsVersion>;
export type SymptomGroup = z.infer<typeof symptomGroup>;
export type Place = z.infer<typeof place>;
export type Check = z.infer<typeof checkSchema>;
export type Section = z.infer<typeof sectionSchema>;
export type Lexicon = z.infer<typeof lexiconSchema>;
export type TypedReplies = z.infer<typeof typedRepliesSchema>;
export type Phrases = z.infer<typeof phrasesSchema>;
export type GuideSettings = z.infer<typeof guideSchema>;
