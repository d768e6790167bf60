import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Activity, Attachment } from '../../conversation/activity.ts';
import type { EscalationStore } from '../../conversation/escalation-store.ts';
import type { Escalation, EscalationEvent, SupportAct } from '../../conversation/escalation.ts';
import type { ConversationRecord, Store } from '../../conversation/store.ts';
import type { TurnRunner } from '../../conversation/turn.ts';
import { SupportError } from '../../errors.ts';
import { agentIdOfTarget, hasEnded, unnamedAgent } from '../../escalation/escalation.ts';
import type { ReadReplyAddress, ReplyAddresses } from '../../escalation/reply-address.ts';
import { teamMailName } from '../../escalation/targets/email.ts';
import { DirectLineError } from '../directline/errors.ts';
import type { ConversationFiles } from '../directline/files.ts';
import { type MailOrder, orderIn } from './answer-text.ts';
import { type ReadMail, readMail } from './read-mail.ts';

/** Characters of one answer. */
const longestText = 20_000;
/** Mails a case takes within so many seconds. */
const perCase = { points: 30, duration: 600 };

const by = { is: 'target', name: teamMailName } as const;
const teamId = agentIdOfTarget(teamMailName);

export interface MailInboundParts {
  addresses: ReplyAddresses;
  /** Who answers for the team, in lower case: addresses, and `@example.org` for everybody there. */
  agents: readonly string[];
  store: Pick<Store, 'findConversation' | 'findByClientKey'>;
  escalations: Pick<EscalationStore, 'escalationOfCase'>;
  turns: Pick<TurnRunner, 'act' | 'receive'>;
  files: Pick<ConversationFiles, 'save' | 'discard' | 'limits'>;
  /** Where people reach this server. */
  baseUrl: () => string;
  logger: { info(fields: object, event: string): void };
}

/** A mail that came in, with the envelope it came in. */
export interface ReceivedMail {
  /** Empty when nobody is to be told what becomes of it. */
  returnPath: string;
  recipient: string;
  raw: Buffer;
}

/** The case that an address is good for. */
interface Scene {
  escalation: Escalation;
  conversation: ConversationRecord;
  mail: ReadMail;
  /** Under which the log knows what this mail said. */
  key: string;
}

/**
 * Takes what is answered by mail into the case: from the support team, whose first answer takes it, and from a visitor
 * who left a ticket. Only who has the case's own address and writes from an address that may gets in; what programs
 * answer by themselves is dropped, and nothing is ever answered, so that no two programs talk for ever. When it
 * resolves the mail is in the log, or dropped on purpose.
 * @throws SupportError `mail.*`, `escalation.*`.
 */
export class MailInbound {
  readonly #parts: MailInboundParts;
  readonly #limiter = new RateLimiterMemory(perCase);

  constructor(parts: MailInboundParts) {
    this.#parts = parts;
  }

  /** Which case an address is good for. @throws SupportError `mail.unknown-recipient` or `mail.forged`. */
  recipient(address: string): Exclude<ReadReplyAddress, string> {
    const read = this.#parts.addresses.read(address);
    if (read === 'other') {
      throw new SupportError('mail.unknown-recipient', `Nobody has the address ${address.slice(0, 100)}.`);
    }
    if (read === 'forged') {
      throw new SupportError('mail.forged', `The tag of ${address.slice(0, 100)} is not its case's.`);
    }
    return read;
  }

  async receive({ returnPath, recipient, raw }: ReceivedMail): Promise<void> {
    const { caseId, side } = this.recipient(recipient);
    const mail = await readMail(raw);
    const why = returnPath === '' ? 'no return path' : mail.isAutomatic ? 'automatic' : undefined;
    if (why !== undefined || this.#isOurs(mail.from)) {
      this.#parts.logger.info({ case: caseId, side, why: why ?? 'our own' }, 'mail.dropped');
      return;
    }
    const scene = await this.#sceneOf(caseId, mail);
    await this.#countIn(caseId);
    await (side === 'team' ? this.#fromTeam(scene) : this.#fromVisitor(scene));
    this.#parts.logger.info({ escalation: scene.escalation.id, side }, 'mail.received');
  }

  #isOurs(from: string): boolean {
    return this.#parts.addresses.read(from) !== 'other';
  }

