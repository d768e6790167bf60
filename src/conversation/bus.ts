import type { Activity } from './activity.ts';
import type { LogEntry } from './store.ts';

/** News of one conversation: log entries that were written, or a passing activity (typing) that is not stored. */
export type ConversationNews =
  { conversationId: string; entries: LogEntry[] } | { conversationId: string; passing: Activity };

/** What processes tell each other about conversations. Delivery is at most once; the log is the truth. */
export interface ConversationBus {
  publish(news: ConversationNews): void;
  /** Returns the function that ends the subscription. */
  subscribe(conversationId: string, listener: (news: ConversationNews) => void): () => void;
}

/** For a single process. A listener that throws does not keep the news from the others. */
export function createLocalBus(onError: (error: unknown) => void): ConversationBus {
  const listeners = new Map<string, Set<(news: ConversationNews) => void>>();
  return {
    publish(news) {
      for (const listener of listeners.get(news.conversationId) ?? []) {
        try {
          listener(news);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe(conversationId, listener) {
      const set = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(conversationId) === set) listeners.delete(conversationId);
      };
    },
  };
}
