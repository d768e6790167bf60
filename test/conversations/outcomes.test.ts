import { fixOf } from '../../src/troubleshooting/learned-fixes.ts';
import { symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';
import { sayAll } from '../support/talk.ts';

let support: Support;
let visitor: Visitor;

beforeAll(async () => {
  support = await Support.open();
});
beforeEach(async () => {
  visitor = await support.visitor();
});
afterAll(() => support.close());

const photosAccess = 'android.photos-permission';

describe('at a check', () => {
  it.each([
    'everything else works',
    'calls and texts work perfectly',
    'like i said calls work',
    'the app works',
    'my phone works fine',
    'it worked yesterday',
    'works on my other pc',
    'it works when i restart',
    'it works sometimes',
    'bluetooth works fine',
    'that part works',
  ])('"%s" neither ends the case nor answers the check', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    expect(await visitor.say(words)).toContain('What you came for is still open');
    expect(visitor.support()).toMatchObject({ state: 'checking', check: photosAccess });
    expect(await visitor.case()).toMatchObject({ answers: [] });
  });

  it.each(['now all on', 'its back on', 'connected now', 'it reconnected'])(
    '"%s" is a fix that is to be tried, and no success yet',
    async (words) => {
      await visitor.reachCheck(symptoms.photos);
      await visitor.say(words);
      expect(visitor.support().state).toBe('confirming');
      expect(await visitor.case()).toMatchObject({ answers: [{ check: photosAccess, answer: 'fixed' }] });
    },
  );

  it.each([
    'it was off, turned it on and it works now',
    'i set it to allow all and its working!!',
    'turned it on, fixed now',
  ])('"%s" is a fix with its success', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    expect(await visitor.say(words)).toContain('What it was');
    expect(await visitor.case()).toMatchObject({ outcome: 'fixed', answers: [{ answer: 'fixed' }] });
  });

  it.each([
    'i turned it on now but photos still dont show',
    'it was off now its on but still no photos',
    'was off, switched it on, no difference',
  ])('"%s" is a fix that has not helped, and nothing is to be tried again', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    await visitor.say(words);
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 2 });
    expect(await visitor.case()).toMatchObject({ answers: [{ check: photosAccess, answer: 'fixed' }] });
  });

  it('late luck is nobody’s merit and teaches nothing', async () => {
    await visitor.reachCheck(symptoms.photos);
    await sayAll(visitor, 'already on', 'never mind, it works now');
    const value = await visitor.case();
    expect(value).toMatchObject({ outcome: 'fixed', answers: [{ answer: 'already-ok' }] });
    expect(value && fixOf(value)).toBeUndefined();
  });

  it('what was put right before has helped when it works a check later', async () => {
    await visitor.reachCheck(symptoms.photos);
    await sayAll(visitor, 'it was off, turned it on', 'still broken');
    expect(await visitor.say('oh it works now')).toContain('What it was: Photos permission');
  });

  it.each(['oh wait they just came through', 'there they are!', 'im good now'])(
    '"%s" is asked back, and a no goes on with the same check',
    async (words) => {
      await visitor.reachCheck(symptoms.photos);
      await visitor.say(words);
      expect(visitor.support().state).toBe('confirming');
      await visitor.click('still-broken');
      expect(visitor.support()).toMatchObject({ state: 'checking', check: photosAccess, position: 1 });
      expect(await visitor.case()).toMatchObject({ answers: [] });
    },
  );

  it.each(['come on', 'for gods sake', 'not again', 'you already asked me this', 'found it'])(
    '"%s" answers nothing',
    async (words) => {
      await visitor.reachCheck(symptoms.photos);
      await visitor.say(words);
      expect(visitor.support()).toMatchObject({ state: 'checking', check: photosAccess });
      expect(await visitor.case()).toMatchObject({ answers: [] });
    },
  );

  it.each(['still cant see it', 'still not there', 'nope not there either', 'not on my phone', 'no'])(
    'that was looked for in other places, "%s" means that it was not found',
    async (words) => {
      await visitor.reachCheck(symptoms.photos);
      await sayAll(visitor, 'cant find it', words);
      expect(await visitor.case()).toMatchObject({ answers: [{ check: photosAccess, answer: 'not-found' }] });
    },
  );

  it.each(['its greyed out', 'i cant turn it on'])('"%s" is not sought elsewhere', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    await visitor.say(words);
    expect(visitor.support().position).toBe(2);
    expect(await visitor.case()).toMatchObject({ answers: [{ answer: 'not-found' }] });
  });

  it.each(['wait no it was off', 'sorry i meant it was off', 'i didnt say that', 'wait i didnt check yet'])(
    '"%s" takes back the answer to the one before',
    async (words) => {
      await visitor.reachCheck(symptoms.photos);
      await sayAll(visitor, 'already on', words);
      expect(visitor.support()).toMatchObject({ check: photosAccess, position: 1 });
      expect(await visitor.case()).toMatchObject({ answers: [] });
    },
  );

  it('"ok" does not confess to a limit', async () => {
    await visitor.reachCheck('The group chats of my iPhone are missing in Phone Link', 'iphone');
    for (let turn = 0; turn < 8 && visitor.support().check !== 'iphone.messaging-limits'; turn += 1)
      await visitor.say('already on');
    await visitor.say('ok');
    expect(visitor.support().check).toBe('iphone.messaging-limits');
  });

  it('who wants no person gets none', async () => {
    await visitor.reachCheck(symptoms.photos);
    await visitor.say('i dont want a person just fix it');
    expect(visitor.support().state).toBe('checking');
  });
});

