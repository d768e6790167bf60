import { z } from 'zod';

/**
 * What a button sends. The fields are a contract with every client (docs/protocol.md): `do` says what is wanted,
 * `case` and `step` say from which card it comes, so that a click on an old card is recognised.
 */
const id = z.string().min(1).max(80);
/** The greeting's buttons carry an empty case: none is open yet. */
const common = { case: z.string().max(80).optional(), step: z.number().int().min(0).optional() };

const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('choose-phone'), phone: z.enum(['android', 'iphone']), ...common }),
  z.object({ do: z.literal('choose-section'), section: id, ...common }),
  z.object({
    do: z.literal('answer-check'),
    check: id,
    answer: z.enum(['fixed', 'already-ok', 'not-found', 'skip', 'back']),
    ...common,
  }),
  z.object({ do: z.literal('confirm-fixed'), works: z.boolean(), ...common }),
  z.object({ do: z.literal('new-symptom'), as: z.enum(['new', 'part']), ...common }),
  z.object({ do: z.literal('talk-to-person'), ...common }),
  z.object({
    do: z.literal('tell-person'),
    ask: z.enum(['offer', 'note', 'contact', 'consent']),
    answer: z.enum(['ticket', 'skip', 'yes', 'no']),
    ...common,
  }),
  z.object({ do: z.literal('return-to-bot'), ...common }),
  z.object({ do: z.literal('start-over'), ...common }),
  z.object({
    do: z.literal('rate'),
    // An Adaptive Card input always gives text.
    score: z.coerce.number().int().min(1).max(5),
    comment: z.string().max(1000).optional(),
    ...common,
  }),
  z.object({ do: z.literal('tell-lasted'), answer: z.enum(['yes', 'no', 'stop']), ...common }),
  z.object({ do: z.literal('describe'), text: z.string().min(1).max(600), ...common }),
]);

export type Action = z.infer<typeof actionSchema>;

/**
 * What a visitor wants with what is kept about them. Apart from the others, as it holds at any step and has to do with
 * no case. `ask` says which card is answered: it counts only as long as nothing else was said.
 */
const privacyActionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('delete-data') }),
  z.object({ do: z.literal('give-data') }),
  z.object({ do: z.literal('confirm-delete'), answer: z.enum(['yes', 'no']), ask: z.number().int().min(0) }),
]);

export type PrivacyAction = z.infer<typeof privacyActionSchema>;

/** Reads `activity.value` as one of these; undefined when it is something else. */
export function parsePrivacyAction(value: unknown): PrivacyAction | undefined {
  const parsed = privacyActionSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Reads `activity.value`. Undefined when it is none of the known actions or a field has the wrong form. */
export function parseAction(value: unknown): Action | undefined {
  const parsed = actionSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** What an agent wants with a case in the support team's channel. Counts there only, and never in a visitor's chat. */
const agentActionSchema = z.object({
  do: z.literal('agent'),
  wants: z.enum(['take', 'hand-on', 'give-back', 'solved', 'not-solved']),
  escalation: id,
});

export type AgentAction = z.infer<typeof agentActionSchema>;

/** Reads what a button in the support team's channel sends; undefined when it is something else. */
export function parseAgentAction(value: unknown): AgentAction | undefined {
  const parsed = agentActionSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
