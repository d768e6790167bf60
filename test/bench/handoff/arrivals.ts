import type { Asking } from './visitors.ts';

/** Measures from a visitor's request until the last of the desk's pages has been told. Milliseconds. */
export class Arrivals {
  readonly #pages: number;
  readonly #open = new Map<string, { from: number; left: number; arrived: () => void }>();
  #milliseconds: number[] = [];

  constructor(pages: number) {
    this.#pages = pages;
  }

  /** A page was told. */
  told(conversationId: string): void {
    const request = this.#open.get(conversationId);
    if (!request || --request.left > 0) return;
    this.#milliseconds.push(performance.now() - request.from);
    this.#open.delete(conversationId);
    request.arrived();
  }

  /** Resolves when the request is answered and all pages know. */
  async ask(visitor: Asking): Promise<void> {
    const arrived = new Promise<void>((resolve) => {
      const request = { from: performance.now(), left: this.#pages, arrived: resolve };
      this.#open.set(visitor.conversationId, request);
    });
    await visitor.ask();
    await arrived;
  }

  /** What was measured since the last call. */
  take(): number[] {
    const taken = this.#milliseconds;
    this.#milliseconds = [];
    return taken;
  }
}
