import { join } from 'node:path';
import { loadGuide } from '../../../src/guide/load-guide.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { PrivacyRequestReader } from '../../../src/understanding/privacy-request.ts';

const guide = loadGuide(join(projectRoot, 'knowledge', 'phone-link'));
const reader = new PrivacyRequestReader(guide.lexicon);

describe('a wish to be forgotten', () => {
  it.each([
    'delete my data',
    'Please delete all my data.',
    'can you erase everything you know about me?',
    'forget me',
    'I want you to remove my personal information from your records',
    "I'd like my data to be deleted",
    'wipe this conversation',
    'delete this chat please',
    'get rid of everything I told you',
    'GDPR deletion request',
    'how do I delete the data you have stored about me',
    'delte my data',
    'right to be forgotten',
    'clear our chat history',
    'remove all traces of me',
    "don't store my data",
    'delete everything',
  ])('is read from %j', (text) => {
    expect(reader.read(text)).toBe('delete');
  });
});

describe('a wish to see one’s data', () => {
  it.each([
    'give me my data',
    'what do you know about me?',
    'Can I have a copy of our conversation',
    'export my data',
    'send me everything you have stored',
    'please send me a transcript of this chat',
    'I want to see what you know about me',
    'download my data',
    'subject access request',
    'what data do you have about me',
    'can i get a transcript',
  ])('is read from %j', (text) => {
    expect(reader.read(text)).toBe('give');
  });
});

describe('what only sounds like it', () => {
  it.each([
    'it deleted my messages',
    "I can't delete my messages from Phone Link",
    'will resetting the app delete my data?',
    'when I delete the conversation on my phone it comes back',
    'do I lose my data if I reset',
    'my data plan is used up',
    'background data is off',
    'I have no data',
    'I get my messages late',
    "phone link doesn't show my messages",
    'remove my phone from the pc',
    'delete the phone in bluetooth settings',
    'forget this device',
    'unpair and remove everything from windows',
    'show me where the setting is',
    'send me a text',
    "don't delete my data",
    'forget everything, start over',
    'my contacts are gone',
    'I want to see my photos on my pc',
    'can i see my texts on the computer',
    'how do I get my notifications back',
    'it cleared everything on my phone',
    'I removed Phone Link and installed it again',
    'erase and reinstall',
    '',
  ])('is not read from %j', (text) => {
    expect(reader.read(text)).toBeUndefined();
  });

  it.each(guide.sections.map(({ id, phrases }) => [id, phrases] as const))(
    'is not read from any example of %s',
    (_, phrases) => {
      expect(phrases.filter((phrase) => reader.read(phrase) !== undefined)).toEqual([]);
    },
  );

  it('is not read from any example of small talk or of asking for a person', () => {
    const { person, 'small-talk': smallTalk } = guide.lexicon.intents;
    const examples = [...person, ...Object.values(smallTalk).flat()];
    expect(examples.filter((text) => reader.read(text) !== undefined)).toEqual([]);
  });
});
