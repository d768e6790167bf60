import { WebSocket } from 'ws';
import type { ListedEscalation } from '../../../src/conversation/escalation-store.ts';
import type { SignedIn } from '../../support/sign-in-agents.ts';

/** How long each request of the agents took, and how often somebody else was quicker. Milliseconds. */
export interface DeskTimes {
  lists: number[];
  takes: number[];
  lostRaces: number;
}

/** Pages are told of changes, and read the queue anew now and then only. */
const takesPerReading = 5;

/** An agent with the desk's page open. */
export class DeskAgent {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #page: WebSocket;

  private constructor(url: string, headers: Record<string, string>, page: WebSocket) {
    this.#url = url;
    this.#headers = headers;
    this.#page = page;
  }

  /** @param onQueued told when a case has come into the queue, as the page is. */
  static async open(
    url: string,
    { cookie }: SignedIn,
    onQueued: (conversationId: string) => void,
  ): Promise<DeskAgent> {
    const page = new WebSocket(`${url.replace(/^http/, 'ws')}/api/desk/live`, {
      origin: url,
      headers: { cookie },
    });
    page.on('message', (frame: Buffer) => {
      const conversationId = queuedIn(frame.toString());
      if (conversationId !== undefined) onQueued(conversationId);
    });
    await new Promise((resolve, reject) => page.once('open', resolve).once('error', reject));
    return new DeskAgent(url, { cookie, origin: url, 'content-type': 'application/json' }, page);
  }

  /**
   * Asks who is signed in, as a page does first. Node takes in one connection a pass of its event loop, so that fifty
   * which come at the same moment would wait for each other and not for the desk.
   */
  async connect(): Promise<void> {
    const answer = await fetch(`${this.#url}/api/desk/session`, { headers: this.#headers });
    await answer.text();
  }

  /** Reads the queue and takes some cases of it, again and again until `isOver`. */
  async takeAll(times: DeskTimes, { random, isOver }: { random: () => number; isOver: () => boolean }) {
    while (!isOver()) {
      const from = performance.now();
      const queue = await this.#queue();
      times.lists.push(performance.now() - from);
      for (let left = Math.min(takesPerReading, queue.length); left > 0 && !isOver(); left -= 1) {
        const [wanted] = queue.splice(Math.floor(random() * queue.length), 1);
        if (wanted) await this.#take(wanted.escalation.id, times);
      }
    }
  }

  close(): void {
    this.#page.terminate();
  }

  async #queue(): Promise<ListedEscalation[]> {
    const answer = await fetch(`${this.#url}/api/desk/lists`, { headers: this.#headers });
    if (!answer.ok) throw new Error(`The lists were answered with ${answer.status}.`);
    return ((await answer.json()) as { queue: ListedEscalation[] }).queue;
  }

  async #take(id: string, times: DeskTimes): Promise<void> {
    const path = `${this.#url}/api/desk/cases/${id}/take`;
    const from = performance.now();
    const answer = await fetch(path, { method: 'POST', headers: this.#headers, body: '{}' });
    await answer.text();
    if (answer.ok) times.takes.push(performance.now() - from);
    else if (answer.status === 409) times.lostRaces += 1;
    else throw new Error(`${path} was answered with ${answer.status}.`);
  }
}

/** Reads no more of a frame than it must, as the machine is shared with the server under test. */
function queuedIn(frame: string): string | undefined {
  if (!/"event":\{"is":"queued"/.test(frame)) return undefined;
  return /"conversationId":"([^"]+)"/.exec(frame)?.[1];
}
