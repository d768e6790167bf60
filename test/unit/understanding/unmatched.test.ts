import type { Question } from '../../../src/conversation/session.ts';
import type { Intent } from '../../../src/understanding/intent.ts';
import { unmatchedIn } from '../../../src/understanding/unmatched.ts';
import { diagnosisLike, kinds, openCase, sessionWith } from './sessions.ts';

const told = { ...openCase, symptoms: ['no photos', 'not even old ones'] };

const unmatched = (intent: Intent, asked: Question['kind'] = 'symptom', text = 'it hums', subject = told) =>
  unmatchedIn({ intent, text, asked: sessionWith(asked).question, subject });

const symptom = (sure: boolean): Intent => ({
  is: 'symptom',
  text: 'it hums',
  diagnosis: diagnosisLike({ sure }),
});
const choice = (section: string): Intent => ({ is: 'action', action: { do: 'choose-section', section } });

describe('a text that no section was found for', () => {
  it('is a symptom that was not sure', () => {
    expect(unmatched(symptom(false))).toEqual({ why: 'unsure', text: 'it hums' });
    expect(unmatched(symptom(true))).toBeUndefined();
  });

  it.each(['off-topic', 'unclear'] as const)('is one that was %s where a symptom was asked for', (is) => {
    const open = kinds.filter((kind) => unmatched({ is }, kind) !== undefined);
    expect(open.sort()).toEqual(['rating', 'section', 'symptom']);
    expect(unmatched({ is })).toEqual({ why: is, text: 'it hums' });
  });

  it('is none when there was no text', () => {
    expect(unmatched({ is: 'unclear' }, 'symptom', '')).toBeUndefined();
  });

  it('is what was told last when none of the sections was meant', () => {
    expect(unmatched(choice('none'), 'section', '')).toEqual({ why: 'none', text: 'not even old ones' });
    expect(unmatched(choice('test.photos'), 'section', '')).toBeUndefined();
    expect(unmatched(choice('none'), 'section', '', { ...told, symptoms: [] })).toBeUndefined();
    expect(
      unmatchedIn({ intent: choice('none'), text: '', asked: { kind: 'symptom' }, subject: undefined }),
    ).toBeUndefined();
  });

  it.each<Intent>([
    { is: 'stale' },
    { is: 'command', command: 'help' },
    { is: 'action', action: { do: 'start-over' } },
  ])('is none when the visitor wanted something else: %j', (intent) => {
    expect(unmatched(intent)).toBeUndefined();
  });
});