  async #sceneOf(caseId: string, mail: ReadMail): Promise<Scene> {
    const { escalations, store } = this.#parts;
    const escalation = await escalations.escalationOfCase(caseId);
    const conversation = escalation && (await store.findConversation(escalation.conversationId));
    if (!escalation || !conversation) {
      throw new SupportError('escalation.erased', `There is nothing left of the case ${caseId}.`);
    }
    return { escalation, conversation, mail, key: `mail|${mail.key}` };
  }

  /** @throws SupportError `mail.too-many`. */
  async #countIn(caseId: string): Promise<void> {
    try {
      await this.#limiter.consume(caseId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new SupportError('mail.too-many', `Too many mails to the case ${caseId}.`);
    }
  }

  async #fromTeam(scene: Scene): Promise<void> {
    const { escalation, mail } = scene;
    if (!isAmong(this.#parts.agents, mail.from)) {
      throw new SupportError('mail.not-allowed', `Somebody else than the team answered ${escalation.id}.`);
    }
    const { text, order } = orderIn(mail.text);
    const said = { ...scene, mail: { ...mail, text } };
    const orderKey = `${scene.key}|${order ?? ''}`;
    if (await this.#isKnown(scene, order === undefined ? scene.key : orderKey)) return;
    requireContent(mail);
    // Files first: a mail whose files are refused takes no case.
    await this.#withFiles(said, async (attachments) => {
      await this.#take(said);
      return text === '' && attachments.length === 0
        ? { duplicate: false }
        : this.#tellVisitor(said, attachments);
    });
    if (order !== undefined) await this.#act(scene, { event: eventOf(order), clientKey: orderKey });
  }

  /** The first answer takes the case; of others in the same mailbox the visitor is told who writes now. */
  async #take(scene: Scene): Promise<void> {
    const { escalation, mail } = scene;
    const name = mail.fromName || unnamedAgent;
    const agent = { id: teamId, name };
    const isTheirs = escalation.state === 'accepted' && escalation.agent?.id === teamId;
    if (!isTheirs) return this.#act(scene, { event: { is: 'accepted', agent } });
    if (mail.fromName !== '' && escalation.agent?.name !== name) {
      await this.#act(scene, { event: { is: 'handed-on', to: agent } });
    }
  }

  async #act(
    { conversation, escalation }: Scene,
    { event, clientKey }: { event: EscalationEvent; clientKey?: string },
  ): Promise<void> {
    const act: SupportAct = { do: 'change', escalationId: escalation.id, by, event };
    await this.#parts.turns.act({ conversation, act, clientKey });
  }

  #tellVisitor(
    { conversation, escalation, mail, key }: Scene,
    attachments: Attachment[],
  ): Promise<{ duplicate: boolean }> {
    const message = {
      ...(mail.text === '' ? {} : { text: mail.text }),
      ...(attachments.length === 0 ? {} : { attachments }),
    };
    const act: SupportAct = { do: 'message', escalationId: escalation.id, by, message };
    return this.#parts.turns.act({ conversation, act, clientKey: key });
  }

  async #fromVisitor(scene: Scene): Promise<void> {
    const { conversation, escalation, mail, key } = scene;
    if (escalation.email?.toLowerCase() !== mail.from) {
      throw new SupportError('mail.not-allowed', `Somebody else than the visitor answered ${escalation.id}.`);
    }
    if (await this.#isKnown(scene, key)) return;
    if (hasEnded(escalation)) {
      throw new SupportError('escalation.ended', `The escalation ${escalation.id} has ended.`);
    }
    requireContent(mail);
    await this.#withFiles(scene, (attachments) => {
      const activity = visitorActivity(conversation, { text: mail.text, attachments });
      return this.#parts.turns.receive({ conversation, activity, clientKey: key });
    });
  }

  async #isKnown({ conversation }: Scene, key: string): Promise<boolean> {
    return (await this.#parts.store.findByClientKey(conversation.id, key)) !== undefined;
  }

  /** Keeps the files of a mail when what brings them is taken, and none of them otherwise. */
  async #withFiles(
    { conversation, mail }: Scene,
    bring: (attachments: Attachment[]) => Promise<{ duplicate: boolean }>,
  ): Promise<void> {
    const { files } = this.#parts;
    const saved: Attachment[] = [];
    let isTaken = false;
    try {
      if (mail.files.length > files.limits.filesPerUpload) {
        throw new SupportError('mail.too-large', `A mail brought ${mail.files.length} files.`);
      }
      for (const file of mail.files) saved.push(await this.#save(file, conversation));
      const { duplicate } = await bring(saved);
      isTaken = !duplicate;
    } finally {
      if (!isTaken) await files.discard(saved);
    }
  }

  /** @throws SupportError `mail.too-large` or `mail.file-refused`. */
  async #save(file: ReadMail['files'][number], { id }: ConversationRecord): Promise<Attachment> {
    const { files, baseUrl } = this.#parts;
    const { name, contentType, content } = file;
    try {
      const given = { name, contentType, content: [content], baseUrl: baseUrl() };
      return await files.save({ conversationId: id, ...given });
    } catch (cause) {
      if (!(cause instanceof DirectLineError)) throw cause;
      const code = cause.code === 'FileTypeNotAllowed' ? 'mail.file-refused' : 'mail.too-large';
      throw new SupportError(code, `A file of a mail was refused: ${cause.message}`, cause);
    }
  }
}

/** @throws SupportError `mail.empty` or `mail.too-large`. */
function requireContent({ text, files }: ReadMail): void {
  if (text === '' && files.length === 0) {
    throw new SupportError('mail.empty', 'A mail holds nothing but what it answers.');
  }
  if (text.length > longestText) {
    throw new SupportError('mail.too-large', `A mail holds ${text.length} characters.`);
  }
}

function isAmong(agents: readonly string[], from: string): boolean {
  return agents.some((allowed) => (allowed.startsWith('@') ? from.endsWith(allowed) : from === allowed));
}

function eventOf(order: MailOrder): EscalationEvent {
  switch (order) {
    case 'solved':
    case 'unsolved':
      return { is: 'closed', solved: order === 'solved' };
    case 'bot':
      return { is: 'returned' };
    case 'queue':
      return { is: 'handed-on' };
  }
}

/** What the visitor wrote, as if they had written it in the chat. */
function visitorActivity(
  { id, channel, userId, userName, locale }: ConversationRecord,
  { text, attachments }: { text: string; attachments: Attachment[] },
): Activity {
  return {
    type: 'message',
    channelId: channel,
    conversation: { id },
    from: { id: userId, ...(userName === undefined ? {} : { name: userName }), role: 'user' },
    ...(text === '' ? {} : { text, textFormat: 'plain' }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(locale === undefined ? {} : { locale }),
  };
}
