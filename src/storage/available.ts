import { SupportError, errorFrom } from '../errors.ts';

/** Whatever an engine throws reaches callers as the one coded error. @throws SupportError `storage.unavailable`. */
export async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new SupportError('storage.unavailable', `The database failed: ${errorFrom(cause).message}`, cause);
  }
}
