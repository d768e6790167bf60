import { SignReader } from '../../../src/understanding/signs.ts';
import { checkLike, smallGuide } from '../../support/small-guide.ts';

const guide = smallGuide({
  sections: [],
  checks: [
    checkLike({ id: 'test.quiet', signs: ['Do not disturb', 'focus assist'] }),
    checkLike({ id: 'test.account', signs: ['wrong account', 'Flight-mode'] }),
    checkLike({ id: 'test.bluetooth', signs: ['flight mode'] }),
    checkLike({ id: 'test.without' }),
  ],
});

describe('the checks a text points at', () => {
  it.each([
    ['it says “Do Not Disturb” is on', ['test.quiet']],
    ['wrong account, and focus assist', ['test.account', 'test.quiet']],
    ['do not disturb! Do not disturb!! focus assist', ['test.quiet']],
    ['was in flight mode', ['test.account', 'test.bluetooth']],
    ['nothing of the kind', []],
    ['do not', []],
    ['', []],
  ])('by %j are %j', (text, checks) => {
    expect(new SignReader(guide).find(text)).toEqual(checks);
  });
});
