import type { Activity } from '../../conversation/activity.ts';
import { ApiError } from '../shared/api.ts';
import { clientIdOf } from '../shared/history.ts';
import type { PostResult } from '../shared/outbox.ts';

/** Messages with files, until the server has them. Files cannot be kept through a reload, so neither are these. */
export class Uploads {
  readonly #send: (activity: Activity, files: readonly File[]) => Promise<void>;
  readonly #onRefused: () => void;
  readonly #files = new Map<string, readonly File[]>();

  constructor(parts: {
    /** Rejects with ApiError when the server answers with an error. */
    send: (activity: Activity, files: readonly File[]) => Promise<void>;
    onRefused: () => void;
  }) {
    this.#send = parts.send;
    this.#onRefused = parts.onRefused;
  }

  add(activity: Activity, files: readonly File[]): void {
    const clientId = clientIdOf(activity);
    if (clientId !== undefined && files.length > 0) this.#files.set(clientId, files);
  }

  has(activity: Activity): boolean {
    return this.#files.has(clientIdOf(activity) ?? '');
  }

  async post(activity: Activity): Promise<PostResult> {
    const clientId = clientIdOf(activity) ?? '';
    try {
      await this.#send(activity, this.#files.get(clientId) ?? []);
      this.#files.delete(clientId);
      return 'accepted';
    } catch (error) {
      if (!isRefusal(error)) return 'later';
      this.#onRefused();
      return 'refused';
    }
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { status } = error;
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}
