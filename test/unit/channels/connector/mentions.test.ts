import { isMentioned, textWithoutMentions } from '../../../../src/channels/connector/mentions.ts';
import { processorTime } from '../../../support/processor-time.ts';

const recipient = { id: '28:bot' };
const mention = (id: string, text: string) => ({ type: 'mention', mentioned: { id, name: 'x' }, text });
const message = (text: string, ...entities: unknown[]) => ({ type: 'message', text, recipient, entities });

describe('a mention', () => {
  it.each([
    ['before the text', '<at>Bot</at> no photos', 'no photos'],
    ['after it', 'no photos <at>Bot</at>', 'no photos'],
    ['in the middle', 'hey <at>Bot</at>, no photos', 'hey , no photos'],
    ['with an id in its mark', '<at id="0">Bot</at> no photos', 'no photos'],
    ['and a line below', '<at>Bot</at>\nno photos\nno calls', 'no photos\nno calls'],
    ['twice', '<at>Bot</at> no <at>Bot</at> photos', 'no photos'],
  ])('of the bot is taken out of what was said, %s', (_, text, said) => {
    const place = /<at[^>]*>Bot<\/at>/.exec(text)?.[0] ?? '';
    expect(textWithoutMentions(message(text, mention('28:bot', place)))).toBe(said);
    expect(isMentioned(message(text, mention('28:bot', place)))).toBe(true);
  });

  it('of somebody else leaves the name', () => {
    const said = message('<at>Grace</at> has no photos', mention('29:grace', '<at>Grace</at>'));
    expect(textWithoutMentions(said)).toBe('Grace has no photos');
    expect(isMentioned(said)).toBe(false);
  });

  it('of somebody whose name has signs that mean something to a program leaves the name as it is', () => {
    const said = message('and <at>$` $& $$</at>', mention('29:cash', '<at>$` $& $$</at>'));
    expect(textWithoutMentions(said)).toBe('and $` $& $$');
  });

  it.each([[undefined], [[null]], [[{ type: 'mention' }]], [['mention']], [{}]])(
    'is not there when the entities are %j',
    (entities) => {
      const odd = { type: 'message', text: 'hi', recipient, entities };
      expect(isMentioned(odd)).toBe(false);
      expect(textWithoutMentions(odd)).toBe('hi');
    },
  );

  it('that never ends takes no longer than words', () => {
    const endless = message('<at '.repeat(25_000));
    expect(processorTime(() => void textWithoutMentions(endless))).toBeLessThan(500);
  });
});
