/** What a browser needs to come back to its conversation. */
export interface Session {
  conversationId: string;
  /** Direct Line token, valid for half an hour. */
  token: string;
  userId: string;
  /** Buys a fresh token for the same conversation, for weeks. */
  resumeToken: string;
}

/** The session in an answer of `/api/chat/…` or in storage; undefined when a part is missing. */
export function parseSession(value: unknown): Session | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { conversationId, token, userId, resumeToken } = value as Record<string, unknown>;
  if (!isText(conversationId) || !isText(token) || !isText(userId) || !isText(resumeToken)) return undefined;
  return { conversationId, token, userId, resumeToken };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
