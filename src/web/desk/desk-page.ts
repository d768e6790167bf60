import { byId } from '../shared/dom.ts';
import type { RenderMarkdown } from '../shared/markdown.ts';
import { createMemory } from '../shared/memory.ts';
import { type DeskApi, DeskCallError } from './api.ts';
import { Announcements } from './announcements.ts';
import { Banner } from './banner.ts';
import { CaseActions } from './case-actions.ts';
import { CaseLists } from './case-lists.ts';
import { now, schedule } from './clock.ts';
import { Columns } from './columns.ts';
import { Composer, permissionFor } from './composer.ts';
import { idInAddress, liveAddress, onAddress } from './address.ts';
import { ConversationView } from './conversation-view.ts';
import { factsView } from './facts-view.ts';
import { ListsView, queueLength } from './lists-view.ts';
import { Live } from './live.ts';
import { createTabMemory } from './memory.ts';
import { NewCases } from './new-cases.ts';
import { OpenCase } from './open-case.ts';
import { PresencePanel } from './presence-panel.ts';
import { Refresh } from './refresh.ts';
import { Search } from './search.ts';
import { Sending } from './sending.ts';
import { Shortcuts } from './shortcuts.ts';
import { showAccount, signInAgain } from './sign-in.ts';
import { fill, texts } from './texts.ts';
import type { Choices, LogEntry, News, PresentAgent, Session } from './wire.ts';
import { isUntaken } from './wire.ts';

export interface DeskPageParts {
  root: HTMLElement;
  api: DeskApi;
  session: Session;
  choices: Choices;
  markdown: RenderMarkdown;
  locale: string;
}

/** Times on screen are brought up to date so often, in milliseconds. */
const tickEvery = 15_000;

const statusKey = 'desk.status';

/** The desk of a signed-in agent: puts the parts of the page together and passes on what happens. */
export class DeskPage {
  readonly #parts: DeskPageParts;
  readonly #lists: CaseLists;
  readonly #listsView: ListsView;
  readonly #conversation: ConversationView;
  readonly #composer: Composer;
  readonly #sending: Sending;
  readonly #live: Live;
  readonly #presence: PresencePanel;
  readonly #search: Search;
  readonly #announcements: Announcements;
  readonly #actions: CaseActions;
  readonly #columns: Columns;
  readonly #newCases: NewCases;
  readonly #banner: Banner;
  readonly #refresh: Refresh;
  readonly #browserMemory = createMemory(() => window.localStorage);
  readonly #memory = createTabMemory(() => window.sessionStorage);
  #open: OpenCase | undefined;
  #openId: string | undefined;
  #agents: PresentAgent[] = [];
  #asksToSignIn = false;

