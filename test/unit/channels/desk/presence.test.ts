import { Presence } from '../../../../src/channels/desk/presence.ts';
import { ana, ben } from '../../../support/agents.ts';

const minute = 60_000;

describe('whether somebody at the desk takes cases', () => {
  let now: Date;
  let presence: Presence;
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * minute);
  };

  beforeEach(() => {
    now = new Date('2026-11-23T09:00:00Z');
    presence = new Presence({ onChange: () => undefined, clock: () => now });
  });

  it('is not known for two minutes after the start, as pages are yet to come back', () => {
    later(1);
    expect(presence.isStaffed('support')).toBeUndefined();
    later(1);
    expect(presence.isStaffed('support')).toBe(false);
  });

  it('is so while one agent of the queue has a page open and is not away', () => {
    later(10);
    presence.enter(ana);
    presence.enter(ben);
    presence.setStatus(ana.id, 'away');
    expect(presence.isStaffed('support')).toBe(true);
    presence.setStatus(ben.id, 'away');
    expect(presence.isStaffed('support')).toBe(false);
    expect(presence.isStaffed('billing')).toBe(false);
  });

  it('stays so for two minutes after a page is gone: it may only be loaded anew', () => {
    later(10);
    presence.enter(ana)();
    later(1.9);
    expect(presence.isStaffed('support')).toBe(true);
    later(0.1);
    expect(presence.isStaffed('support')).toBe(false);
  });

  it('is not so when who leaves was away', () => {
    later(10);
    const leave = presence.enter(ana);
    presence.setStatus(ana.id, 'away');
    leave();
    expect(presence.isStaffed('support')).toBe(false);
  });
});
