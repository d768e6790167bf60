import type { InvokeResponse } from 'botbuilder';
import { parseAgentAction, type AgentAction } from '../../conversation/actions.ts';
import { type Activity, adaptiveCardType, type Attachment } from '../../conversation/activity.ts';
import type { EscalationStore } from '../../conversation/escalation-store.ts';
import type { AgentAccount, Escalation, EscalationEvent, SupportAct } from '../../conversation/escalation.ts';
import type { ConversationRecord, Store } from '../../conversation/store.ts';
import type { SupportChannelStore } from '../../conversation/support-channel-store.ts';
import type { TurnRunner } from '../../conversation/turn.ts';
import { SupportError } from '../../errors.ts';
import { unnamedAgent } from '../../escalation/escalation.ts';
import { teamsChannelName } from '../../escalation/targets/teams-channel.ts';
import type { ChannelActivity } from './inbound.ts';
import { isMentioned, textWithoutMentions } from './mentions.ts';
import { clickOf } from './read-inbound.ts';
import type { Received } from './received-files.ts';
import type { TeamMember } from './team-channel.ts';
import { withExecuteActions } from './universal-actions.ts';

/** What agents are told in the channel. `{agent}` in `hasIt` is whoever has the case. */
export interface SupportChannelSentences {
  hasIt(agent: string): string;
  takeFirst: string;
  ended: string;
  gone: string;
  ownCase: string;
  notAgent: string;
  noCase: string;
  onlyPictures: string;
  pictureRefused: string;
  nothingSaid: string;
  failed: string;
}

export interface SupportChannelParts {
  channelId: string;
  /** Whose people may be agents; `*` is everybody. */
  allowedTenants: readonly string[];
  store: Pick<Store, 'findConversation' | 'findByClientKey'>;
  escalations: Pick<EscalationStore, 'findEscalation'>;
  threads: SupportChannelStore;
  turns: Pick<TurnRunner, 'act'>;
  /** The card of a case as it stands. */
  cardOf(escalationId: string): Promise<Attachment | undefined>;
  /** `anew`: what was said of them a moment ago does not count. */
  member(id: string, how: { anew: boolean }): Promise<TeamMember | undefined>;
  /** Takes pictures of an agent's message into the visitor's conversation. `refused`: names of those it did not. */
  savePictures(activity: ChannelActivity, conversationId: string): Promise<Received>;
  /** Says something in the thread. */
  reply(threadId: string, text: string): Promise<void>;
  sentences: SupportChannelSentences;
  logger: { info(fields: object, event: string): void; error(fields: object, event: string): void };
}

/** Who acts, and in which case. */
interface Scene {
  activity: ChannelActivity;
  agent: AgentAccount;
  escalation: Escalation;
  conversation: ConversationRecord;
}

/**
 * What agents do in the support team's channel. Only what Teams says was sent in that channel, by a member of the team
 * of an allowed tenant, comes to it; nothing that a visitor sends from elsewhere does. An act runs as a turn of the
 * visitor's conversation, so of two who take a case at once one wins.
 */
export class SupportChannel {
  readonly #parts: SupportChannelParts;

  constructor(parts: SupportChannelParts) {
    this.#parts = parts;
  }

  /** Whether it was sent in the channel. Nobody is a visitor there. */
  serves({ channelId, conversation, name, type }: ChannelActivity): boolean {
    if (channelId !== 'msteams' || name?.startsWith('composeExtension/')) return false;
    return (type === 'message' || type === 'invoke') && baseOf(conversation.id) === this.#parts.channelId;
  }

