import type { AccessStore } from '../../src/conversation/access-store.ts';
import type { Store } from '../../src/conversation/store.ts';

export interface AccessStoreFixture {
  /** A further process's view of the same database, which holds nothing at first. */
  open(): Promise<Store & { access: AccessStore }>;
  /** Moves the clock of all that was opened. */
  pass(milliseconds: number): void;
  dispose(): Promise<void>;
}

const minute = 60 * 1000;
const at = (time: string) => `2026-11-22T${time}.000Z`;

/** What every store of access promises. The clock begins at 2026-11-22, 10:00 UTC. */
export function accessStoreContract(engine: string, createFixture: () => Promise<AccessStoreFixture>): void {
  describe(`access in ${engine}`, () => {
    let fixture: AccessStoreFixture;
    let store: Store & { access: AccessStore };

    beforeEach(async () => {
      fixture = await createFixture();
      store = await fixture.open();
    });
    afterEach(async () => {
      await store.close();
      await fixture.dispose();
    });

    const link = {
      digest: 'd1',
      conversationId: 'c1',
      user: { id: 'dl_1', name: 'Ana' },
      createdAt: at('10:00:00'),
      expiresAt: at('10:10:00'),
    };

    it('gives a link once, also when two take it at the same time', async () => {
      await store.access.saveLink(link);
      const other = await fixture.open();
      const both = await Promise.all([store.access.takeLink('d1'), other.access.takeLink('d1')]);
      expect(both).toContainEqual({ outcome: 'taken', link });
      expect(both).toContainEqual({ outcome: 'used' });
      await other.close();
    });

    it('tells a link that is too old from one that never was', async () => {
      await store.access.saveLink(link);
      fixture.pass(10 * minute);
      await expect(store.access.takeLink('d1')).resolves.toEqual({ outcome: 'expired' });
      await expect(store.access.takeLink('d2')).resolves.toEqual({ outcome: 'unknown' });
    });

    it('still says that a link was used after it would have expired, and forgets it a day later', async () => {
      await store.access.saveLink(link);
      await store.access.takeLink('d1');
      fixture.pass(11 * minute);
      await store.access.deleteExpired();
      await expect(store.access.takeLink('d1')).resolves.toEqual({ outcome: 'used' });
      fixture.pass(24 * 60 * minute);
      await store.access.deleteExpired();
      await expect(store.access.takeLink('d1')).resolves.toEqual({ outcome: 'unknown' });
    });

    it('keeps the last revocation of a conversation, for another process too', async () => {
      await store.access.revoke({ conversationId: 'c1', at: at('10:00:00'), expiresAt: at('11:00:00') });
      await store.access.revoke({ conversationId: 'c1', at: at('10:30:00'), expiresAt: at('11:30:00') });
      const other = await fixture.open();
      await expect(other.access.revocations()).resolves.toEqual([
        { conversationId: 'c1', at: at('10:30:00'), expiresAt: at('11:30:00') },
      ]);
      await other.close();
    });

    it('forgets a revocation when no token is left that it could end', async () => {
      await store.access.revoke({ conversationId: 'c1', at: at('10:00:00'), expiresAt: at('11:00:00') });
      fixture.pass(60 * minute);
      await expect(store.access.revocations()).resolves.toEqual([]);
      await store.access.deleteExpired();
    });
  });
}
