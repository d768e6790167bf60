import { agentOf, type Escalation } from '../../conversation/escalation.ts';
import type { Activity, Attachment } from '../../conversation/activity.ts';
import type { EscalationStore } from '../../conversation/escalation-store.ts';
import type { SupportChannelStore, SupportThread } from '../../conversation/support-channel-store.ts';
import { type Delivery, DeliveryError, type Target } from '../target.ts';
import { caseCard, type ChannelWords, stateInWords, toldOf, transcriptCard } from './channel-card.ts';

export const teamsChannelName = 'teams-channel';

/**
 * The support team's channel, as the connector reaches it.
 * @throws DeliveryError from each.
 */
export interface TeamChannel {
  /** Begins a thread with this message. */
  begin(message: Activity): Promise<{ threadId: string; messageId: string }>;
  reply(threadId: string, message: Activity): Promise<void>;
  /** Puts another message in place of one. One that is not there any more is left out. */
  update(place: { threadId: string; messageId: string }, message: Activity): Promise<void>;
}

export interface TeamsChannelParts extends ChannelWords {
  /** The connector is opened after the targets are named. */
  channel: () => TeamChannel | undefined;
  store: SupportChannelStore;
  escalations: Pick<EscalationStore, 'findEscalation'>;
}

/** Characters, and files, of one message, so that Teams takes it whole; all of it is at the desk. */
const longest = { text: 3000, name: 80, address: 500, files: 10 };

/** What was cut off when a case began in the channel by a message, as its package could not be sent. */
const nothingTold = { summary: '', facts: [], checks: [] };

/**
 * The channel of a team in Microsoft Teams: a card for each case, and the conversation as replies below it. What may
 * have arrived is not said twice: the thread is told that something may be missing. Only the card that begins a thread
 * is sent again then, as a case that nobody sees would be worse than one that stands there twice.
 */
export class TeamsChannelTarget implements Target {
  readonly name = teamsChannelName;
  readonly follows = 'to-the-end';
  readonly #parts: TeamsChannelParts;

  constructor(parts: TeamsChannelParts) {
    this.#parts = parts;
  }

  async deliver(delivery: Delivery): Promise<void> {
    switch (delivery.kind) {
      case 'handed-over':
        await this.#handOver(delivery);
        return;
      case 'message':
        await this.#relay(delivery);
        return;
      case 'status':
        await this.#showState(delivery);
    }
  }

