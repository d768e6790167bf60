import {
  type AgentAccount,
  type Actor,
  type Escalation,
  type EscalationEvent,
  readReceipt,
} from '../conversation/escalation.ts';
import type { EscalationStore, ListedEscalation } from '../conversation/escalation-store.ts';
import type { LogPages } from '../conversation/log-pages.ts';
import type { PersonalKind } from '../conversation/personal.ts';
import type { ConversationRecord, LogEntry, Store } from '../conversation/store.ts';
import type { Committed, TurnRunner } from '../conversation/turn.ts';
import { SupportError } from '../errors.ts';
import {
  type Desk,
  type DeskAgent,
  type DeskCase,
  type DeskNews,
  type LogRange,
  longestQueue,
} from './desk.ts';
import { allQueues, DeskSubscribers, serves, type DeskNewsParts } from './desk-subscribers.ts';
import { describeCase } from './package/build-package.ts';
import type { TranscriptPart } from './package/package.ts';
import { readLogPages } from './package/read-log.ts';
import { LineMaker } from './package/transcript.ts';
import type { Wording } from './package/wording.ts';

/** The most cases of one agent, and the most found in one search. */
const longest = { mine: 200, search: 100 };
/** What one page of a log holds at most: entries, and bytes of stored JSON. */
const largestPage = { limit: 500, bytes: 1024 * 1024 };

export interface DeskParts extends DeskNewsParts {
  store: Store;
  escalations: EscalationStore;
  logPages: LogPages;
  turns: TurnRunner;
  wording: Wording;
  /** Whether the visitor has deleted it. */
  wasErased?: (escalationId: string) => Promise<boolean>;
}

