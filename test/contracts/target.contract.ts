import type { Delivery, Target } from '../../src/escalation/target.ts';
import { packageOf } from '../support/escalation.ts';

/** One target with its other side, as a test sees it. */
export interface TargetFixture {
  target: Target;
  /** What the other side got, one text each, in order; the same key twice counts once where it can tell. */
  received(): string[];
  /** Makes the other side refuse everything: for good, or until `mend`. */
  breakDown(how: 'for-good' | 'for-now'): void;
  mend(): void;
  dispose(): Promise<void>;
}

/** What every target promises. Those that are told nothing promise nothing more than not to fail. */
export function targetContract(name: string, create: () => Promise<TargetFixture>): void {
  describe(`the target ${name}`, () => {
    let fixture: TargetFixture;
    const handOver = packageOf({ note: 'it is <b>urgent</b>' });
    const { escalation } = handOver;
    const common = { key: 'k-1', escalation, channel: 'directline' };
    const handedOver: Delivery = { ...common, kind: 'handed-over', package: handOver };
    const message: Delivery = {
      ...common,
      key: 'k-2',
      kind: 'message',
      activity: { type: 'message', id: 'm', text: 'still broken, 日本語 👋' },
    };

    beforeEach(async () => {
      fixture = await create();
    });
    afterEach(async () => {
      await fixture.target.close?.();
      await fixture.dispose();
    });

    const follows = () => fixture.target.follows;

    it('has the name it is listed under', () => {
      expect(fixture.target.name).toBe(name);
    });

    it('delivers what it follows, whole, in the order it is told', async () => {
      await fixture.target.deliver(handedOver);
      await fixture.target.deliver(message);
      const got = fixture.received();
      if (follows() === 'nothing') return expect(got).toEqual([]);
      expect(got.at(-1)).toContain('still broken, 日本語 👋');
      if (follows() !== 'replies') expect(got[0]).toContain('my alerts stay away');
    });

    it('says with every attempt that it is the same', async () => {
      await fixture.target.deliver(message);
      const [first] = fixture.received();
      await fixture.target.deliver(message);
      expect(fixture.received().filter((text) => text !== first)).toEqual([]);
    });

    it('fails in passing while the other side is down, and delivers when it is up again', async () => {
      if (follows() === 'nothing') return;
      fixture.breakDown('for-now');
      await expect(fixture.target.deliver(message)).rejects.toMatchObject({ permanent: false });
      fixture.mend();
      await fixture.target.deliver(message);
      expect(fixture.received()).toHaveLength(1);
    });

    it('fails for good when the other side will never take it', async () => {
      if (follows() === 'nothing') return;
      fixture.breakDown('for-good');
      await expect(fixture.target.deliver(message)).rejects.toMatchObject({ permanent: true });
    });
  });
}
