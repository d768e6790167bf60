import { createReplyAddresses } from '../../../src/escalation/reply-address.ts';

describe('the address of a case', () => {
  const make = (secret: string) =>
    createReplyAddresses({ from: 'Support <Support@example.org>', domain: 'Reply.example.org', secret });

  it('is good whatever servers on the way do to its letters, for one case and one side', () => {
    const addresses = make('one secret');
    const address = addresses.of('K7M2QX9A', 'team');
    expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
    expect(addresses.read(address.toUpperCase())).toEqual({ caseId: 'K7M2QX9A', side: 'team' });
    expect(addresses.of('K7M2QX9A', 'visitor')).not.toBe(address);
    expect(addresses.read(address.replace('k7m2qx9a', 'k7m2qx9b'))).toBe('forged');
    expect(make('another').read(address)).toBe('forged');
  });

  it.each(['', '@', 'x@reply.example.org', 'support+k7m2qx9a-t-@reply.example.org', `${'a'.repeat(5000)}@b`])(
    'is nothing else, number %#',
    (address) => {
      expect(make('one secret').read(address)).toBe('other');
    },
  );
});
