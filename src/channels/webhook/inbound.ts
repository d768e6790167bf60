import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { EscalationStore } from '../../conversation/escalation-store.ts';
import type { EscalationEvent, SupportAct } from '../../conversation/escalation.ts';
import type { Store } from '../../conversation/store.ts';
import type { TurnRunner } from '../../conversation/turn.ts';
import { SupportError } from '../../errors.ts';
import { agentIdOfTarget, unnamedAgent } from '../../escalation/escalation.ts';
import { isSigned } from '../../escalation/signature.ts';
import { readBody } from '../read-body.ts';

/** The largest body taken. Bytes. */
const largestBody = 256 * 1024;

const by = { is: 'target', name: 'webhook' } as const;

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'no control characters');

const attachment = z.object({
  contentType: name,
  contentUrl: z.url({ protocol: /^https$/ }).max(2000),
  name: z.string().max(512).optional(),
});

/** What a help desk sends. Unknown fields are left out. */
const bodySchema = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('message'),
      escalation: name,
      agent: name.optional(),
      text: z.string().min(1).max(10_000).optional(),
      attachments: z.array(attachment).min(1).max(10).optional(),
    })
    .refine(({ text, attachments }) => text !== undefined || attachments !== undefined, 'says nothing'),
  z.object({
    type: z.literal('status'),
    escalation: name,
    state: z.enum(['accepted', 'failed', 'completed', 'returned']),
    agent: name.optional(),
    solved: z.boolean().default(false),
    check: z.string().max(80).optional(),
  }),
]);

type Inbound = z.infer<typeof bodySchema>;

export interface WebhookInboundParts {
  secret: string;
  store: Pick<Store, 'findConversation' | 'findByClientKey'>;
  escalations: Pick<EscalationStore, 'findEscalation'>;
  turns: Pick<TurnRunner, 'act'>;
  clock: () => Date;
}

/** What came: its headers by their lower-case names, and the body as it is. */
export interface WebhookRequest {
  header(name: string): string | undefined;
  content: Readable;
}

/**
 * Takes what a help desk answers: messages of its agents, and what became of a case. The signature covers id, time and
 * body; what comes again under an id is answered as before and does nothing.
 * @throws SupportError `webhook.forbidden` without a fitting signature of the last minutes, `webhook.invalid` for a
 * body that is none, `webhook.too-large`, `escalation.*`.
 */
export class WebhookInbound {
  readonly #parts: WebhookInboundParts;

  constructor(parts: WebhookInboundParts) {
    this.#parts = parts;
  }

  async receive({ header, content }: WebhookRequest): Promise<{ escalation: string; duplicate: boolean }> {
    const { secret, clock } = this.#parts;
    const exceeded = () => new SupportError('webhook.too-large', 'The body of a webhook call is too large.');
    const body = await readBody(content, { bytes: largestBody, exceeded });
    const id = header('webhook-id') ?? '';
    const timestamp = header('webhook-timestamp') ?? '';
    const signature = header('webhook-signature') ?? '';
    if (id.length > 256 || !isSigned({ id, timestamp, body, signature, secret, now: clock() })) {
      throw new SupportError('webhook.forbidden', 'A webhook call without a fitting signature.');
    }
    return this.#act(parse(body), id);
  }

  async #act(inbound: Inbound, id: string): Promise<{ escalation: string; duplicate: boolean }> {
    const { store, escalations, turns } = this.#parts;
    const escalation = await escalations.findEscalation(inbound.escalation);
    const conversation = escalation && (await store.findConversation(escalation.conversationId));
    if (!escalation || !conversation) {
      throw new SupportError('escalation.unknown', `There is no escalation ${inbound.escalation}.`);
    }
    const { duplicate } = await turns.act({
      conversation,
      act: actOf(inbound),
      clientKey: `webhook|${id}`,
    });
    return { escalation: escalation.id, duplicate };
  }
}

function actOf(inbound: Inbound): SupportAct {
  const { escalation: escalationId } = inbound;
  if (inbound.type === 'status') return { do: 'change', escalationId, by, event: eventOf(inbound) };
  const { text, attachments } = inbound;
  return { do: 'message', escalationId, by, message: { text, attachments } };
}

function eventOf(inbound: Extract<Inbound, { type: 'status' }>): EscalationEvent {
  const { state, agent = unnamedAgent, solved, check } = inbound;
  switch (state) {
    case 'accepted':
      return { is: 'accepted', agent: { id: agentIdOfTarget(by.name), name: agent } };
    case 'failed':
      return { is: 'declined' };
    case 'returned':
      return { is: 'returned' };
    case 'completed':
      return { is: 'closed', solved, ...(check === undefined ? {} : { check }) };
  }
}

function parse(body: string): Inbound {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw new SupportError('webhook.invalid', 'The body of a webhook call is no JSON.', cause);
  }
  const parsed = bodySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new SupportError('webhook.invalid', `A webhook call is wrong: ${wrong.slice(0, 5).join('; ')}`);
}
