import type { Storage, StoreItems } from 'botbuilder';
import type { Turn } from '../conversation/turn.ts';

/** Bot Framework storage over one turn: reads what is stored, writes into the turn's buffer. */
export class TurnStorage implements Storage {
  readonly #turn: Turn;

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  async read(keys: string[]): Promise<StoreItems> {
    return Object.fromEntries(await this.#turn.readState(keys));
  }

  async write(changes: StoreItems): Promise<void> {
    for (const [key, value] of Object.entries(changes)) {
      // The turn is the unit of work and holds the lock, so the eTag of the SDK's protocol has nothing to guard.
      const { eTag: _, ...rest } = value as { eTag?: string };
      this.#turn.writeState(key, rest);
    }
  }

  async delete(keys: string[]): Promise<void> {
    for (const key of keys) this.#turn.writeState(key, null);
  }
}