describe('asked whether it works', () => {
  beforeEach(async () => {
    await visitor.reachCheck(symptoms.texts);
    await visitor.say('was off, on now');
  });

  it.each(['i guess', 'i think so', 'for now', 'yes sent one', 'maybe'])('"%s" is no yes', async (words) => {
    await visitor.say(words);
    expect(visitor.support().state).toBe('confirming');
  });

  it.each(['not fixed, it was off', 'it works sometimes', 'isnt working', 'nt workin'])(
    '"%s" is a no',
    async (words) => {
      await visitor.say(words);
      expect(visitor.support()).toMatchObject({ state: 'checking', position: 2 });
    },
  );

  it.each(['calls work', 'everything else works', 'works on my other pc'])(
    '"%s" is beside the question',
    async (words) => {
      expect(await visitor.say(words)).toContain('What you came for is still open');
      expect(visitor.support().state).toBe('confirming');
    },
  );

  it.each(['that did it', 'looks good', 'they are coming in now', 'not broken anymore'])(
    '"%s" is a yes',
    async (words) => {
      await visitor.say(words);
      expect(visitor.support().state).toBe('solved');
    },
  );
});

describe('once it is solved', () => {
  beforeEach(async () => {
    await visitor.reachCheck(symptoms.photos);
    await sayAll(visitor, 'was off, on now', 'works');
  });

  const afterthoughts = [
    'no wait it doesnt',
    'hmm actually no',
    'false alarm',
    'its back to not working',
    'wait they are gone again',
    'it stopped',
  ];

  it.each(afterthoughts)('"%s" goes on with the same case', async (words) => {
    const { case: id } = visitor.support();
    expect(await visitor.say(words)).toContain("it isn't solved yet");
    expect(visitor.support()).toMatchObject({ case: id, state: 'checking', position: 2 });
  });

  it.each(['its broken again', 'not working again'])('and rated, so does "%s"', async (words) => {
    const { case: id } = visitor.support();
    await sayAll(visitor, '5', words);
    expect(visitor.support()).toMatchObject({ case: id, state: 'checking', position: 2 });
  });

  it('another trouble is a case of its own', async () => {
    const { case: id } = visitor.support();
    await visitor.say('my calls stopped working again');
    expect(visitor.support().case).not.toBe(id);
  });
});

describe('a second trouble', () => {
  it.each([['my calls dont work either'], ['already on', 'also no texts', 'part of this one']])(
    'that came up on the way is asked about in the end: %s',
    async (...words) => {
      await visitor.reachCheck(symptoms.photos);
      await sayAll(visitor, ...words, 'was off, on now');
      expect(await visitor.say('works')).toContain('Is the other thing gone too?');
    },
  );

  it.each([
    'no notifications no calls on my samsung, windows 11',
    'texts dont come through. photos neither. samsung',
    'photos dont load, neither do texts. samsung',
  ])('told in one breath is asked about in the end: %s', async (symptom) => {
    await visitor.reachCheck(symptom);
    await visitor.say('was off, on now');
    expect(await visitor.say('works')).toContain('And all of it');
    const { case: id } = visitor.support();
    await visitor.click('still-broken');
    expect(visitor.support()).toMatchObject({ case: id, state: 'checking', position: 2 });
  });

  it.each(['ok', 'sure', 'yes please'])('is not gone because somebody says "%s"', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    await sayAll(visitor, 'my calls dont work either', 'was off, on now', 'works', words);
    expect(visitor.answer()).toContain('Is the other thing gone too?');
  });

  it.each(["it's a new problem", 'another problem', 'yes new'])(
    'begins with what was told after "%s"',
    async (words) => {
      await visitor.reachCheck(symptoms.photos);
      await sayAll(visitor, 'already on', 'my calls dont work', words);
      expect(await visitor.case()).toMatchObject({ symptoms: ['my calls dont work'] });
    },
  );

  it.each([
    'forget the photos, my calls are the problem',
    'no its calls that dont work',
    'lets do the calls first',
    'actually its the calls',
  ])('takes the place of the first: %s', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    await visitor.say(words);
    expect(await visitor.case()).toMatchObject({ facets: { feature: 'calls' } });
  });
});

describe('the other phone', () => {
  it.each([
    'i dont have an android',
    'not android, iphone',
    'its not an android phone',
    'its an iphone not android',
  ])('is told by a denial: %s', async (words) => {
    await visitor.reachCheck('photos missing on android');
    await visitor.say(words);
    expect(await visitor.case()).toMatchObject({ facets: { phone: 'iphone' } });
  });
});

describe('at any step', () => {
  it.each(['cancel', 'stop', 'quit'])('"%s" leaves everything as it is', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    await sayAll(visitor, 'already on', words);
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 2 });
    expect(await visitor.case()).toMatchObject({ answers: [{ check: photosAccess, answer: 'already-ok' }] });
  });

  it.each(['no humans please', 'same desk', 'i want it to work'])('"%s" fetches no person', async (words) => {
    await visitor.reachCheck(symptoms.photos);
    await visitor.say(words);
    expect(visitor.support().state).toBe('checking');
  });

  it('the name of "Do not disturb" denies nothing', async () => {
    await visitor.reachCheck(
      'Windows shows no banners of my Samsung, I think do not disturb is on, Windows 11',
    );
    for (let turn = 0; turn < 12 && visitor.support().check !== 'windows.do-not-disturb'; turn += 1)
      await visitor.click('already-ok');
    await visitor.say('do not disturb is off');
    expect((await visitor.case())?.answers.at(-1)).toMatchObject({
      check: 'windows.do-not-disturb',
      answer: 'already-ok',
    });
  });
});
