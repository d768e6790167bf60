import { ApiError, type ChatApi } from './api.ts';
import type { Session } from './session.ts';
import type { ChatStorage } from './storage.ts';

/**
 * Does something with the conversation's token, and once more with a fresh one when it has expired.
 * @throws ApiError 401 when there is no conversation yet; whatever the work throws
 */
export async function withFreshToken<T>(
  parts: { api: Pick<ChatApi, 'resume'>; storage: ChatStorage },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = parts.storage.readSession();
  if (!session) throw new ApiError(401);
  try {
    return await work(session);
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 403)) throw error;
    const fresh = await parts.api.resume(session.resumeToken);
    parts.storage.writeSession(fresh);
    return work(fresh);
  }
}
