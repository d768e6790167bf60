import type { ConversationReference } from '../../src/conversation/connector-store.ts';
import type { OpenedStore } from '../../src/storage/stores.ts';

const reference = (conversationId: string): ConversationReference => ({
  conversationId,
  channel: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/amer/',
  remote: { id: 'a:1', conversationType: 'personal', tenantId: 'tenant' },
  bot: { id: '28:bot', name: 'Support' },
  visitor: { id: '29:ada', name: 'Ada', aadObjectId: 'ada' },
  scope: 'personal',
  timeZone: 'Europe/Berlin',
});

export interface ConnectorStoreFixture {
  /** A further process's view of the same database, which holds nothing at first. */
  open(): Promise<OpenedStore>;
  dispose(): Promise<void>;
}

/** What every store of conversation references promises to the rest of the program. */
export function connectorStoreContract(
  engine: string,
  createFixture: () => Promise<ConnectorStoreFixture>,
): void {
  describe(`conversation references in ${engine}`, () => {
    const id = 'connector-1';
    let fixture: ConnectorStoreFixture;
    let store: OpenedStore;
    beforeEach(async () => {
      fixture = await createFixture();
      store = await fixture.open();
      await store.createConversation({
        id,
        channel: 'msteams',
        userId: 'ada',
        startedAt: '2026-01-01T00:00:00.000Z',
      });
    });
    afterEach(async () => {
      await store.close();
      await fixture.dispose();
    });

    it('gives a reference as it was saved last', async () => {
      await store.connector.saveReference(reference(id));
      expect(await store.connector.findReference(id)).toEqual({ ...reference(id), isGone: false });
      const moved = { ...reference(id), serviceUrl: 'https://smba.trafficmanager.net/emea/' };
      await store.connector.saveReference(moved);
      expect(await store.connector.findReference(id)).toEqual({ ...moved, isGone: false });
      expect(await store.connector.findReference('other')).toBeUndefined();
    });

    it('has a visitor back as soon as their reference is saved again', async () => {
      await store.connector.saveReference(reference(id));
      await store.connector.markGone(id);
      expect((await store.connector.findReference(id))?.isGone).toBe(true);
      await store.connector.saveReference(reference(id));
      expect((await store.connector.findReference(id))?.isGone).toBe(false);
    });

    it('keeps the position when the reference changes', async () => {
      await store.connector.saveReference(reference(id));
      expect(await store.connector.findPosition(id)).toEqual({ seq: 0, parts: 0, isSending: false });
      const position = { seq: 7, parts: 2, isSending: true };
      await store.connector.savePosition(id, position);
      await store.connector.saveReference({ ...reference(id), serviceUrl: 'https://other/' });
      expect(await store.connector.findPosition(id)).toEqual(position);
    });

    it('names the conversations whose log goes on beyond their position', async () => {
      await store.connector.saveReference(reference(id));
      expect(await store.connector.undelivered()).toEqual([]);
      await store.accept({ conversationId: id, activity: { type: 'message', text: 'hi' } });
      expect(await store.connector.undelivered()).toEqual([id]);
      await store.connector.savePosition(id, { seq: 1, parts: 0, isSending: false });
      expect(await store.connector.undelivered()).toEqual([]);
    });

    it('finds a message by either id, and by the newest of the channel’s', async () => {
      await store.connector.saveReference(reference(id));
      const link = { conversationId: id, activityId: 'ours', remoteId: '1:5' };
      await store.connector.savePosition(id, { seq: 1, parts: 0, isSending: false }, link);
      expect(await store.connector.findRemoteId(id, 'ours')).toBe('1:5');
      expect(await store.connector.findByRemoteId('msteams', '1:5')).toEqual([link]);
      expect(await store.connector.findByRemoteId('webchat', '1:5')).toEqual([]);
      await store.connector.saveLink({ ...link, remoteId: '1:6' });
      expect(await store.connector.findRemoteId(id, 'ours')).toBe('1:6');
      expect(await store.connector.findByRemoteId('msteams', '1:5')).toEqual([]);
    });

    it('forgets all of a conversation that is erased, and does not mind what comes late', async () => {
      await store.connector.saveReference(reference(id));
      const link = { conversationId: id, activityId: 'ours', remoteId: '1:5' };
      await store.connector.saveLink(link);
      await store.privacy.erase([id]);
      expect(await store.connector.findReference(id)).toBeUndefined();
      expect(await store.connector.findByRemoteId('msteams', '1:5')).toEqual([]);
      await store.connector.savePosition(id, { seq: 2, parts: 0, isSending: false }, link);
      await store.connector.saveLink(link);
      expect(await store.connector.findByRemoteId('msteams', '1:5')).toEqual([]);
    });
  });
}
