/** What a client reads in `channelData.support`, as far as the visit depends on it. */
export interface SupportData {
  state: string;
  check?: string;
}

/** What the visitor sends: words, or a click with the title of its button. */
export interface Message {
  type: 'message';
  text: string;
  value?: object;
}

/** Each visitor words it a little differently, so that no server can answer from memory. */
const symptomOf = (visitor: number) =>
  `Samsung S${visitor}: connected, but no notifications show up in Phone Link on Windows 11 at all`;

const say = (text: string): Message => ({ type: 'message', text });

/** What the visitor answers to the first check, the second, and so on. */
const answers: readonly ((check: string) => Message)[] = [
  (check) => ({ ...say('Already right'), value: { do: 'answer-check', check, answer: 'already-ok' } }),
  (check) => ({ ...say("I can't find it"), value: { do: 'answer-check', check, answer: 'not-found' } }),
  () => say('yes it was already on'),
];
const fixed = (check: string): Message => ({
  ...say('It was off, I fixed it'),
  value: { do: 'answer-check', check, answer: 'fixed' },
});

/**
 * A usual visit, message by message: a symptom in the visitor's words, answers to checks by button and by word, a
 * fix that does not help, one that does, a rating.
 * @param progress.support what the bot's last message says.
 * @param progress.visitor a number of the visitor's own.
 * @returns undefined when the visit is over.
 */
export function nextMessage(progress: {
  sent: readonly Message[];
  support: SupportData;
  visitor: number;
}): Message | undefined {
  const { sent, support, visitor } = progress;
  if (sent.length === 0) return say(symptomOf(visitor));
  const asked = sent.length - 1;
  const fixes = sent.filter(({ text }) => text === fixed('').text).length;
  switch (support.state) {
    case 'checking':
      return (answers[asked] ?? fixed)(support.check ?? '');
    case 'confirming': {
      const works = fixes > 1;
      return { ...say(works ? 'It works' : 'Still broken'), value: { do: 'confirm-fixed', works } };
    }
    case 'solved':
      return sent.some(({ text }) => text === '5')
        ? undefined
        : { ...say('5'), value: { do: 'rate', score: 5 } };
    default:
      return undefined;
  }
}

/** How every visit has to end; another end means that the benchmark measures something else than it says. */
export const endOfVisit = 'solved';
