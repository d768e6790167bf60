import { createBot, type BotParts } from '../../src/app.ts';
import { createFailureMessage } from '../../src/bot/support-bot.ts';
import type { Content } from '../../src/content.ts';
import { parseAction, type Action } from '../../src/conversation/actions.ts';
import { adaptiveCardType, type Activity } from '../../src/conversation/activity.ts';
import { createLocalBus } from '../../src/conversation/bus.ts';
import type { Case } from '../../src/conversation/case.ts';
import { createLocalLocks } from '../../src/conversation/locks.ts';
import type { ConversationRecord } from '../../src/conversation/store.ts';
import { TurnRunner, type TurnHandler } from '../../src/conversation/turn.ts';
import type { Desk } from '../../src/escalation/desk.ts';
import { createSupportTeam, type RunningSupportTeam, type SupportTeamParts } from '../../src/support-team.ts';
import { activityToText } from '../../src/presentation/plain-text.ts';
import { createPresenter } from '../../src/presentation/presenter.ts';
import { createSay } from '../../src/presentation/say.ts';
import { type OpenedStore, openStore } from '../../src/storage/stores.ts';
import { realContent, understandingOf } from './content.ts';

/** What a client reads in `channelData.support`. */
export interface SupportData {
  case: string | null;
  state: string;
  section?: string;
  check?: string;
  position?: number;
  total?: number;
}

/** What to click: an answer, a phone, a choice, or the name of the action. */
export type Button =
  | 'fixed'
  | 'already-ok'
  | 'not-found'
  | 'skip'
  | 'back'
  | 'android'
  | 'iphone'
  | 'works'
  | 'still-broken'
  | 'new'
  | 'part'
  | 'none'
  | 'first-section'
  | 'describe'
  | 'talk-to-person'
  | 'start-over'
  | 'rate'
  | 'ticket'
  | 'yes'
  | 'no'
  | 'return-to-bot'
  | 'stop';

export interface SupportOptions {
  content?: Content;
  understanding?: BotParts['understanding'];
  /** In place of the bot, or around it. */
  handle?: (bot: TurnHandler) => TurnHandler;
  clock?: () => Date;
  targets?: SupportTeamParts['targets'];
  isStaffed?: SupportTeamParts['isStaffed'];
  /** Of the database; `:memory:` is gone when it closes. */
  path?: string;
}

/** The bot and its store in this process, without HTTP. Close it after use. */
export class Support {
  readonly store: OpenedStore;
  readonly #options: SupportOptions;
  #turns: TurnRunner;
  #team: RunningSupportTeam;

  private constructor(store: OpenedStore, options: SupportOptions) {
    this.store = store;
    this.#options = options;
    [this.#turns, this.#team] = this.#begin(options);
  }

  /** What agents do. */
  get desk(): Desk {
    return this.#team.desk;
  }

  get team(): RunningSupportTeam {
    return this.#team;
  }

  get turns(): TurnRunner {
    return this.#turns;
  }

  static async open(options: SupportOptions = {}): Promise<Support> {
    const store = await openStore(`sqlite:${options.path ?? ':memory:'}`, {
      clock: options.clock ?? (() => new Date()),
      newId: () => crypto.randomUUID(),
    });
    return new Support(store, options);
  }

  /** What a new process over the same database would be: nothing in memory is kept. */
  async restart(options: SupportOptions = {}): Promise<void> {
    await this.#turns.idle();
    [this.#turns, this.#team] = this.#begin({ ...this.#options, ...options });
    await this.#turns.resumeOwedTurns();
  }

  /** A visitor who opened the chat and was greeted. */
  async visitor(): Promise<Visitor> {
    const conversation = { id: crypto.randomUUID(), channel: 'directline', userId: 'visitor', startedAt: '' };
    await this.store.createConversation(conversation);
    const visitor = new Visitor(this, conversation);
    await visitor.send({ type: 'conversationUpdate', membersAdded: [bot, { id: 'visitor' }] });
    return visitor;
  }

  async receive(conversation: ConversationRecord, activity: Activity): Promise<void> {
    const { done } = await this.#turns.receive({
      conversation,
      activity: {
        channelId: 'directline',
        conversation: { id: conversation.id },
        from: { id: 'visitor', role: 'user' },
        recipient: bot,
        ...activity,
      },
    });
    await done;
  }

  async close(): Promise<void> {
    await this.#team.stop();
    await this.#turns.idle();
    await this.store.close();
  }

  #begin(options: SupportOptions): [TurnRunner, RunningSupportTeam] {
    const { content = realContent(), handle = (own: TurnHandler) => own } = options;
    const understanding = options.understanding ?? understandingOf(content);
    const fail = (error: unknown) => {
      throw error;
    };
    const bus = createLocalBus(fail);
    const clock = options.clock ?? (() => new Date());
    const logger = { info: () => undefined, error: (fields: object) => void this.failures.push(fields) };
    const { guide } = content;
    const newId = () => crypto.randomUUID();
    const { targets, isStaffed } = options;
    const team = createSupportTeam({
      config: {},
      guide,
      store: this.store,
      bus,
      clock,
      newId,
      logger,
      ...{ redact: (value) => value, fill: content.fill, deskUrl: () => '' },
      targets,
      isStaffed,
    });
    const { handOver, onCommitted } = team;
    const presenter = createPresenter({ ...content, say: createSay(content.guide.phrases) });
    const turns = new TurnRunner({
      store: this.store,
      bus,
      locks: createLocalLocks(),
      handle: handle(createBot({ content, understanding, clock, handOver })),
      failureMessage: createFailureMessage(presenter),
      logger,
      newId,
      onCommitted,
    });
    return [turns, team.serve(turns)];
  }

  /** What the operator's log would show of turns that failed. */
  readonly failures: object[] = [];
}

