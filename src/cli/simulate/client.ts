import type { Activity } from '../../conversation/activity.ts';

/** A visitor's end of one conversation. */
export interface SimulatedClient {
  /** Sends one message, or what a button sends, and returns what the bot answers to it. */
  send(message: { text?: string; value?: unknown }): Promise<Activity[]>;
  /** The bot's next messages; an empty list when none came in time. */
  answers(): Promise<Activity[]>;
  close(): void;
}
