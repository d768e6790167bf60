import { type History, parseHistory } from './history.ts';
import { type FileRules, parseFileRules } from './file-rules.ts';

/** What a browser needs to come back to its conversation. */
export interface Session {
  conversationId: string;
  /** Direct Line token, valid for half an hour. */
  token: string;
  userId: string;
  /** Buys a fresh token for the same conversation, for weeks. */
  resumeToken: string;
  /** What may be sent; unknown in a session that was kept. */
  fileRules?: FileRules;
}

/** A session for a new conversation. */
export interface Beginning extends Session {
  /** Where its stream is, when the conversation was begun already; good for a minute. */
  streamUrl?: string;
  /** What was said in it by then. */
  history?: History;
}

/** What a page may have asked the server for before there was anything to read it. */
export function parseBeginning(value: unknown): Beginning | undefined {
  const session = parseSession(value);
  const { streamUrl } = (value ?? {}) as Record<string, unknown>;
  return session && isText(streamUrl) ? { ...session, streamUrl, history: parseHistory(value) } : session;
}

/** The session in an answer of `/api/chat/…` or in storage; undefined when a part is missing. */
export function parseSession(value: unknown): Session | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { conversationId, token, userId, resumeToken, files } = value as Record<string, unknown>;
  if (!isText(conversationId) || !isText(token) || !isText(userId) || !isText(resumeToken)) return undefined;
  return { conversationId, token, userId, resumeToken, fileRules: parseFileRules(files) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
