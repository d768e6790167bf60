import type { FileStore } from '../../src/conversation/file-store.ts';
import type { Store } from '../../src/conversation/store.ts';

export interface FileStoreFixture {
  /** A further process's view of the same database, which holds nothing at first. */
  open(): Promise<Store & { files: FileStore }>;
  /** Moves the clock of all that was opened. */
  pass(milliseconds: number): void;
  dispose(): Promise<void>;
}

const hour = 3600 * 1000;
const bytes = (text: string) => Buffer.from(text);

/** What every store of files promises to the rest of the program. The clock begins at 2026-11-22, 10:00 UTC. */
export function fileStoreContract(engine: string, createFixture: () => Promise<FileStoreFixture>): void {
  describe(`files in ${engine}`, () => {
    let fixture: FileStoreFixture;
    let store: Store & { files: FileStore };

    beforeEach(async () => {
      fixture = await createFixture();
      store = await fixture.open();
      for (const id of ['c1', 'c2']) {
        const startedAt = '2026-11-22T10:00:00.000Z';
        await store.createConversation({ id, channel: 'directline', userId: 'dl_1', startedAt });
      }
    });
    afterEach(async () => {
      await store.close();
      await fixture.dispose();
    });

    const about = (id: string, fields: object = {}) => ({
      id,
      conversationId: 'c1',
      name: '../../etc/passwd <script>.png',
      contentType: 'image/png',
      expiresAt: '2026-11-23T10:00:00.000Z',
      ...fields,
    });
    const save = async (id: string, pieces: string[], fields: object = {}) => {
      await store.files.begin(about(id, fields));
      for (const piece of pieces) await store.files.append(id, bytes(piece));
      return store.files.finish(id);
    };
    const read = async (id: string, files = store.files) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of files.read(id)) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    };

    it('gives back what was written in pieces, with its label untouched', async () => {
      const saved = await save('f1', ['one ', 'two ', 'three']);
      expect(saved).toEqual({ ...about('f1'), size: 13 });
      await expect(store.files.find('f1')).resolves.toEqual(saved);
      await expect(read('f1')).resolves.toBe('one two three');
    });

    it('keeps every byte as it is', async () => {
      const every = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      await store.files.begin(about('f1'));
      await store.files.append('f1', every);
      await store.files.finish('f1');
      const pieces: Uint8Array[] = [];
      for await (const piece of store.files.read('f1')) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(every)).toBe(true);
    });

    it('hides a file that is not finished, and counts its bytes', async () => {
      await save('f1', ['12345']);
      await store.files.begin(about('f2'));
      await expect(store.files.append('f2', bytes('123'))).resolves.toBe(8);
      await expect(store.files.find('f2')).resolves.toBeUndefined();
      expect(await store.files.filesOf('c1')).toHaveLength(1);
    });

    it('counts the bytes of each conversation for itself', async () => {
      await save('f1', ['12345']);
      await store.files.begin(about('f2', { conversationId: 'c2' }));
      await expect(store.files.append('f2', bytes('1'))).resolves.toBe(1);
    });

    it('takes a file without bytes', async () => {
      await expect(save('f1', [])).resolves.toMatchObject({ size: 0 });
      await expect(read('f1')).resolves.toBe('');
    });

    it('finds a file until it expires and not from then on, and no longer counts it', async () => {
      await save('f1', ['12345']);
      fixture.pass(24 * hour - 1);
      await expect(store.files.find('f1')).resolves.toBeDefined();
      fixture.pass(1);
      await expect(store.files.find('f1')).resolves.toBeUndefined();
      expect(await store.files.filesOf('c1')).toEqual([]);
      await store.files.begin(about('f2', { expiresAt: '2026-11-24T10:00:00.000Z' }));
      await expect(store.files.append('f2', bytes('1'))).resolves.toBe(1);
    });

    it('deletes what has expired, finished or not, with its bytes', async () => {
      await save('f1', ['1']);
      await store.files.begin(about('f2'));
      await store.files.append('f2', bytes('2'));
      await save('f3', ['3'], { expiresAt: '2026-11-25T10:00:00.000Z' });
      fixture.pass(24 * hour);
      await expect(store.files.deleteExpired()).resolves.toBe(2);
      await expect(Promise.all(['f1', 'f2', 'f3'].map((id) => read(id)))).resolves.toEqual(['', '', '3']);
      await expect(store.files.deleteExpired()).resolves.toBe(0);
    });

    it('lists and deletes the files of one conversation', async () => {
      await save('f1', ['1']);
      fixture.pass(1);
      await save('f2', ['2']);
      await save('f3', ['3'], { conversationId: 'c2' });
      expect((await store.files.filesOf('c1')).map(({ id }) => id)).toEqual(['f1', 'f2']);
      await expect(store.files.deleteConversation('c1')).resolves.toBe(2);
      await expect(store.files.find('f1')).resolves.toBeUndefined();
      await expect(read('f3')).resolves.toBe('3');
    });

    it('deletes one file and no other, and does not mind one that is gone', async () => {
      await save('f1', ['1']);
      await save('f2', ['2']);
      await store.files.delete('f1');
      await store.files.delete('f1');
      await expect(store.files.find('f1')).resolves.toBeUndefined();
      await expect(read('f2')).resolves.toBe('2');
    });

    it('refuses a file of a conversation that is not there, and bytes of a file that is not', async () => {
      const refused = { code: 'storage.unavailable' };
      await expect(store.files.begin(about('f1', { conversationId: 'nowhere' }))).rejects.toMatchObject(
        refused,
      );
      await expect(store.files.append('f9', bytes('1'))).rejects.toMatchObject(refused);
    });

    it('shows another process what was written', async () => {
      await save('f1', ['one']);
      const other = await fixture.open();
      await expect(read('f1', other.files)).resolves.toBe('one');
      await other.close();
    });
  });
}
