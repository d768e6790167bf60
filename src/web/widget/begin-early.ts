const requestTimeout = 20_000;

/**
 * Begins a conversation in the time that the chat takes to load, so that the bot's greeting waits for it.
 * @returns what the server said: the session, with the conversation's stream; undefined when it failed, and the chat
 * has to ask again.
 */
export async function beginEarly(server: string): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ start: true });
  const request = { method: 'POST', headers, body, signal: AbortSignal.timeout(requestTimeout) };
  try {
    const response = await fetch(`${server}/api/chat/token`, request);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
