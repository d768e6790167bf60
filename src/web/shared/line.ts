import type { Activity } from '../../conversation/activity.ts';
import type { PostResult } from './outbox.ts';

/** One open stream of one conversation. It is used until it is lost, and then replaced by another one. */
export interface Line {
  post(activity: Activity): Promise<PostResult>;
  close(): void;
}

export interface LineOptions {
  token: string;
  /** Without it the conversation that the token stands for begins now. */
  conversationId?: string;
  /** The stream of the conversation, where it is known already. */
  streamUrl?: string;
  /** Where the stream goes on. */
  watermark?: string;
  onOpen: () => void;
  onActivity: (activity: Activity) => void;
  /** Called at most once; the line is closed then. */
  onLoss: () => void;
}
