import type { Activity } from '../../conversation/activity.ts';
import type { ChatApi } from '../shared/api.ts';
import { readCardAnswer, toInvoke } from '../shared/card-command.ts';
import type { CardCommand } from '../shared/card-view.ts';
import { Connection, type ConnectionParts, type ConnectionState } from '../shared/connection.ts';
import { byId } from '../shared/dom.ts';
import { useFileRules } from '../shared/file-rules.ts';
import { withFreshToken } from '../shared/fresh-token.ts';
import { clientIdOf, latestVersions, type MessageVersion } from '../shared/history.ts';
import { Outbox } from '../shared/outbox.ts';
import { toActivity, type Utterance } from '../shared/outgoing.ts';
import type { Session } from '../shared/session.ts';
import { fill, texts } from '../shared/texts.ts';
import { upload } from '../shared/upload.ts';
import { Announcer } from './announcer.ts';
import { type Draft, setUpComposer } from './composer.ts';
import { setUpHeader } from './header.ts';
import { LateRenderer } from './late-renderer.ts';
import { MessageList } from './message-list.ts';
import { lastReadIn, readReceipt } from './read-receipt.ts';
import { ReadTeller } from './read-teller.ts';
import type { Renderer } from './renderer.ts';
import { Scroller } from './scroller.ts';
import { nameOf, type Sender, senderOf } from './sender.ts';
import type { Sound } from '../shared/sound.ts';
import { setUpStatusLine } from './status-line.ts';
import { suggestionsOf } from './suggested-actions.ts';
import { showSuggestions } from './suggestions.ts';
import { isWithPerson, type SupportInfo, supportInfoOf } from './support-info.ts';
import { transcriptText } from './transcript.ts';
import { createTypingTeller, TypingIndicator } from './typing.ts';
import type { Unread } from './unread.ts';
import { Uploads } from './uploads.ts';

export interface ChatParts extends Pick<ConnectionParts, 'storage' | 'openLine' | 'schedule' | 'random'> {
  api: ChatApi;
  renderer: Promise<Renderer>;
  root: ShadowRoot;
  /** Origin of the support server. */
  server: string;
  title: string | undefined;
  onWindows: boolean;
  locale: string;
  unread: Unread;
  sound: Sound;
  now: () => Date;
  newId: () => string;
  /** Whether the browser believes to have a network. */
  isOnLine: () => boolean;
}

/** The chat: connects what happens on screen with what goes over the line. */
export class Chat {
  readonly #parts: ChatParts;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #uploads: Uploads;
  readonly #late: LateRenderer;
  readonly #list: MessageList;
  readonly #scroller: Scroller;
  readonly #typing: TypingIndicator;
  readonly #announcer: Announcer;
  readonly #suggestions: HTMLDivElement;
  readonly #showSupport: (info: SupportInfo | undefined, agent?: string) => void;
  readonly #showState: (state: ConnectionState, onLine: boolean) => void;
  readonly #reading: ReadTeller;
  #session: Session | undefined;
  #support: SupportInfo | undefined;

