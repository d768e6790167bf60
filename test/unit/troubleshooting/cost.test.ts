import { checkCost } from '../../../src/troubleshooting/cost.ts';
import { checkLike, smallGuide } from '../../support/small-guide.ts';

const guide = smallGuide({ sections: [], checks: [] });
const seconds = { median: 40, slow: 90, makers: { xiaomi: 70 } };

describe('the cost of a check', () => {
  it('is the median of its seconds', () => {
    expect(checkCost(guide, checkLike({ id: 'test.check', seconds }), {})).toBe(40);
  });

  it('is the seconds of the maker where they are told', () => {
    const check = checkLike({ id: 'test.check', seconds });
    expect(checkCost(guide, check, { maker: 'xiaomi' })).toBe(70);
    expect(checkCost(guide, check, { maker: 'samsung' })).toBe(40);
  });

  it('is the median for every maker when none is told apart', () => {
    const check = checkLike({ id: 'test.check', seconds: { median: 40, slow: 90 } });
    expect(checkCost(guide, check, { maker: 'xiaomi' })).toBe(40);
  });

  it('holds what must be redone afterwards', () => {
    const check = checkLike({ id: 'test.reset', seconds, redo: 'All is set up again.' });
    expect(checkCost(guide, check, { maker: 'xiaomi' })).toBe(70 + guide.settings.costs.redo);
  });
});