  async take(activity: ChannelActivity): Promise<InvokeResponse | undefined> {
    const action = parseAgentAction(clickOf(activity));
    if (!action && (activity.type === 'invoke' || !isMentioned(activity))) return undefined;
    try {
      // Whoever takes a case gets its whole conversation.
      const agent = await this.#agentOf(activity, { anew: action !== undefined });
      if (!agent) return await this.#say(activity, this.#parts.sentences.notAgent);
      return await (action ? this.#act(activity, { agent, action }) : this.#pass(activity, agent));
    } catch (error) {
      this.#parts.logger.error({ err: error }, 'connector.agent-failed');
      return this.#say(activity, this.#parts.sentences.failed);
    }
  }

  /** A member of the team as an agent; undefined for guests, and for people of a tenant that is not served. */
  async #agentOf({ from }: ChannelActivity, how: { anew: boolean }): Promise<AgentAccount | undefined> {
    const { member, allowedTenants } = this.#parts;
    const found = await member(from.id, how);
    if (!found || found.userRole === 'guest' || found.userRole === 'anonymous') return undefined;
    const tenant = found.tenantId?.toLowerCase();
    const isAllowed =
      allowedTenants.includes('*') || allowedTenants.some((allowed) => allowed.toLowerCase() === tenant);
    if (!isAllowed) return undefined;
    const name = found.name ?? from.name ?? '';
    return { id: `teams:${found.aadObjectId ?? from.aadObjectId ?? from.id}`, name: name || unnamedAgent };
  }