  constructor(parts: ChatParts) {
    const { root } = parts;
    this.#parts = parts;
    this.#suggestions = byId(root, 'suggestions', HTMLDivElement);
    this.#announcer = new Announcer(byId(root, 'announcer', HTMLDivElement));
    this.#late = new LateRenderer(parts.renderer);
    this.#list = this.#createList();
    this.#scroller = new Scroller(
      byId(root, 'scroller', HTMLDivElement),
      byId(root, 'new-messages', HTMLButtonElement),
    );
    this.#typing = createTyping(root);
    this.#showState = setUpStatusLine(root, parts.server);
    this.#showSupport = setUpHeader(root, parts.title);
    this.#uploads = this.#createUploads();
    this.#outbox = this.#createOutbox();
    this.#connection = this.#createConnection();
    this.#reading = new ReadTeller({
      isInSight: () => parts.unread.visible && document.visibilityState === 'visible',
      tell: (id) => this.#tellRead(id),
    });
    document.addEventListener('visibilitychange', () => this.#reading.look());
    const tellTyping = createTypingTeller(parts.now, () => this.#tellTyping());
    setUpComposer(root, {
      locale: parts.locale,
      onSend: (draft) => this.#send(draft),
      onTyping: () => this.#support?.state === 'with-person' && tellTyping(),
    });
    const command = (id: string, utterance: () => Utterance): void =>
      byId(root, id, HTMLButtonElement).addEventListener('click', () => this.#say(utterance()));
    command('start-over', () => ({ text: texts.startOver, value: { do: 'start-over' } }));
    command('talk-to-person', () => ({ text: texts.talkToPerson, value: { do: 'talk-to-person' } }));
  }

  start(): void {
    this.#connection.connect();
  }

  /** The panel is on screen now: what could not be measured before is put right. */
  shown(): void {
    this.#scroller.changed();
    this.#reading.look();
  }

  /** The network came or went. */
  networkChanged(): void {
    const { state } = this.#connection;
    if (state) this.#showState(state, this.#parts.isOnLine());
    if (this.#parts.isOnLine()) this.#connection.hurry();
  }

  /** The reader is back at this window: a pause between two attempts ends. */
  returned(): void {
    this.#connection.hurry();
  }

  /** The computer has slept: the line may look open and be dead. */
  woke(): void {
    this.#connection.connect();
  }

  /** A line from the chat itself, between the messages. */
  notice(text: string): void {
    this.#late.whenReady(() => {
      this.#list.showNotice(text);
      this.#scroller.toEnd();
    });
  }

  /** The whole conversation as text, fetched afresh. */
  transcript(): Promise<string> {
    const { api, locale, now } = this.#parts;
    return withFreshToken(this.#parts, async (session) => {
      const history = await api.history(session, '');
      return transcriptText({
        ...{ activities: history?.activities ?? [], userId: session.userId },
        ...{ locale, now: now() },
      });
    });
  }

  #createList(): MessageList {
    const { root, onWindows, now, locale, server } = this.#parts;
    return new MessageList(byId(root, 'log', HTMLDivElement), {
      ...{ late: this.#late, onWindows, now, locale, server },
      onSubmit: (utterance) => this.#answerCard(utterance),
      onTryAgain: (clientId) => this.#outbox.retry(clientId),
      onExecute: (command, activityId) => this.#execute(command, activityId),
    });
  }

  async #execute(command: CardCommand, activityId: string | undefined): Promise<unknown> {
    const { api, newId } = this.#parts;
    try {
      const body = await withFreshToken(this.#parts, (session) => {
        const { userId } = session;
        return api.invoke(session, toInvoke(command, { userId, clientId: newId(), activityId }));
      });
      const answer = readCardAnswer(body);
      if (answer.text !== undefined) this.notice(answer.text);
      return answer.card;
    } catch {
      if (command.trigger === 'manual') this.notice(texts.card.notDone);
      return undefined;
    }
  }

  #createUploads(): Uploads {
    const { server } = this.#parts;
    return new Uploads({
      send: (activity, files) =>
        withFreshToken(this.#parts, ({ conversationId, token, userId }) => {
          const onProgress = (share: number): void =>
            this.#list.setProgress(clientIdOf(activity) ?? '', share);
          return upload({ server, conversationId, token, userId, activity, files, onProgress });
        }),
      onRefused: () => this.notice(texts.files.refused),
    });
  }

  #createOutbox(): Outbox {
    const { schedule, random, storage } = this.#parts;
    return new Outbox({
      ...{ schedule, random },
      post: (activity) =>
        this.#uploads.has(activity) ? this.#uploads.post(activity) : this.#connection.post(activity),
      onChange: (clientId, state) => {
        this.#list.setDelivery(clientId, state);
        if (state === 'failed') this.#typing.stop();
      },
      keep: (activities) => {
        const kept = activities.filter((activity) => !this.#uploads.has(activity));
        if (this.#session) storage.writeUnsent(this.#session.conversationId, kept);
      },
    });
  }

  #createConnection(): Connection {
    return new Connection({
      ...this.#parts,
      onSession: (session) => {
        this.#session = session;
        if (session.fileRules) useFileRules(session.fileRules);
      },
      onActivities: (activities, live) => this.#late.whenReady(() => this.#receive(activities, live)),
      onState: (state) => this.#setState(state),
      onForgotten: () => this.#late.whenReady(() => this.#forget()),
    });
  }

  #forget(): void {
    this.#list.clear();
    this.#list.showNotice(texts.newConversation);
    this.#setSupport(undefined);
  }

  #setState(state: ConnectionState): void {
    this.#showState(state, this.#parts.isOnLine());
    // After the history, which is on screen by then.
    this.#late.whenReady(() => this.#setReady(state));
  }

  #setReady(state: ConnectionState): void {
    if (state === 'online' && this.#session) {
      for (const activity of this.#parts.storage.readUnsent(this.#session.conversationId)) {
        this.#list.showOwn(activity);
        this.#outbox.add(activity);
      }
      this.#reading.look();
    } else this.#typing.stop();
    this.#outbox.setReady(state === 'online');
  }

  #answerCard(utterance: Utterance): void {
    this.#list.lockCards(true);
    this.#say(utterance);
  }

  #send({ text, files }: Draft): void {
    this.#say({ text }, files);
  }

  #say(utterance: Utterance, files: readonly File[] = []): void {
    const { newId, now } = this.#parts;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const identity = { userId: this.#session?.userId ?? '', clientId: newId(), at: now(), timeZone };
    const activity = toActivity(utterance, identity);
    this.#uploads.add(activity, files);
    this.#list.showOwn(activity, files);
    this.#showSuggestions(undefined);
    this.#scroller.toEnd();
    this.#outbox.add(activity);
    this.#connection.hurry();
    if (this.#connection.state === 'online' && !isWithPerson(this.#support)) this.#typing.expectAnswer();
  }

  #receive(activities: Activity[], live: boolean): void {
    const typing = live ? activities.find(({ type }) => type === 'typing') : undefined;
    if (typing) this.#showTyping(typing);
    const came: string[] = [];
    for (const version of latestVersions(activities.filter(({ type }) => type === 'message'))) {
      const { activity } = version;
      const sender = senderOf(activity, this.#session?.userId);
      const isNew = this.#show(version, sender);
      if (isNew && activity.id !== undefined) came.push(activity.id);
      if (sender.kind === 'agent' && activity.id !== undefined) this.#reading.came(activity.id);
      if (isNew && live) this.#tell(activity, sender);
    }
    this.#parts.unread.came(came);
    this.#reading.look();
    const read = activities.map(lastReadIn).findLast((id) => id !== undefined);
    if (read !== undefined) this.#list.setRead(read);
  }

  async #tellRead(id: string): Promise<void> {
    const result = await this.#connection.post(readReceipt(id, this.#session?.userId ?? ''));
    if (result !== 'accepted') throw new Error('The read receipt was not taken.');
  }

  /** Only a person looks on while one writes. */
  #tellTyping(): void {
    const from = { id: this.#session?.userId ?? '', role: 'user' };
    void this.#connection.post({ type: 'typing', from }).catch(() => undefined);
  }

  #showTyping(activity: Activity): void {
    const sender = senderOf(activity, this.#session?.userId);
    if (sender.kind !== 'visitor') this.#typing.start(nameOf(sender));
  }

  #tell(activity: Activity, sender: Sender): void {
    this.#announcer.say(activity, nameOf(sender));
    this.#parts.sound.play();
  }

  /** @returns whether it is a new message of somebody else */
  #show(version: MessageVersion, sender: Sender): boolean {
    const { activity } = version;
    const clientId = clientIdOf(activity);
    if (sender.kind === 'visitor' && clientId !== undefined) this.#outbox.confirm(clientId);
    const keyboardWaits = this.#parts.root.activeElement?.classList.contains('message') ?? false;
    const added = this.#list.show(version, sender);
    this.#scroller.changed();
    if (sender.kind === 'visitor') {
      this.#visitorSpoke();
      return false;
    }
    this.#typing.stop();
    this.#list.lockCards(false);
    if (!added) return false;
    this.#showSuggestions(activity);
    this.#setSupport(supportInfoOf(activity), sender);
    this.#scroller.added(added);
    if (keyboardWaits) added.focus({ preventScroll: true });
    return true;
  }

  #visitorSpoke(): void {
    this.#showSuggestions(undefined);
    this.#scroller.awaitAnswer();
  }

  #setSupport(info: SupportInfo | undefined, sender?: Sender): void {
    this.#support = info;
    this.#showSupport(info, sender?.kind === 'agent' ? sender.name : undefined);
  }

  #showSuggestions(activity: Activity | undefined): void {
    const suggestions = activity ? suggestionsOf(activity) : [];
    showSuggestions(this.#suggestions, suggestions, (utterance) => this.#say(utterance));
  }
}

function createTyping(root: ShadowRoot): TypingIndicator {
  const dots = byId(root, 'typing', HTMLDivElement);
  const words = byId(root, 'typing-name', HTMLSpanElement);
  return new TypingIndicator((name) => {
    dots.hidden = name === undefined;
    words.textContent = name === undefined ? '' : fill(texts.typing, { name });
  });
}
