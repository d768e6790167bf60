import { WebSocket } from 'ws';
import type { Desk, DeskNews } from '../../escalation/desk.ts';
import { errorFrom } from '../../errors.ts';
import { type Every, everyUnref } from '../directline/sockets.ts';
import { type DeskRequest, authorize } from './access.ts';
import type { PresentAgent, Presence } from './presence.ts';
import { pageSchema } from './schemas.ts';
import type { DeskSession, DeskSessions } from './sessions.ts';

/** What the page is told as it happens. */
export type DeskFrame = DeskNews | { is: 'presence'; agents: PresentAgent[] };

const keepAliveMs = 20_000;
/** Unsent bytes at which a page counts as too slow; it comes back and reads anew. */
const maxBufferedBytes = 1024 * 1024;
/** Pages of one agent; with one more, the oldest is closed. */
const maxPages = 20;
/** Close codes of RFC 6455, section 7.4.1, and of our own from 4000 on: 4401 says that the sign-in is over. */
const closeCode = { goingAway: 1001, tryAgainLater: 1013, collision: 4409, signedOut: 4401 } as const;

export interface DeskSocketsParts {
  desk: Desk;
  sessions: DeskSessions;
  presence: Presence;
  clock: () => Date;
  logger: { info(fields: object, event: string): void };
  every?: Every;
}

interface Page {
  socket: WebSocket;
  session: DeskSession;
  alive: boolean;
  /** The case that is open on it. */
  watching: string | null;
  /** Ends what the page is told. */
  leave: () => void;
}

/** The live sockets of the desk's pages. They carry news only: whoever missed some lists anew. */
export class DeskSockets {
  readonly #parts: DeskSocketsParts;
  readonly #pages = new Set<Page>();
  readonly #sent = new WeakMap<DeskFrame, string>();
  readonly #stopKeepAlive: () => void;
  #closed = false;

  constructor(parts: DeskSocketsParts) {
    this.#parts = parts;
    this.#stopKeepAlive = (parts.every ?? everyUnref)(keepAliveMs, () => this.#keepAlive());
  }

  /** @throws DeskError for whoever is not signed in or comes from another site's page. */
  authorize(request: DeskRequest): Promise<DeskSession> {
    return authorize(request, { sessions: this.#parts.sessions, changes: true });
  }

  open(socket: WebSocket, session: DeskSession): void {
    socket.on('error', (error) => {
      this.#parts.logger.info({ agent: session.agent.id, reason: errorFrom(error).message }, 'desk.failed');
    });
    if (this.#closed) return socket.close(closeCode.goingAway);
    const own = [...this.#pages].filter((page) => page.session.agent.id === session.agent.id);
    if (own.length >= maxPages) own[0]?.socket.close(closeCode.collision, 'too many pages');
    const page: Page = { socket, session, alive: true, watching: null, leave: () => undefined };
    this.#pages.add(page);
    const unsubscribe = this.#parts.desk.subscribe(session.agent, (news) => {
      if (isFor(page, news)) this.#send(page, news);
    });
    const leaveDesk = this.#parts.presence.enter(session.agent);
    page.leave = () => {
      if (!this.#pages.delete(page)) return;
      unsubscribe();
      leaveDesk();
    };
    socket.on('close', () => page.leave());
    socket.on('pong', () => (page.alive = true));
    socket.on('message', (data) => this.#hear(page, data));
    this.#sendPresence(page);
  }

  /** Somebody came, went, or is away for a while. */
  tellPresence(): void {
    for (const page of this.#pages) this.#sendPresence(page);
  }

  /** Closes the pages of a session that was signed out. */
  closeSession(sessionId: string): void {
    for (const page of this.#pages) {
      if (page.session.id === sessionId) this.#close(page, closeCode.signedOut, 'signed out');
    }
  }

  closeAll(): void {
    this.#closed = true;
    this.#stopKeepAlive();
    for (const page of this.#pages) this.#close(page, closeCode.goingAway, 'going away');
  }

  /** Ends what is left after `closeAll`, without a goodbye. */
  terminateAll(): void {
    for (const { socket } of this.#pages) socket.terminate();
  }

  #hear(page: Page, data: unknown): void {
    page.alive = true;
    const { status, watch } = pageSchema.safeParse(parseJson(data)).data ?? {};
    if (status !== undefined) this.#parts.presence.setStatus(page.session.agent.id, status);
    if (watch !== undefined) page.watching = watch;
  }

  #sendPresence(page: Page): void {
    const { agent } = page.session;
    this.#send(page, { is: 'presence', agents: this.#parts.presence.list(agent.queues) });
  }

  #send(page: Page, frame: DeskFrame | ''): void {
    const { socket } = page;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > maxBufferedBytes) {
      return this.#close(page, closeCode.tryAgainLater, 'too slow');
    }
    socket.send(frame === '' ? '' : this.#json(frame));
  }

  /** Most pages are told the very same. */
  #json(frame: DeskFrame): string {
    const json = this.#sent.get(frame) ?? JSON.stringify(frame);
    this.#sent.set(frame, json);
    return json;
  }

  #close(page: Page, code: number, reason: string): void {
    page.socket.close(code, reason);
    page.leave();
  }

  #keepAlive(): void {
    const now = this.#parts.clock();
    for (const page of this.#pages) {
      if (page.session.expiresAt <= now) this.#close(page, closeCode.signedOut, 'sign-in expired');
      else if (!page.alive) page.socket.terminate();
      else {
        page.alive = false;
        page.socket.ping();
        // Browsers do not show pings to the page.
        this.#send(page, '');
      }
    }
  }
}

/** What is said in a case is for who has it and for who looks at it; how cases stand is for all. */
function isFor({ session, watching }: Page, news: DeskNews): boolean {
  if (news.is !== 'entries' && news.is !== 'passing') return true;
  return news.agentId === session.agent.id || news.escalationId === watching;
}

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
