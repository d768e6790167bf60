import type { Command } from 'commander';
import type { ConversationRecord } from '../../conversation/store.ts';
import { SupportError } from '../../errors.ts';
import type { OpenedStore } from '../../storage/stores.ts';

export interface Meant {
  conversation?: string;
  case?: string;
  visitor?: string;
  channel?: string;
}

/** The options by which an operator says whose data are meant. */
export function meantOptions(command: Command): Command {
  return command
    .option('--conversation <id>', 'one conversation')
    .option('--case <number>', 'the conversation of a case')
    .option(
      '--visitor <id>',
      'all conversations of a visitor, by the id that the log of a conversation shows',
    )
    .option('--channel <name>', 'with --visitor: those on one channel only, such as msteams');
}

/**
 * The conversations that are meant; none when there are none.
 * @throws SupportError `cli.invalid-input` when not exactly one of them is named.
 */
export async function conversationsMeant(store: OpenedStore, meant: Meant): Promise<ConversationRecord[]> {
  const { conversation, case: caseId, visitor, channel } = meant;
  const named = [conversation, caseId, visitor].filter((value) => value !== undefined);
  if (named.length !== 1) {
    throw new SupportError('cli.invalid-input', 'Name exactly one of --conversation, --case and --visitor.');
  }
  if (visitor !== undefined) {
    return store.privacy.conversationsOf({ userId: visitor, ...(channel === undefined ? {} : { channel }) });
  }
  const id = conversation ?? (await store.findCase((caseId ?? '').toUpperCase()))?.conversationId;
  const found = id === undefined ? undefined : await store.findConversation(id);
  return found ? [found] : [];
}
