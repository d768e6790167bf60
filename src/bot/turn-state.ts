import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import type { Turn } from '../conversation/turn.ts';

/**
 * A conversation's Bot Framework state during one turn: one object, under the key that the SDK's ConversationState
 * uses, read once and buffered by the turn. It stands in for that class, which hashes the whole state twice a turn to
 * learn whether it has changed; that took a fifth of the bot's time, and here every turn that goes well is written.
 */
export class TurnState {
  readonly #turn: Turn;
  readonly #key: string;
  #loaded: Promise<Record<string, unknown>> | undefined;

  constructor(turn: Turn) {
    const { channelId, conversation } = turn.activity;
    this.#turn = turn;
    this.#key = `${channelId}/conversations/${conversation?.id}/`;
  }

  /** One property of the state, in the form that the SDK's dialogs take it. */
  property<T>(name: string): StatePropertyAccessor<T> {
    return new TurnProperty<T>(name, () => this.#load());
  }

  /** The property as the last good turn left it. */
  async read<T>(name: string): Promise<T | undefined> {
    return (await this.#load())[name] as T | undefined;
  }

  /** Puts the state as it is now into the turn's buffer. */
  async save(): Promise<void> {
    this.#turn.writeState(this.#key, await this.#load());
  }

  #load(): Promise<Record<string, unknown>> {
    this.#loaded ??= this.#turn
      .readState([this.#key])
      .then((stored): Record<string, unknown> => ({ ...stored.get(this.#key) }));
    return this.#loaded;
  }
}

class TurnProperty<T> implements StatePropertyAccessor<T> {
  readonly #name: string;
  readonly #load: () => Promise<Record<string, unknown>>;

  constructor(name: string, load: () => Promise<Record<string, unknown>>) {
    this.#name = name;
    this.#load = load;
  }

  get(context: TurnContext): Promise<T | undefined>;
  get(context: TurnContext, initial: T): Promise<T>;
  async get(_: TurnContext, initial?: T): Promise<T | undefined> {
    const state = await this.#load();
    state[this.#name] ??= initial;
    return state[this.#name] as T | undefined;
  }

  async set(_: TurnContext, value: T): Promise<void> {
    (await this.#load())[this.#name] = value;
  }

  async delete(): Promise<void> {
    const state = await this.#load();
    state[this.#name] = undefined;
  }
}
