import {
  deniedState,
  deniesOff,
  tellsDeedOrHope,
  tellsNoResult,
  withOnAndOffSwapped,
} from '../../../src/understanding/state-words.ts';

describe('a state that is denied', () => {
  it.each([
    "it isn't connected",
    'still not connected',
    'its not on',
    'not paired',
    'it is not even switched on',
    'it is off',
    'nope, its off',
    'mine says off',
    'it shows disabled',
    'apparently it isnt',
    'on this phone it is not',
    'i dont have it on',
  ])('is so: "%s"', (text) => {
    expect(deniedState(text)).toBe('is');
  });

  it.each([
    "it wasn't on",
    'it was not allowed',
    'that was off',
    'it was disabled',
    'it was not, fixed it',
    'is not on. turned it on',
    'its off but now i changed it',
    'didnt have it on',
  ])('was so: "%s"', (text) => {
    expect(deniedState(text)).toBe('was');
  });

  it.each([
    'it is on',
    'it was never off',
    'it is not off',
    'turned it off and on again',
    'not sure',
    'i cannot connect it',
    'such a point gives it not',
    'not',
    '',
    'the phone is on my desk and it is not paired with anything in here i guess',
  ])('is none: "%s"', (text) => {
    expect(deniedState(text)).toBeUndefined();
  });

  it('is looked for in twelve words', () => {
    expect(deniedState(`${'so '.repeat(9)}its not on`)).toBe('is');
    expect(deniedState(`${'so '.repeat(10)}its not on`)).toBeUndefined();
  });
});

describe('a text with on and off in each other’s place', () => {
  it.each([
    ['yes it is on', 'yes it is off'],
    ['It was ON, I turned it off', 'It was off, I turned it on'],
    ['enabled, not disabled', 'disabled, not enabled'],
    ['active or inactive', 'inactive or active'],
    ['only once on offer', 'only once off offer'],
  ])('of "%s" is "%s"', (text, swapped) => {
    expect(withOnAndOffSwapped(text)).toBe(swapped);
  });
});

describe('a text that tells no result', () => {
  it.each([
    ['yes I turned it on', true],
    ['done', true],
    ['fixed', false],
    ['turned it on, works', false],
    ['all sorted!', false],
  ])('is "%s": %s', (text, isSo) => {
    expect(tellsNoResult(text)).toBe(isSo);
  });
});

describe('a yes to what was done or is hoped for', () => {
  it.each(['yes done', 'yes i did', 'ok', 'yes its on now', 'should work now', 'hope it works', 'will try'])(
    'is "%s"',
    (text) => {
      expect(tellsDeedOrHope(text)).toBe(true);
    },
  );

  it.each(['yes', 'yes it works', 'ok works', 'oh yes now I see a message', 'it came on', 'it rang'])(
    'is not "%s"',
    (text) => {
      expect(tellsDeedOrHope(text)).toBe(false);
    },
  );
});

describe('a text that denies that something is off', () => {
  it.each([
    ['it isnt off', true],
    ['never disabled', true],
    ['no it is not off', true],
    ['it is off', false],
    ['it is not on', false],
    ['not sure, and now it says in red letters that it is off', false],
  ])('is "%s": %s', (text, isSo) => {
    expect(deniesOff(text)).toBe(isSo);
  });
});
