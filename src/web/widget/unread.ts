import type { Memory } from '../shared/memory.ts';

const seenKey = 'support-chat.seen';

/** Counts what came while nobody looked, also from one page of a site to the next. */
export class Unread {
  readonly #memory: Memory;
  readonly #onChange: (count: number) => void;
  #visible = false;
  #last: string | undefined;
  #count = 0;

  constructor(parts: { memory: Memory; onChange: (count: number) => void }) {
    this.#memory = parts.memory;
    this.#onChange = parts.onChange;
  }

  /** Messages of others came, oldest first; those up to the one that was seen last are not counted. */
  came(ids: readonly string[]): void {
    const last = ids.at(-1);
    if (last === undefined) return;
    this.#last = last;
    if (this.#visible) return this.#see();
    const seen = ids.indexOf(this.#memory.get(seenKey) ?? '');
    this.#set(seen < 0 ? this.#count + ids.length : ids.length - 1 - seen);
  }

  /** Whether the messages are on screen. */
  get visible(): boolean {
    return this.#visible;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.#see();
  }

  #see(): void {
    if (this.#last !== undefined) this.#memory.set(seenKey, this.#last);
    this.#set(0);
  }

  #set(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#onChange(count);
  }
}
