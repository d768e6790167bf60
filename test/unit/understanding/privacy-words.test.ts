import { PrivacyRequestReader } from '../../../src/understanding/privacy-request.ts';
import { smallGuide } from '../../support/small-guide.ts';

const { lexicon } = smallGuide({ sections: [], checks: [] });
const read = (text: string) => new PrivacyRequestReader(lexicon).read(text);

describe('a wish about what is kept', () => {
  it.each([
    ['forget me', 'delete', 'a whole request'],
    ['forget me although i cant say why', 'delete', 'a whole request, though something is refused'],
    ['erase forget me', 'delete', 'a request behind another word of the kind'],
    ['what do you know about me', 'give', 'a whole request'],
    ['delete my data', 'delete', 'a verb before what it is about'],
    ['send me my data', 'give', 'a verb before what it is about'],
    ['delete everything about me on the phone', 'delete', 'what is kept nowhere else'],
    ['send me everything about me', 'give', 'what is kept nowhere else'],
    ['delete everything', 'delete', 'what nobody wants a copy of'],
    ['delete a b c d e f my data', 'delete', 'a gap of six words'],
    ['my data is what you should erase my data', 'delete', 'a verb with something behind it'],
    ['send me that but delete my data', 'give', 'of two verbs the first'],
  ])('%j is to %s: %s', (text, request) => {
    expect(read(text)).toBe(request);
  });

  it.each([
    ['', 'an empty text'],
    ['delete the app', 'nothing of the visitor'],
    ['my data plan', 'no verb'],
    ['everything about me', 'no verb'],
    ['my data i delete', 'the verb behind'],
    ['delete a b c d e f g my data', 'a gap of seven words'],
    ['delete my data from the phone', 'data that is elsewhere'],
    ['delete everything on my phone', 'data that is elsewhere'],
    ['i cant delete my data', 'something refused'],
    ['send me everything', 'nothing that may be ours'],
  ])('%j is none: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is read from thirty words and not from a story of more', () => {
    const words = (count: number) => Array.from({ length: count }, () => 'so').join(' ');
    expect(read(`${words(28)} forget me`)).toBe('delete');
    expect(read(`${words(29)} forget me`)).toBeUndefined();
  });
});
