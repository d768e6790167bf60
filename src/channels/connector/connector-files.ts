import type { Activity } from '../../conversation/activity.ts';
import type { TurnRunner } from '../../conversation/turn.ts';
import { attributed, conversationIdOf } from './addressing.ts';
import type { ChannelActivity } from './inbound.ts';
import type { ConnectorStores } from './open-support-channel.ts';
import { ReceivedFiles, type ReceivedFilesParts } from './received-files.ts';
import { SentFiles, type SentFilesParts } from './sent-files.ts';

/** Files of visitors, both ways. */
export class ConnectorFiles {
  readonly received: ReceivedFiles | undefined;
  readonly sent: SentFiles;
  readonly #store: ConnectorStores;

  /** @param parts.files where they are kept; without it they stay where the channel has them. */
  constructor(
    parts: Pick<SentFilesParts, 'adapter' | 'fileHosts' | 'sentences' | 'logger'> &
      Pick<ReceivedFilesParts, 'baseUrl' | 'serviceHosts' | 'authorize'> & {
        files: ReceivedFilesParts['files'] | undefined;
        store: ConnectorStores;
        turns: Pick<TurnRunner, 'receive'>;
      },
  ) {
    const { files, store, turns, ...others } = parts;
    this.#store = store;
    this.received = files && new ReceivedFiles({ ...others, files });
    this.sent = new SentFiles({
      ...others,
      files: store.files,
      connector: store.connector,
      noteDeclined: (activity, file) => noteDeclined(activity, { file, store, turns }),
    });
  }

  /** A message with its files in our own keeping; one that came before is not fetched again. */
  async arrived(
    activity: Activity,
    { conversationId, key }: { conversationId: string; key: string | undefined },
  ): Promise<{ arrived: Activity; refused: string[] }> {
    const asItIs = { arrived: activity, refused: [] };
    const hasFiles = activity.type === 'message' && (activity.attachments ?? []).length > 0;
    if (!this.received || !hasFiles) return asItIs;
    if (key !== undefined && (await this.#store.findByClientKey(conversationId, key))) return asItIs;
    const { attachments, refused } = await this.received.take(activity, conversationId);
    return { arrived: { ...activity, attachments }, refused };
  }
}

/** Agents see in the log that a file of theirs was not wanted. @returns whether that is news. */
async function noteDeclined(
  activity: ChannelActivity,
  parts: {
    file: { id: string; name: string };
    store: ConnectorStores;
    turns: Pick<TurnRunner, 'receive'>;
  },
): Promise<boolean> {
  const { file, store, turns } = parts;
  const conversation = await store.findConversation(conversationIdOf(activity));
  if (!conversation) return false;
  const noted = { type: 'event', name: 'file.declined', value: { name: file.name }, from: activity.from };
  const event = attributed(noted, { conversationId: conversation.id, replyToId: undefined });
  const clientKey = `file-declined|${file.id}`;
  const { duplicate } = await turns.receive({ conversation, activity: event, clientKey });
  return !duplicate;
}
