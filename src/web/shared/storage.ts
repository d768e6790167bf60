import type { Activity } from '../../conversation/activity.ts';
import { parseSession, type Session } from './session.ts';

/** The part of the browser's Storage that is used here. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What outlives a reload: the session, and what was typed but not yet accepted by the server. */
export interface ChatStorage {
  readSession(): Session | undefined;
  writeSession(session: Session): void;
  clear(): void;
  readUnsent(conversationId: string): Activity[];
  writeUnsent(conversationId: string, activities: Activity[]): void;
}

const sessionKey = 'support-chat.session';
const unsentKey = 'support-chat.unsent';

/**
 * Keeps things in the storage that `open` gives. Where the browser refuses it (private mode, blocked cookies, full),
 * things are kept in memory, so that the chat works until the page is closed.
 */
export function createChatStorage(open: () => KeyValueStorage): ChatStorage {
  const memory = new Map<string, string>();
  const read = (key: string): unknown => parseJson(memory.get(key) ?? attempt(() => open().getItem(key)));
  const write = (key: string, value: unknown): void => {
    const text = JSON.stringify(value);
    memory.set(key, text);
    attempt(() => open().setItem(key, text));
  };
  const remove = (key: string): void => {
    memory.delete(key);
    attempt(() => open().removeItem(key));
  };

  return {
    readSession: () => parseSession(read(sessionKey)),
    writeSession: (session) => write(sessionKey, session),
    clear() {
      remove(sessionKey);
      remove(unsentKey);
    },
    readUnsent: (conversationId) => parseUnsent(read(unsentKey), conversationId),
    writeUnsent(conversationId, activities) {
      if (activities.length === 0) remove(unsentKey);
      else write(unsentKey, { conversationId, activities });
    },
  };
}

function parseUnsent(value: unknown, conversationId: string): Activity[] {
  if (typeof value !== 'object' || value === null) return [];
  const kept = value as { conversationId?: unknown; activities?: unknown };
  if (kept.conversationId !== conversationId || !Array.isArray(kept.activities)) return [];
  return kept.activities.filter(isMessage);
}

function isMessage(value: unknown): value is Activity {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'message';
}

function parseJson(text: string | null | undefined): unknown {
  return text ? attempt(() => JSON.parse(text) as unknown) : undefined;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