  async #act(
    activity: ChannelActivity,
    { agent, action }: { agent: AgentAccount; action: AgentAction },
  ): Promise<InvokeResponse | undefined> {
    const scene = await this.#sceneOf(activity, { agent, escalationId: action.escalation });
    if (typeof scene === 'string') return this.#say(activity, scene);
    await this.#adopt(scene);
    const { escalation } = scene;
    const isDone = action.wants === 'take' && escalation.state === 'accepted' && isOf(escalation, agent);
    const refused = isDone ? undefined : await this.#change(scene, eventOf(action, agent));
    if (refused !== undefined) return this.#refuse(scene, refused);
    return activity.type === 'invoke' ? this.#shown(escalation.id) : undefined;
  }

  /** What an agent wrote in the thread, to the visitor. */
  async #pass(activity: ChannelActivity, agent: AgentAccount): Promise<undefined> {
    const { threads, store, savePictures, sentences, turns } = this.#parts;
    const thread = await threads.threadById(activity.conversation.id);
    if (!thread) return this.#reply(activity, sentences.noCase);
    const scene = await this.#sceneOf(activity, { agent, escalationId: thread.escalationId });
    if (typeof scene === 'string') return this.#reply(activity, scene);
    const { escalation, conversation } = scene;
    const key = activity.id === undefined ? undefined : `teams|${activity.id}`;
    if (key !== undefined && (await store.findByClientKey(conversation.id, key))) return undefined;
    const mayWrite = escalation.state === 'accepted' && isOf(escalation, agent);
    const nothing = { attachments: [], refused: [] };
    const { attachments, refused: left } = mayWrite ? await savePictures(activity, conversation.id) : nothing;
    const text = textWithoutMentions(activity);
    if (hasFile(activity)) await this.#reply(activity, sentences.onlyPictures);
    if (left.length > 0) await this.#reply(activity, sentences.pictureRefused);
    if (mayWrite && text === '' && attachments.length === 0) {
      const isTold = hasFile(activity) || left.length > 0;
      return isTold ? undefined : this.#reply(activity, sentences.nothingSaid);
    }
    const message = {
      ...(text === '' ? {} : { text }),
      ...(attachments.length === 0 ? {} : { attachments }),
    };
    const act: SupportAct = {
      do: 'message',
      escalationId: escalation.id,
      by: { is: 'agent', ...agent },
      message,
      through: teamsChannelName,
    };
    const refused = await refusalOf(() => turns.act({ conversation, act, clientKey: key }));
    return refused === undefined ? undefined : this.#reply(activity, await this.#sentenceOf(scene, refused));
  }

  /** The case that is meant, or why there is none for this agent. */
  async #sceneOf(
    activity: ChannelActivity,
    { agent, escalationId }: { agent: AgentAccount; escalationId: string },
  ): Promise<Scene | string> {
    const { escalations, store, sentences } = this.#parts;
    const escalation = await escalations.findEscalation(escalationId);
    const conversation = escalation && (await store.findConversation(escalation.conversationId));
    if (!escalation || !conversation) return sentences.gone;
    if (`teams:${conversation.userId}` === agent.id) return sentences.ownCase;
    return { activity, agent, escalation, conversation };
  }

  /** A card whose sending was in doubt did arrive when it is clicked: its thread is the case's from then on. */
  async #adopt({ activity, escalation }: Scene): Promise<void> {
    const { threads } = this.#parts;
    const threadId = activity.conversation.id;
    if (activity.replyToId === undefined || (await threads.threadById(threadId))) return;
    const known = await threads.findThread(escalation.id);
    if (known) await threads.saveThread({ ...known, threadId, cardId: activity.replyToId });
  }

  /** @returns the code of the refusal, when there is one. */
  async #change(
    { agent, escalation, conversation }: Scene,
    event: EscalationEvent,
  ): Promise<string | undefined> {
    const { turns, logger } = this.#parts;
    const act: SupportAct = {
      do: 'change',
      escalationId: escalation.id,
      by: { is: 'agent', ...agent },
      event,
    };
    const refused = await refusalOf(() => turns.act({ conversation, act }));
    logger.info({ escalation: escalation.id, event: event.is, refused }, 'connector.agent-acted');
    return refused;
  }

  async #refuse(scene: Scene, refused: string): Promise<InvokeResponse | undefined> {
    const { activity, escalation } = scene;
    // Teams delivers a click again when it thinks that it got lost: what was wanted has happened.
    const isStale = refused === 'escalation.ended' || refused === 'escalation.not-possible';
    if (isStale && activity.type === 'invoke') return this.#shown(escalation.id);
    return this.#say(activity, await this.#sentenceOf(scene, refused));
  }

  async #sentenceOf({ escalation: { id } }: Scene, refused: string): Promise<string> {
    const { sentences, escalations } = this.#parts;
    switch (refused) {
      case 'escalation.taken':
      case 'escalation.not-yours': {
        const now = await escalations.findEscalation(id);
        return sentences.hasIt(now?.agent?.name ?? '');
      }
      case 'escalation.not-taken':
        return sentences.takeFirst;
      case 'escalation.ended':
        return sentences.ended;
      case 'escalation.erased':
      case 'escalation.unknown':
        return sentences.gone;
      default:
        return sentences.failed;
    }
  }

  /** The clicked card as it is now. Everybody else's is updated by the outbox. */
  async #shown(escalationId: string): Promise<InvokeResponse> {
    const card = await this.#parts.cardOf(escalationId);
    if (!card) return { status: 200, body: { statusCode: 204 } };
    const value = withExecuteActions(card.content as object);
    return { status: 200, body: { statusCode: 200, type: adaptiveCardType, value } };
  }

  /** To the one who pressed a button, or to the thread. */
  async #say(activity: ChannelActivity, sentence: string): Promise<InvokeResponse | undefined> {
    if (activity.type !== 'invoke') return this.#reply(activity, sentence);
    const type = 'application/vnd.microsoft.activity.message';
    return { status: 200, body: { statusCode: 200, type, value: sentence } };
  }

  async #reply({ conversation }: ChannelActivity, sentence: string): Promise<undefined> {
    try {
      await this.#parts.reply(conversation.id, sentence);
    } catch (error) {
      this.#parts.logger.info({ err: error }, 'connector.agent-not-told');
    }
  }
}

function eventOf({ wants }: AgentAction, agent: AgentAccount): EscalationEvent {
  switch (wants) {
    case 'take':
      return { is: 'accepted', agent };
    case 'hand-on':
      return { is: 'handed-on' };
    case 'give-back':
      return { is: 'returned' };
    case 'solved':
    case 'not-solved':
      return { is: 'closed', solved: wants === 'solved' };
  }
}

function isOf({ agent }: Escalation, { id }: AgentAccount): boolean {
  return agent?.id === id;
}

/** A thread's id begins with its channel's. */
function baseOf(conversationId: string): string {
  return conversationId.split(';', 1)[0] ?? '';
}

/** Teams tells of a file in a channel only by a mark in the copy of the text as HTML. */
function hasFile({ attachments = [] }: Activity): boolean {
  return attachments.some(
    ({ contentType, content }) =>
      contentType === 'text/html' && typeof content === 'string' && content.includes('<attachment '),
  );
}

async function refusalOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof SupportError && error.code.startsWith('escalation.')) return error.code;
    throw error;
  }
}