/** What agents do, over the store and the turns. */
export class SupportDesk implements Desk {
  readonly #parts: DeskParts;
  readonly #subscribers: DeskSubscribers;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#subscribers = new DeskSubscribers(parts);
  }

  /** For `TurnRunnerParts.onCommitted`. */
  tell(committed: Committed): void {
    this.#subscribers.tell(committed);
  }

  /** For when a visitor's data were erased. */
  tellErased(escalations: readonly { id: string; queue: string }[]): void {
    this.#subscribers.tellErased(escalations);
  }

  queue({ queues }: DeskAgent): Promise<ListedEscalation[]> {
    const states = ['queued', 'requested', 'timed-out', 'declined'] as const;
    const filter = { states, queues: named(queues), order: 'waiting' as const, limit: longestQueue };
    return this.#parts.escalations.listForDesk(filter);
  }

  mine({ id, queues }: DeskAgent): Promise<ListedEscalation[]> {
    const states = ['accepted'] as const;
    const filter = { states, queues: named(queues), agentId: id };
    return this.#parts.escalations.listForDesk({ ...filter, order: 'waiting', limit: longest.mine });
  }

  search({ queues }: DeskAgent, query: { text: string; limit: number }): Promise<ListedEscalation[]> {
    const limit = Math.min(query.limit, longest.search);
    const filter = { queues: named(queues), text: query.text };
    return this.#parts.escalations.listForDesk({ ...filter, order: 'newest', limit });
  }

  async open(agent: DeskAgent, escalationId: string): Promise<DeskCase> {
    const { store, escalations, wording } = this.#parts;
    const escalation = await this.#find(agent, escalationId);
    const [conversation, subject, changes] = await Promise.all([
      this.#conversationOf(escalation),
      store.findCase(escalation.caseId),
      escalations.escalationChanges(escalationId),
    ]);
    const known = describeCase({ escalation, case: subject, wording });
    return { escalation, changes, conversation, package: known };
  }

  async log(agent: DeskAgent, range: { escalationId: string } & LogRange): Promise<LogEntry[]> {
    const { conversationId } = await this.#find(agent, range.escalationId);
    const limit = Math.min(range.limit, largestPage.limit);
    const part = { conversationId, limit, bytes: largestPage.bytes };
    return this.#parts.logPages.read(
      'after' in range
        ? { ...part, after: range.after, from: 'start' }
        : { ...part, before: range.before, from: 'end' },
    );
  }

  async transcript(agent: DeskAgent, escalationId: string): Promise<AsyncIterable<TranscriptPart[]>> {
    const { logPages, wording } = this.#parts;
    const conversation = await this.#conversationOf(await this.#find(agent, escalationId));
    const lines = new LineMaker(wording);
    return (async function* () {
      for await (const page of readLogPages(logPages, { conversationId: conversation.id }))
        yield lines.partsOf(page, conversation);
    })();
  }

  async take(agent: DeskAgent, escalationId: string): Promise<Escalation> {
    const before = await this.#find(agent, escalationId);
    if (before.state === 'accepted' && before.agent?.id === agent.id) return before;
    return this.#change(agent, escalationId, { is: 'accepted', agent: accountOf(agent) });
  }

  handOn(
    agent: DeskAgent,
    { escalationId, to }: { escalationId: string; to?: AgentAccount },
  ): Promise<Escalation> {
    return this.#change(agent, escalationId, { is: 'handed-on', ...(to ? { to: accountOf(to) } : {}) });
  }

  returnToBot(agent: DeskAgent, escalationId: string): Promise<Escalation> {
    return this.#change(agent, escalationId, { is: 'returned' });
  }

  decline(agent: DeskAgent, escalationId: string): Promise<Escalation> {
    return this.#change(agent, escalationId, { is: 'declined' });
  }

  close(
    agent: DeskAgent,
    { escalationId, solved, check }: { escalationId: string; solved: boolean; check?: string },
  ): Promise<Escalation> {
    const event = { is: 'closed' as const, solved, ...(check === undefined ? {} : { check }) };
    return this.#change(agent, escalationId, event);
  }

  note(
    agent: DeskAgent,
    { escalationId, text }: { escalationId: string; text: string },
  ): Promise<Escalation> {
    return this.#change(agent, escalationId, { is: 'noted', text });
  }

  reveal(
    agent: DeskAgent,
    { escalationId, kind }: { escalationId: string; kind: PersonalKind },
  ): Promise<Escalation> {
    return this.#change(agent, escalationId, { is: 'revealed', kind });
  }

  async read(agent: DeskAgent, read: { escalationId: string; upTo: number }): Promise<Escalation> {
    const { escalationId } = read;
    const before = await this.#find(agent, escalationId);
    const upTo = Math.min(read.upTo, await this.#parts.store.lastSeq(before.conversationId));
    const isNews = before.agent?.id === agent.id && upTo > (before.readUpTo ?? 0);
    if (!isNews) return before;
    const after = await this.#change(agent, escalationId, { is: 'read', upTo });
    await this.#tellRead(agent, { conversationId: before.conversationId, from: before.readUpTo ?? 0, upTo });
    return after;
  }

  async send(
    agent: DeskAgent,
    { escalationId, key, ...message }: Parameters<Desk['send']>[1],
  ): Promise<LogEntry> {
    const conversation = await this.#conversationOf(await this.#find(agent, escalationId));
    const { entries } = await this.#parts.turns.act({
      conversation,
      act: { do: 'message', escalationId, by: actorOf(agent), message },
      clientKey: `agent|${agent.id}|${key}`,
    });
    const [entry] = entries;
    if (!entry) throw new Error('A message was committed without an entry of the log.');
    return entry;
  }

  async typing(agent: DeskAgent, escalationId: string): Promise<void> {
    const { conversationId, state, agent: owner } = await this.#find(agent, escalationId);
    if (state !== 'accepted' || owner?.id !== agent.id) return;
    this.#parts.bus.publish({ conversationId, passing: { type: 'typing', from: visibleAs(agent) } });
  }

  subscribe(agent: DeskAgent, listener: (news: DeskNews) => void): () => void {
    return this.#subscribers.add(agent, listener);
  }

  /** The visitor's page may show it under the last of their messages that was read. */
  async #tellRead(
    agent: DeskAgent,
    read: { conversationId: string; from: number; upTo: number },
  ): Promise<void> {
    const { logPages, bus } = this.#parts;
    const { conversationId } = read;
    const last = await logPages.lastMessage({ conversationId, direction: 'in', upTo: read.upTo });
    if (!last || last.seq <= read.from) return;
    bus.publish({ conversationId, passing: { ...readReceipt(last.activityId), from: visibleAs(agent) } });
  }

  async #change(agent: DeskAgent, escalationId: string, event: EscalationEvent): Promise<Escalation> {
    const conversation = await this.#conversationOf(await this.#find(agent, escalationId));
    const act = { do: 'change' as const, escalationId, by: actorOf(agent), event };
    await this.#parts.turns.act({ conversation, act });
    return this.#find(agent, escalationId);
  }

  async #find(agent: DeskAgent, id: string): Promise<Escalation> {
    const escalation = await this.#parts.escalations.findEscalation(id);
    if (escalation && serves(agent, escalation.queue)) return escalation;
    if (!escalation && (await this.#parts.wasErased?.(id))) {
      throw new SupportError('escalation.erased', `The visitor has deleted the escalation ${id}.`);
    }
    throw new SupportError('escalation.unknown', `There is no escalation ${id} in the agent's queues.`);
  }

  async #conversationOf({ conversationId }: Escalation): Promise<ConversationRecord> {
    const conversation = await this.#parts.store.findConversation(conversationId);
    if (conversation) return conversation;
    throw new SupportError('escalation.unknown', `The conversation ${conversationId} is gone.`);
  }
}

/** All of them are no restriction. */
function named(queues: readonly string[]): readonly string[] | undefined {
  return queues.includes(allQueues) ? undefined : queues;
}

function accountOf({ id, name }: AgentAccount): AgentAccount {
  return { id, name };
}

/** How visitors see an agent. */
function visibleAs({ name }: DeskAgent) {
  return { id: 'agent', name, role: 'bot' };
}

function actorOf(agent: DeskAgent): Extract<Actor, { is: 'agent' }> {
  return { is: 'agent', ...accountOf(agent) };
}