  constructor(parts: DeskPageParts) {
    this.#parts = parts;
    const { root, api, session, locale, markdown } = parts;
    const me = session.agent;
    const memory = this.#browserMemory;
    const onOpen = (id: string): void => void this.open(id);
    const status = memory.get(statusKey) === 'away' ? 'away' : 'available';
    this.#announcements = new Announcements(root);
    this.#columns = new Columns(root);
    this.#lists = new CaseLists(me.id);
    this.#listsView = new ListsView(byId(root, 'lists', HTMLElement), {
      ...{ now, onOpen },
      onMore: () => void this.#search.more(),
      onEndSearch: () => this.#search.end(),
    });
    this.#search = new Search(root, { api, onChange: () => this.#showLists() });
    this.#conversation = new ConversationView(root, {
      ...{ now, locale, markdown, agentId: me.id, agentName: me.name, server: window.location.origin },
      onTryAgain: (key) => this.#sending.retry(key),
      onAction: (action) => void this.#actions.run(action),
      onEarlier: () => void this.#showEarlier(),
      onBack: () => this.#columns.show('lists'),
      onFacts: () => this.#columns.toggleFacts(),
    });
    this.#composer = new Composer(root, {
      ...{ locale, markdown, memory: this.#memory },
      savedReplies: () => parts.choices.savedReplies,
      onSend: (draft) => this.#openId !== undefined && this.#sending.add(this.#openId, draft),
      onNote: (text) => void this.#actions.note(text),
      onTyping: (caseId) => void api.typing(caseId).catch(() => undefined),
    });
    this.#sending = new Sending({
      ...{ api, schedule, random: Math.random, now, memory: this.#memory, newKey: () => crypto.randomUUID() },
      onChange: (caseId) => this.#showPending(caseId),
      onSent: (caseId, entry) => this.#shown(this.#takeEntries(caseId, [entry])),
    });
    this.#banner = new Banner(root);
    this.#refresh = new Refresh({
      ...{ schedule, random: Math.random, read: () => this.#readAnew() },
      onBehind: (isBehind) => this.#banner.show({ isBehind }),
      onNoConnection: () => this.#live.connect(),
    });
    this.#newCases = new NewCases({ memory, announcements: this.#announcements, onOpen });
    this.#live = new Live({
      ...{ schedule, random: Math.random, WebSocket, address: liveAddress(), status },
      onOpen: () => void this.#refresh.run(),
      onNews: (news) => this.#shown(this.#hear(news)),
      onState: (state) => this.#setOnline(state === 'online'),
      onSignedOut: () => this.signedOut(),
    });
    this.#presence = new PresencePanel(root, {
      ...{ me, status, sound: this.#newCases.sound, notifications: this.#newCases.notifications },
      onStatus: (next) => this.#setStatus(next),
      onOtherStatus: (next) => this.#live.noteStatus(next),
    });
    this.#actions = new CaseActions({
      ...{ api, agentId: me.id, announcements: this.#announcements, checks: parts.choices.checks },
      current: () => this.#open,
      others: () => this.#agents.filter(({ id }) => id !== me.id),
      onChanged: (escalation) => {
        this.#open?.update(escalation);
        this.#showOpen();
      },
      onStale: () => void this.#refresh.run(),
      write: () => this.#composer.write('reply'),
    });
    showAccount(root, { name: me.name, onSignOut: () => this.#signOut() });
    this.#setUpShortcuts();
  }

  start(): void {
    this.#conversation.showNothing(false);
    this.#showLists();
    this.#live.connect();
    window.setInterval(() => this.#listsView.tick(), tickEvery);
    // The line may be dead after sleep; nobody waits for that to be noticed.
    window.addEventListener('online', () => this.#live.connect());
    onAddress((id) => {
      if (id !== this.#openId) void this.open(id);
    });
  }

  /** A call or the line was refused: nobody is signed in any more. */
  signedOut(): void {
    if (this.#asksToSignIn) return;
    this.#asksToSignIn = true;
    this.#sending.setReady(false);
    this.#live.stop();
    void signInAgain(this.#parts.api, this.#parts.session.agent.id).then(() => {
      this.#asksToSignIn = false;
      this.#live.connect();
    });
  }

  #signOut(): void {
    this.#memory.clear();
    this.#asksToSignIn = true;
    this.#live.stop();
    void this.#parts.api.signOut().finally(() => window.location.assign('/desk'));
  }

  /** Shows a case. */
  async open(id: string): Promise<void> {
    if (this.#openId !== id) {
      this.#openId = id;
      this.#open = undefined;
      this.#live.watch(id);
      this.#composer.hide();
      this.#conversation.showLoading();
      byId(this.#parts.root, 'facts', HTMLElement).replaceChildren();
      if (idInAddress() !== id) window.history.pushState(null, '', `#${encodeURIComponent(id)}`);
    }
    this.#columns.show('conversation');
    this.#showLists();
    try {
      const open = await OpenCase.open(this.#parts.api, id);
      if (this.#openId !== id) return;
      this.#open = open;
      this.#showOpen({ scroll: true });
    } catch (error) {
      if (this.#openId !== id) return;
      this.#openId = undefined;
      this.#conversation.showNothing(this.#lists.queue.length > 0);
      this.#showLists();
      const isSignedOut = error instanceof DeskCallError && error.status === 401;
      if (!isSignedOut) this.#announcements.toast(texts.outcomes.failed);
    }
  }

  /** Everything of the open case: head, conversation, facts, and where to write. */
  #showOpen({ scroll = false } = {}): void {
    const open = this.#open;
    if (!open) return;
    open.log.setPending(this.#sending.pendingOf(open.id));
    this.#conversation.showHead(open.opened);
    this.#conversation.showLog(open.log, { scroll });
    const { root, locale, api, session, choices } = this.#parts;
    const parts = {
      ...{ locale, now, agentId: session.agent.id, mayReveal: choices.mayReveal },
      transcriptAddress: (form: string) => api.transcriptAddress(open.id, form),
      onReveal: (kind: string) => void this.#actions.reveal(kind).then(() => this.open(open.id)),
    };
    byId(root, 'facts', HTMLElement).replaceChildren(...factsView(open.opened, parts));
    this.#composer.open(permissionFor(open.escalation, session.agent.id));
    void this.#markRead(open);
  }

  #showPending(caseId: string): void {
    const open = this.#open;
    if (open?.id !== caseId) return;
    open.log.setPending(this.#sending.pendingOf(caseId));
    this.#conversation.showLog(open.log);
  }

  #showLists(): void {
    const { queue, mine, more } = this.#lists;
    this.#listsView.show({ queue, mine, more, found: this.#search.found, openId: this.#openId });
    if (this.#openId === undefined) this.#conversation.showNothing(queue.length > 0);
    const count = queueLength({ queue, more });
    document.title = queue.length === 0 ? texts.title : fill(texts.titleWaiting, { count });
  }

  async #readAnew(): Promise<void> {
    const fresh = this.#lists.set(await this.#parts.api.lists());
    if (fresh) this.#newCases.tell(fresh);
    this.#showLists();
    const open = this.#open;
    await open?.readAnew();
    if (open === this.#open) this.#showOpen();
  }

  /** What cannot be shown for want of the server is shown a little later. */
  #shown(work: Promise<void>): void {
    work.catch((error: unknown) => this.#refresh.failed(error));
  }

  async #hear(news: News): Promise<void> {
    if (news.is === 'presence') {
      this.#agents = news.agents;
      return this.#presence.show(news.agents);
    }
    if (news.is === 'erased') return this.#forget(news.escalationId);
    if (news.is === 'passing') {
      const isOpen = news.escalationId === this.#open?.id && news.activity.from?.role === 'user';
      return isOpen ? this.#conversation.showTyping() : undefined;
    }
    await this.#updateLists(news);
    if (news.is === 'entries') return this.#takeEntries(news.escalationId, news.entries);
    if (news.escalation.id !== this.#open?.id) return;
    this.#open.apply(news);
    if (news.change.event.is === 'read') return this.#conversation.showLog(this.#open.log);
    this.#showOpen();
  }

  /** The visitor has deleted their data. */
  #forget(id: string): void {
    this.#lists.remove(id);
    if (this.#openId === id) {
      this.#openId = this.#open = undefined;
      this.#composer.hide();
      byId(this.#parts.root, 'facts', HTMLElement).replaceChildren();
      this.#announcements.toast(texts.outcomes.erased);
      this.#conversation.showErased();
    }
    this.#showLists();
  }

  async #updateLists(news: News): Promise<void> {
    const id = news.is === 'escalation' && isUntaken(news.escalation) ? news.escalation.id : '';
    const isNew = this.#lists.find(id) === undefined;
    const effect = this.#lists.apply(news, document.hasFocus() ? this.#open?.id : undefined);
    if (effect === 'none') return;
    if (effect === 'read-anew') this.#lists.set(await this.#parts.api.lists());
    const fresh = this.#lists.find(id);
    if (isNew && fresh) this.#newCases.tell(fresh);
    this.#showLists();
  }

  async #takeEntries(caseId: string, entries: readonly LogEntry[]): Promise<void> {
    const open = this.#open;
    if (open?.id !== caseId) return;
    const added = await open.add(entries);
    if (open !== this.#open) return;
    this.#showPending(caseId);
    if (added.length === 0) return;
    if (added.some(({ direction }) => direction === 'in')) this.#conversation.hideTyping();
    this.#announcements.sayMessages(added);
    await this.#markRead(open);
  }

  async #markRead(open: OpenCase): Promise<void> {
    const { escalation, lastSeq } = open;
    this.#lists.markRead(open.id);
    const isMine = escalation.state === 'accepted' && escalation.agent?.id === this.#parts.session.agent.id;
    if (!isMine || lastSeq <= (escalation.readUpTo ?? 0)) return;
    const read = await this.#parts.api.change(open.id, 'read', { upTo: lastSeq }).catch(() => undefined);
    if (read) open.update(read);
    this.#showLists();
  }

  async #showEarlier(): Promise<void> {
    const open = this.#open;
    await open?.addEarlier().catch(() => this.#announcements.toast(texts.outcomes.failed));
    if (open && open === this.#open) this.#conversation.showLog(open.log);
  }

  #setStatus(next: PresentAgent['status']): void {
    this.#browserMemory.set(statusKey, next);
    this.#live.setStatus(next);
  }

  #setOnline(online: boolean): void {
    this.#sending.setReady(online);
    this.#banner.show({ isOffline: !online && !this.#asksToSignIn });
  }

  #setUpShortcuts(): void {
    const { root } = this.#parts;
    const shortcuts = new Shortcuts(this.#browserMemory, {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      t: () => void this.#takeNext(),
      r: () => this.#composer.write('reply'),
      n: () => this.#composer.write('note'),
      h: () => void this.#actions.run('handOn'),
      b: () => void this.#actions.run('returnToBot'),
      c: () => void this.#actions.run('close'),
      '/': () => this.#search.focus(),
    });
    byId(root, 'help', HTMLButtonElement).addEventListener('click', () => shortcuts.showHelp());
  }

  #step(by: 1 | -1): void {
    const next = this.#lists.stepFrom(this.#openId, by, this.#search.found?.cases);
    if (next) void this.open(next.escalation.id).then(() => this.#listsView.focus(next.escalation.id));
  }

  async #takeNext(): Promise<void> {
    const [longest] = this.#lists.queue;
    if (this.#openId === undefined && longest) await this.open(longest.escalation.id);
    await this.#actions.run('take');
  }
}
