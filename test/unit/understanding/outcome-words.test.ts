import {
  isUnderWay,
  outcomeOf,
  tellsDeed,
  tellsStateOnly,
  tellsStillBroken,
  type Outcome,
} from '../../../src/understanding/outcome-words.ts';
import type { Feature } from '../../../src/guide/schema.ts';

const photos: { failing: Feature[]; named: Feature[] } = { failing: ['photos'], named: [] };

describe('what a text says of the trouble', () => {
  it.each<[Outcome, string]>([
    ['works', 'it works now'],
    ['works', 'all there, same as before'],
    ['works', 'no longer broken'],
    ['works', 'my phone works again'],
    ['works', 'took a while, works'],
    ['works', 'works with the new setting'],
    ['works', 'works thanks, nothing else needed'],
    ['works', 'works, anything else?'],
    ['works', 'works, why was it off?'],
    ['works', 'it works for texts too'],
    ['works', 'the list is not empty anymore'],
    ['works', 'had to restart it once, works'],
    ['hedged', 'it works?'],
    ['partly', 'works with old photos'],
    ['works', 'not broken anymore, it works'],
    ['denied', 'not fixed'],
    ['denied', "it isn't really working"],
    ['denied', 'hasn’t been sorted'],
    ['partly', 'works now and then'],
    ['partly', 'works when the window is open'],
    ['partly', 'worked for a minute'],
    ['elsewhere', 'everything else works'],
    ['elsewhere', 'works on my other laptop'],
    ['elsewhere', 'my mic works'],
    ['elsewhere', 'wi-fi is fine'],
    ['elsewhere', 'it worked yesterday'],
    ['elsewhere', 'the app works'],
    ['hedged', 'works i guess'],
    ['hedged', 'for now'],
    ['hedged', 'i think so'],
  ])('is %s: %s', (outcome, text) => {
    expect(outcomeOf(text, photos)).toBe(outcome);
  });

  it('is nothing where another feature is named', () => {
    expect(outcomeOf('calls work now', { failing: ['photos'], named: ['calls'] })).toBe('elsewhere');
    expect(outcomeOf('calls work now', { failing: ['calls', 'photos'], named: ['calls'] })).toBe('works');
    expect(outcomeOf('calls work now', { failing: [], named: ['calls'] })).toBe('works');
  });

  it('is told of a message in place of its notification, when that is new', () => {
    const named: Feature[] = ['messages'];
    expect(outcomeOf('messages pop up now', { failing: ['notifications'], named })).toBe('works');
    expect(outcomeOf('messages work', { failing: ['notifications'], named })).toBe('elsewhere');
    expect(outcomeOf('messages work now', { failing: ['calls'], named })).toBe('elsewhere');
  });
});

test.each([
  ['it was off', true],
  ['i turned it on', true],
  ['it was fine', false],
  ['it is off', false],
])('tells of "%s" whether something was changed: %s', (text, told) => {
  expect(tellsDeed(text)).toBe(told);
});

test.each([
  ['its connected again', true],
  ['now all on', true],
  ['back on', true],
  ['it is on', false],
  ['connected now and it works', false],
  ['its on now and messages arrive', false],
])('tells of "%s" whether it is a state and no result: %s', (text, told) => {
  expect(tellsStateOnly(text)).toBe(told);
});

test.each([
  ['on now, still nothing', true],
  ['on now but it still does not ring', true],
  ['changed it, no difference', true],
  ['nothing comes still', true],
  ['it is still on', false],
  ['no, on now', false],
])('tells of "%s" whether it has not helped: %s', (text, told) => {
  expect(tellsStillBroken(text)).toBe(told);
});

test.each([
  ['let me restart', true],
  ['still syncing', true],
  ['i will look', true],
  ['let me speak to someone', false],
  ['let me talk to an agent', false],
  ['i will not do that', false],
  ['let me go back', false],
  ['ill do it later', false],
])('tells of "%s" whether it is under way: %s', (text, told) => {
  expect(isUnderWay(text)).toBe(told);
});
