import type { LogEntry } from './store.ts';

/** Which part of a log, between two positions that do not belong to it. */
export interface LogPart {
  conversationId: string;
  after?: number;
  before?: number;
  /** Which end of that to begin at. */
  from: 'start' | 'end';
  /** The most entries. */
  limit: number;
  /** The most bytes of stored JSON that all of them take; a first entry that takes more comes alone. */
  bytes: number;
}

/** Reads logs in parts of bounded size: one entry may take hundreds of kilobytes, and a log any number of them. */
export interface LogPages {
  /** In the order of the log, whichever end it was read from. @throws SupportError `storage.unavailable`. */
  read(part: LogPart): Promise<LogEntry[]>;
  /** Where the last message of a side stands, up to a position. @throws SupportError `storage.unavailable`. */
  lastMessage(range: {
    conversationId: string;
    direction: LogEntry['direction'];
    upTo: number;
  }): Promise<Pick<LogEntry, 'seq' | 'activityId'> | undefined>;
}
