import {
  BotAdapter,
  TurnContext,
  type Activity as SdkActivity,
  type ConversationReference,
  type ResourceResponse,
} from 'botbuilder';
import type { Activity } from '../conversation/activity.ts';
import type { Turn } from '../conversation/turn.ts';
import { TurnState } from './turn-state.ts';

const turnKey = Symbol('turn');

/** A turn and the conversation's state in it, as the bot finds them in the SDK's context. */
class SupportTurn {
  readonly turn: Turn;
  readonly state: TurnState;

  constructor(turn: Turn) {
    this.turn = turn;
    this.state = new TurnState(turn);
  }
}

/** @throws Error when the context was not made by a TurnAdapter. */
export function turnOf(context: TurnContext): SupportTurn {
  const found = context.turnState.get<SupportTurn | undefined>(turnKey);
  if (!found) throw new Error('The bot ran outside of a turn.');
  return found;
}

/**
 * Runs Bot Framework logic inside a turn: what the bot sends is put into the turn's buffer and reaches the visitor
 * when the turn is committed, on whatever channel the conversation is.
 */
export class TurnAdapter extends BotAdapter {
  readonly #turn: Turn;

  constructor(turn: Turn) {
    super();
    this.#turn = turn;
  }

  run(logic: (context: TurnContext) => Promise<void>): Promise<void> {
    const context = new TurnContext(this, this.#turn.activity as Partial<SdkActivity>);
    context.turnState.set(turnKey, new SupportTurn(this.#turn));
    return this.runMiddleware(context, logic);
  }

  override async sendActivities(
    _: TurnContext,
    activities: Partial<SdkActivity>[],
  ): Promise<ResourceResponse[]> {
    return activities.map((activity) => ({ id: this.#turn.send(activity as Activity) }));
  }

  override async updateActivity(_: TurnContext, activity: Partial<SdkActivity>): Promise<ResourceResponse> {
    return { id: this.#turn.send(activity as Activity) };
  }

  override deleteActivity(): Promise<void> {
    return Promise.reject(new Error('The log is append-only: an activity can be replaced, not deleted.'));
  }

  override continueConversation(_: Partial<ConversationReference>): Promise<void> {
    return Promise.reject(new Error('A turn is started by the turn runner, not by the adapter.'));
  }
}
