import type { Activity } from '../../conversation/activity.ts';
import { setUpCards } from './card-view.ts';
import { setUpComposer } from './composer.ts';
import { Connection, type ConnectionParts, type ConnectionState } from './connection.ts';
import { byId } from './dom.ts';
import { setUpHeader } from './header.ts';
import { clientIdOf, latestVersions, type MessageVersion } from './history.ts';
import { createMarkdown } from './markdown.ts';
import { MessageList, senderOf } from './message-list.ts';
import { Outbox } from './outbox.ts';
import { toActivity, type Utterance } from './outgoing.ts';
import { Scroller } from './scroller.ts';
import type { Session } from './session.ts';
import { setUpStatusLine } from './status-line.ts';
import { suggestionsOf } from './suggested-actions.ts';
import { showSuggestions } from './suggestions.ts';
import { isWithPerson, type SupportInfo, supportInfoOf } from './support-info.ts';
import { texts } from './texts.ts';
import { TypingIndicator } from './typing.ts';

export interface ChatParts extends Pick<
  ConnectionParts,
  'api' | 'storage' | 'openLine' | 'schedule' | 'random'
> {
  onWindows: boolean;
  locale: string;
  now: () => Date;
  newId: () => string;
  /** Whether the browser believes to have a network. */
  isOnLine: () => boolean;
}

/** The chat page: connects what happens on screen with what goes over the line. */
export class Chat {
  readonly #parts: ChatParts;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #list: MessageList;
  readonly #scroller: Scroller;
  readonly #typing: TypingIndicator;
  readonly #log = byId('log', HTMLDivElement);
  readonly #suggestions = byId('suggestions', HTMLDivElement);
  readonly #showSupport: (info?: SupportInfo) => void;
  readonly #showState: (state: ConnectionState, onLine: boolean) => void;
  #session: Session | undefined;
  #support: SupportInfo | undefined;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    const markdown = createMarkdown(parts.onWindows);
    setUpCards(markdown);
    this.#list = new MessageList(this.#log, {
      ...{ markdown, onWindows: parts.onWindows, now: parts.now, locale: parts.locale },
      onSubmit: (utterance) => this.#answerCard(utterance),
      onTryAgain: (clientId) => this.#outbox.retry(clientId),
    });
    this.#scroller = new Scroller(byId('scroller', HTMLDivElement), byId('new-messages', HTMLButtonElement));
    const dots = byId('typing', HTMLDivElement);
    this.#typing = new TypingIndicator((visible) => (dots.hidden = !visible));
    this.#showState = setUpStatusLine(() => this.#connection.hurry());
    this.#showSupport = setUpHeader({
      onStartOver: () => this.#say({ text: texts.startOver, value: { do: 'start-over' } }),
      onTalkToPerson: () => this.#say({ text: texts.talkToPerson, value: { do: 'talk-to-person' } }),
    });
    this.#outbox = this.#createOutbox();
    this.#connection = this.#createConnection();
    setUpComposer((text) => this.#say({ text }));
  }

  start(): void {
    this.#connection.connect();
  }

  /** The network came or went. */
  networkChanged(): void {
    const { state } = this.#connection;
    if (state) this.#showState(state, this.#parts.isOnLine());
    if (this.#parts.isOnLine()) this.#connection.hurry();
  }

  /** The reader is back at this window, perhaps from another one that had taken the conversation. */
  returned(): void {
    this.#connection.hurry();
  }

  /** The computer has slept: the line may look open and be dead. */
  woke(): void {
    this.#connection.connect();
  }

  #createOutbox(): Outbox {
    const { schedule, random, storage } = this.#parts;
    return new Outbox({
      ...{ schedule, random },
      post: (activity) => this.#connection.post(activity),
      onChange: (clientId, state) => {
        this.#list.setDelivery(clientId, state);
        if (state === 'failed') this.#typing.stop();
      },
      keep: (activities) => {
        if (this.#session) storage.writeUnsent(this.#session.conversationId, activities);
      },
    });
  }

  #createConnection(): Connection {
    return new Connection({
      ...this.#parts,
      onSession: (session) => (this.#session = session),
      onActivities: (activities, live) => this.#receive(activities, live),
      onState: (state) => this.#setState(state),
      onForgotten: () => {
        this.#list.clear();
        this.#list.showNotice(texts.newConversation);
        this.#setSupport(undefined);
      },
    });
  }

  #setState(state: ConnectionState): void {
    this.#showState(state, this.#parts.isOnLine());
    this.#log.setAttribute('aria-live', state === 'connecting' ? 'off' : 'polite');
    if (state === 'online' && this.#session) {
      for (const activity of this.#parts.storage.readUnsent(this.#session.conversationId)) {
        this.#list.showOwn(activity);
        this.#outbox.add(activity);
      }
    } else this.#typing.stop();
    this.#outbox.setReady(state === 'online');
  }

  #answerCard(utterance: Utterance): void {
    this.#list.lockCards(true);
    this.#say(utterance);
  }

  #say(utterance: Utterance): void {
    const { newId, now } = this.#parts;
    const identity = { userId: this.#session?.userId ?? '', clientId: newId(), at: now() };
    const activity = toActivity(utterance, identity);
    this.#list.showOwn(activity);
    this.#showSuggestions(undefined);
    this.#scroller.toEnd();
    this.#outbox.add(activity);
    this.#connection.hurry();
    if (this.#connection.state === 'online' && !isWithPerson(this.#support)) this.#typing.expectAnswer();
  }

  #receive(activities: Activity[], live: boolean): void {
    if (live && activities.some(({ type }) => type === 'typing')) this.#typing.start();
    const messages = activities.filter(({ type }) => type === 'message');
    for (const version of latestVersions(messages)) this.#show(version);
  }

  #show(version: MessageVersion): void {
    const { activity } = version;
    const sender = senderOf(activity, this.#session?.userId);
    const clientId = clientIdOf(activity);
    if (sender === 'visitor' && clientId !== undefined) this.#outbox.confirm(clientId);
    const keyboardWaits = document.activeElement?.classList.contains('message') ?? false;
    const added = this.#list.show(version, sender);
    this.#scroller.changed();
    if (sender === 'visitor') return this.#visitorSpoke();
    this.#typing.stop();
    this.#list.lockCards(false);
    if (!added) return;
    this.#showSuggestions(activity);
    this.#setSupport(supportInfoOf(activity));
    this.#scroller.added(added);
    if (keyboardWaits) added.focus({ preventScroll: true });
  }

  #visitorSpoke(): void {
    this.#showSuggestions(undefined);
    this.#scroller.awaitAnswer();
  }

  #setSupport(info: SupportInfo | undefined): void {
    this.#support = info;
    this.#showSupport(info);
  }

  #showSuggestions(activity: Activity | undefined): void {
    const suggestions = activity ? suggestionsOf(activity) : [];
    showSuggestions(this.#suggestions, suggestions, (utterance) => this.#say(utterance));
  }
}
