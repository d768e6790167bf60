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

describe('who waits for a person', () => {
  beforeEach(async () => {
    await visitor.reachCheck(symptoms.photos);
    await visitor.say('talk to a person');
  });

  it.each([['never mind, it works now'], ['nothing to add', 'it works now'], ['i fixed it myself']])(
    'needs none once it works: %s',
    async (...words) => {
      expect(await sayAll(visitor, ...words)).toContain('nobody needs to come in');
      expect(await visitor.case()).toMatchObject({ outcome: 'fixed', answers: [] });
    },
  );

  it.each([['forget it'], ['i want to keep trying'], ['cancel'], ['nothing to add', 'go on with the bot']])(
    'goes on with the bot after %s',
    async (...words) => {
      await sayAll(visitor, ...words);
      expect(visitor.support()).toMatchObject({ state: 'checking', check: photosAccess });
    },
  );

  it('is told of the wait when greeting', async () => {
    expect(await sayAll(visitor, 'nothing to add', 'hello?')).toContain('waiting for a person already');
  });
});

describe('asked for consent', () => {
  beforeEach(async () => {
    await visitor.reachCheck(symptoms.photos);
    await sayAll(visitor, 'talk to a person', 'nothing to add', 'no thanks');
  });

  it.each(['no problem', 'i dont mind'])('"%s" is a yes', async (words) => {
    await visitor.say(words);
    expect(visitor.support().state).toBe('waiting-for-person');
    expect(visitor.answer()).not.toContain('nothing is passed on');
  });

  it('"who reads it" is answered, and the question stays', async () => {
    expect(await visitor.say('who reads it')).toContain('The people of the support team read it');
    await visitor.say('yes');
    expect(visitor.support().state).toBe('waiting-for-person');
  });
});