const bot = { id: 'support-bot', role: 'bot' };

/** One visitor's end of a conversation: what they say and click, and what they see. */
export class Visitor {
  readonly #support: Support;
  readonly #conversation: ConversationRecord;
  #seen = 0;
  #news: Activity[] = [];

  constructor(support: Support, conversation: ConversationRecord) {
    this.#support = support;
    this.#conversation = conversation;
  }

  get conversationId(): string {
    return this.#conversation.id;
  }

  /** @returns what the bot answers, as text. */
  say(text: string): Promise<string> {
    return this.send({ type: 'message', text });
  }

  /** Presses a button of the newest card. Throws when it has no such button. */
  click(button: Button, input: object = {}): Promise<string> {
    return this.clickOn(this.lastCard(), button, input);
  }

  /** Presses a button of any card that was on screen once. */
  clickOn(card: Activity | undefined, button: Button, input: object = {}): Promise<string> {
    const found = submitsOf(card).find((value) => isButton(value, button));
    if (!found)
      throw new Error(`There is no button ${button} on:\n${card ? activityToText(card) : 'no card'}`);
    return this.send({ type: 'message', value: { ...found, ...input } });
  }

  async send(activity: Activity): Promise<string> {
    await this.#support.receive(this.#conversation, activity);
    await this.look();
    return this.answer();
  }

  /** The bot's answer to the last message as the visitor reads it; cards that were folded are left out. */
  answer(): string {
    return this.messages()
      .map(activityToText)
      .filter((text) => text !== '')
      .join('\n');
  }

  /** New messages of the last turn. */
  messages(): Activity[] {
    const before = this.#before;
    return this.#news.filter(({ id }) => !before.has(id));
  }

  /** Cards of earlier turns that the last turn replaced. */
  folded(): Activity[] {
    const before = this.#before;
    return this.#news.filter(({ id }) => before.has(id));
  }

  /** The newest message with a card that can be answered. */
  lastCard(): Activity | undefined {
    return this.screen().findLast((activity) => submitsOf(activity).length > 0);
  }

  /** Buttons of the newest card, as the actions they send. */
  buttons(): Action[] {
    return submitsOf(this.lastCard()).flatMap((value) => parseAction(value) ?? []);
  }

  /** All messages of both sides as they stand on screen: replaced ones in place of the first. */
  screen(): Activity[] {
    return [...this.#screen.values()];
  }

  /** Every message of the bot, in the order in which it was sent, replacements too. */
  readonly sent: Activity[] = [];

  /** The conversation's state, as the last message that tells it says. */
  support(): SupportData {
    const told = this.sent.map(({ channelData }) => channelData?.['support']).filter(Boolean);
    return told.at(-1) as SupportData;
  }

  /** The case as it is stored. */
  async case(): Promise<Case | undefined> {
    return this.#support.store.findCase(this.support().case ?? '');
  }

  /** Whether the case has ended, by a fix or by a person. */
  isOver(): boolean {
    return ['solved', 'waiting-for-person', 'closed'].includes(this.support().state);
  }

  /** Finds every check already right, to the end. @returns the checks that were asked. */
  async answerAll(): Promise<(string | undefined)[]> {
    const asked: (string | undefined)[] = [];
    while (!this.isOver() && asked.length < 60) {
      asked.push(this.support().check);
      await this.click('already-ok');
    }
    return asked;
  }

  /** The bot's memory of this conversation, to compare before and after. */
  async memory(): Promise<string> {
    const keys = [`directline/conversations/${this.#conversation.id}/`];
    return JSON.stringify([...(await this.#support.store.readState(keys))]);
  }

  /** Tells a symptom and answers the questions that come before the first check. */
  async reachCheck(symptom: string, phone: 'android' | 'iphone' = 'android'): Promise<SupportData> {
    await this.say(symptom);
    for (let questions = 0; this.support().position === undefined && questions < 3; questions += 1) {
      const asked = this.buttons().map((action) => action.do);
      await this.click(asked.includes('choose-phone') ? phone : 'first-section');
    }
    if (this.support().position === undefined) throw new Error(`No check was asked:\n${this.answer()}`);
    return this.support();
  }

  readonly #screen = new Map<string, Activity>();
  #before = new Set<string | undefined>();

  /** Sees what came since. */
  async look(): Promise<void> {
    const range = { conversationId: this.#conversation.id, after: this.#seen, limit: 100_000 };
    const entries = await this.#support.store.readLog(range);
    this.#before = new Set(this.#screen.keys());
    this.#news = entries.filter(({ direction }) => direction === 'out').map(({ activity }) => activity);
    this.#seen = entries.at(-1)?.seq ?? this.#seen;
    for (const { activityId, activity } of entries) this.#screen.set(activityId, activity);
    this.sent.push(...this.#news);
  }
}

/** Data of every Action.Submit on the activity's cards and of its suggested actions. */
export function submitsOf(activity: Activity | undefined): object[] {
  const found: object[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(walk);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const { type, data } = value as { type?: unknown; data?: unknown };
    if (type === 'Action.Submit' && typeof data === 'object' && data !== null) found.push(data);
    Object.values(value).forEach(walk);
  };
  for (const attachment of activity?.attachments ?? []) {
    if (attachment.contentType === adaptiveCardType) walk(attachment.content);
  }
  return found;
}

function isButton(value: object, button: Button): boolean {
  const data = value as Record<string, unknown>;
  switch (button) {
    case 'works':
    case 'still-broken':
      return data['works'] === (button === 'works');
    case 'first-section':
      return data['do'] === 'choose-section' && data['section'] !== 'none';
    case 'none':
      return data['section'] === 'none';
    default:
      return [data['do'], data['answer'], data['phone'], data['as']].includes(button);
  }
}
