/** A file somebody sent into a conversation. */
export interface StoredFile {
  /** Cannot be guessed: whoever knows it may read the file. */
  id: string;
  conversationId: string;
  /** What the sender called it. A label for people, never a path. */
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  /** ISO 8601, UTC. From then on the file is gone, whether its bytes were deleted yet or not. */
  expiresAt: string;
}

/**
 * Files of conversations, written piece by piece so that none is ever held in memory as a whole. A file that was begun
 * and not finished cannot be found, counts towards the total, and is deleted when it expires. Every method may throw
 * `storage.unavailable`.
 */
export interface FileStore {
  begin(file: Omit<StoredFile, 'size'>): Promise<void>;
  /** Adds bytes to a file that was begun. @returns the bytes of all files that the conversation has now. */
  append(id: string, bytes: Uint8Array): Promise<number>;
  /** Makes the file one that can be found. */
  finish(id: string): Promise<StoredFile>;
  /** Undefined when there is none, when it was not finished, and when it has expired. */
  find(id: string): Promise<StoredFile | undefined>;
  /** The bytes in order, a piece at a time; ends early when the file is deleted meanwhile. */
  read(id: string): AsyncIterable<Uint8Array>;
  /** The finished files of a conversation that have not expired, in the order they were begun. */
  filesOf(conversationId: string): Promise<StoredFile[]>;
  delete(id: string): Promise<void>;
  /** @returns how many were deleted. */
  deleteConversation(conversationId: string): Promise<number>;
  /** Deletes what has expired. @returns how many that were. */
  deleteExpired(): Promise<number>;
}
