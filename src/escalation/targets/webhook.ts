import { errorFrom } from '../../errors.ts';
import { handoffInitiation } from '../package/handoff-event.ts';
import { withoutData } from '../package/data-pictures.ts';
import { packageToMarkdown } from '../package/markdown.ts';
import { packageToText } from '../package/text.ts';
import type { Wording } from '../package/wording.ts';
import { sign } from '../signature.ts';
import { type Delivery, DeliveryError, type Target } from '../target.ts';

export interface WebhookParts {
  /** http or https. */
  url: string;
  secret: string;
  wording: Wording;
  clock: () => Date;
  fetch?: typeof fetch;
  /** How long an answer may take. */
  timeoutMs?: number;
}

/** Answers after which no later attempt can succeed; 408, 425 and 429 ask for one. */
const passing = new Set([408, 425, 429]);

/**
 * Any help desk that takes a signed POST of JSON. It answers replies by a signed POST of its own (docs/escalation.md).
 * Headers are those of Standard Webhooks; `webhook-id` stays the same for every attempt.
 */
export function createWebhook(parts: WebhookParts): Target {
  const { url, secret, clock, timeoutMs = 10_000 } = parts;
  const send = parts.fetch ?? fetch;
  return {
    name: 'webhook',
    follows: 'to-the-end',
    async deliver(delivery) {
      const body = JSON.stringify(bodyOf(delivery, parts.wording));
      const timestamp = Math.floor(clock().getTime() / 1000);
      const id = delivery.key;
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': sign({ id, timestamp, body, secret }),
      };
      const response = await post(() =>
        send(url, {
          method: 'POST',
          headers,
          body,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        }),
      );
      // What it says is nobody's business, but a connection is only free again when it was read.
      await response.body?.cancel();
      if (response.ok) return;
      const permanent = response.status >= 400 && response.status < 500 && !passing.has(response.status);
      throw new DeliveryError(`The webhook answered ${response.status}.`, { permanent });
    },
  };
}

async function post(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    const message = `The webhook did not answer: ${errorFrom(cause).message}`;
    throw new DeliveryError(message, { permanent: false, cause });
  }
}

function bodyOf(delivery: Delivery, wording: Wording): object {
  const { escalation, channel } = delivery;
  const common = {
    escalation: escalation.id,
    case: escalation.caseId,
    conversation: escalation.conversationId,
    channel,
    state: escalation.state,
  };
  switch (delivery.kind) {
    case 'handed-over': {
      const { package: handOver } = delivery;
      return {
        type: 'escalation.handed-over',
        ...common,
        visitor: { email: escalation.email ?? null },
        summary: handOver.summary,
        text: packageToText(handOver, wording),
        markdown: packageToMarkdown(handOver),
        event: handoffInitiation(
          { ...handOver, activities: handOver.activities.map(withoutData) },
          { id: delivery.key, channel },
        ),
      };
    }
    case 'message':
      return { type: 'escalation.message', ...common, message: withoutData(delivery.activity) };
    case 'status':
      return { type: 'escalation.status', ...common, state: delivery.state };
  }
}