  /** The card of a case as it stands now; undefined when it is not in the channel. */
  async cardOf(escalationId: string): Promise<Attachment | undefined> {
    const { store, escalations } = this.#parts;
    const [thread, escalation] = await Promise.all([
      store.findThread(escalationId),
      escalations.findEscalation(escalationId),
    ]);
    return thread && escalation && caseCard(thread.told, escalation, this.#parts);
  }

  async #handOver(delivery: Extract<Delivery, { kind: 'handed-over' }>): Promise<void> {
    const { key, escalation, package: handOver } = delivery;
    const told = toldOf(handOver, this.#parts);
    const thread = await this.#threadFor(escalation, { key, told });
    const attachments = [transcriptCard(handOver, this.#parts)];
    await this.#once({ key: `${key}|transcript`, thread }, { type: 'message', attachments });
  }

  async #relay({ key, escalation, activity }: Extract<Delivery, { kind: 'message' }>): Promise<void> {
    const thread = await this.#threadFor(escalation, { key: `${key}|thread`, told: nothingTold });
    await this.#once({ key, thread }, this.#messageFrom(activity));
    for (const [index, picture] of filesOf(activity).filter(isShown).entries()) {
      const attachments = [{ ...picture }];
      await this.#once({ key: `${key}|picture|${index}`, thread }, { type: 'message', attachments });
    }
  }

  async #showState({ key, escalation }: Extract<Delivery, { kind: 'status' }>): Promise<void> {
    const { store } = this.#parts;
    const threads = await store.threadsOf(escalation.id);
    for (const thread of threads) await this.#updateCard(thread, escalation);
    const thread = threads.at(-1);
    if (!thread) return;
    const text = stateInWords(escalation, this.#parts);
    await this.#once({ key, thread }, { type: 'message', text, textFormat: 'markdown' });
  }

  async #updateCard({ threadId, cardId, told }: SupportThread, escalation: Escalation): Promise<void> {
    const attachments = [caseCard(told, escalation, this.#parts)];
    await this.#channel().update({ threadId, messageId: cardId }, { type: 'message', attachments });
  }

  /** The thread of an escalation, begun when there is none. */
  async #threadFor(
    escalation: Escalation,
    { key, told }: { key: string; told: SupportThread['told'] },
  ): Promise<SupportThread> {
    const { store, say } = this.#parts;
    const known = await store.findThread(escalation.id);
    if (known) return known;
    const attachments = [caseCard(told, escalation, this.#parts)];
    const summary = say('team.subtitle', { case: escalation.caseId });
    const begun = await this.#channel().begin({ type: 'message', summary, attachments });
    const thread = {
      escalationId: escalation.id,
      threadId: begun.threadId,
      cardId: begun.messageId,
      told,
    };
    await store.saveThread(thread, { key, escalationId: escalation.id, state: 'sent' });
    return thread;
  }

  /** Sends a reply, and notes before that it is on its way. */
  async #once({ key, thread }: { key: string; thread: SupportThread }, message: Activity): Promise<void> {
    const { store, say } = this.#parts;
    const { escalationId, threadId } = thread;
    const before = await store.findPost(key);
    if (before?.state === 'sent') return;
    if (before) {
      const notice = { type: 'message', text: say('team.maybe-missing'), textFormat: 'markdown' };
      await this.#channel().reply(threadId, notice);
      await store.savePost({ key, escalationId, state: 'sent' });
      return;
    }
    await store.savePost({ key, escalationId, state: 'sending' });
    try {
      await this.#channel().reply(threadId, message);
    } catch (error) {
      if (error instanceof DeliveryError && !error.unsure) await store.deletePost(key);
      throw error;
    }
    await store.savePost({ key, escalationId, state: 'sent' });
  }

  /** What somebody wrote, as plain text: nobody's words become marks or mentions. Pictures stand below it. */
  #messageFrom(activity: Activity): Activity {
    const { say, wording } = this.#parts;
    const who = agentOf(activity) ?? activity.from?.name ?? say('team.visitor');
    const said = [...wording.activity(activity)];
    const files = filesOf(activity);
    const sent = (activity.attachments ?? []).filter(({ contentUrl }) => contentUrl !== undefined);
    const isWhole = said.length <= longest.text && files.length === sent.length;
    const lines = [
      say('team.message', { who, text: said.slice(0, longest.text).join('') }),
      ...files.map(({ name, contentUrl }) => say('team.file', { name, url: contentUrl })),
      ...(isWhole ? [] : [say('team.message-cut')]),
    ];
    return { type: 'message', text: lines.join('\n'), textFormat: 'plain' };
  }

  #channel(): TeamChannel {
    const channel = this.#parts.channel();
    if (channel) return channel;
    throw new DeliveryError('The connector to Teams is not open.', { permanent: false });
  }
}

interface LinkedFile {
  contentUrl: string;
  contentType: string;
  name: string;
}

/** What can be opened by a link: a picture that a client sent within its address is seen at the desk. */
function filesOf({ attachments = [] }: Activity): LinkedFile[] {
  const files = attachments.flatMap(({ contentUrl = '', contentType, name = contentType }) =>
    contentUrl.length > longest.address || !/^https?:/i.test(contentUrl)
      ? []
      : [{ contentUrl, contentType, name: name.slice(0, longest.name) }],
  );
  return files.slice(0, longest.files);
}

/** Source: Teams, "Picture messages": PNG, JPEG or GIF; it reads them over https. */
function isShown({ contentType, contentUrl }: LinkedFile): boolean {
  return ['image/png', 'image/jpeg', 'image/gif'].includes(contentType) && contentUrl.startsWith('https://');
}
