import { ConnectionStatus, DirectLine, type Activity as DirectLineActivity } from 'botframework-directlinejs';
import type { Activity } from '../../conversation/activity.ts';
import { ApiError } from './api.ts';
import type { Line, LineOptions } from './line.ts';
import type { PostResult } from './outbox.ts';

/** How often the token is renewed, which is good for half an hour; milliseconds, as often as the client does it. */
const renewEvery = 15 * 60_000;

/** Opens a line through Microsoft's Direct Line client, and keeps the token fresh. */
export function openDirectLine(domain: string, options: LineOptions): Line {
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    activities.unsubscribe();
    statuses.unsubscribe();
    window.clearInterval(renewing);
    directLine.end();
  };
  const lose = (): void => {
    if (closed) return;
    close();
    options.onLoss();
  };
  const directLine = new DirectLine({
    domain,
    token: options.token,
    conversationId: options.conversationId,
    watermark: options.watermark,
    streamUrl: options.streamUrl,
    webSocket: true,
    WebSocket: observedWebSocket({ onOpen: () => closed || options.onOpen(), onClose: lose }),
  });
  const activities = directLine.activity$.subscribe(
    (activity) => options.onActivity(activity as Activity),
    () => lose(),
  );
  const statuses = directLine.connectionStatus$.subscribe((status) => {
    // The subscription's first value comes before this function has returned.
    if (isOver(status)) queueMicrotask(lose);
  });
  const renewing = renewToken({ directLine, domain, options, lose });
  return { post: (activity) => post(directLine, activity), close };
}

/** The client renews its token by itself, but not when it was given the address of the stream. */
function renewToken(parts: {
  directLine: DirectLine;
  domain: string;
  options: LineOptions;
  lose: () => void;
}): number | undefined {
  const { directLine, domain, lose } = parts;
  const { conversationId, streamUrl } = parts.options;
  if (conversationId === undefined || streamUrl === undefined) return undefined;
  let { token } = parts.options;
  const renew = async (): Promise<void> => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${domain}/tokens/refresh`, { method: 'POST', headers });
    if (!response.ok) throw new ApiError(response.status);
    ({ token } = (await response.json()) as { token: string });
    directLine.reconnect({ conversationId, token, streamUrl });
  };
  return window.setInterval(() => void renew().catch(lose), renewEvery);
}

function isOver(status: ConnectionStatus): boolean {
  return (
    status === ConnectionStatus.ExpiredToken ||
    status === ConnectionStatus.FailedToConnect ||
    status === ConnectionStatus.Ended
  );
}

/**
 * The client reconnects by itself, but waits up to 15 s, then 20 s for each further attempt, and tells nobody. Seeing
 * its socket close lets the page say so at once and come back sooner.
 */
function observedWebSocket(watch: { onOpen(): void; onClose(): void }): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('open', () => watch.onOpen());
      this.addEventListener('close', () => watch.onClose());
    }
  };
}

function post(directLine: DirectLine, activity: Activity): Promise<PostResult> {
  return new Promise((resolve) => {
    directLine.postActivity(activity as DirectLineActivity).subscribe(
      // The client answers with this word in place of an id on 403, on 5xx and without a connection.
      (id) => resolve(id === 'retry' ? 'later' : 'accepted'),
      (error: { status?: number }) => resolve(isRefusal(error.status) ? 'refused' : 'later'),
    );
  });
}

function isRefusal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}
