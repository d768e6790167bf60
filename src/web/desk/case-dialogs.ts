import { ask, choice, selection } from './dialogs.ts';
import { fill, texts } from './texts.ts';
import type { Choices, PresentAgent } from './wire.ts';

/** How a case ended. @returns undefined when the agent thought better of it */
export async function askOutcome(
  checks: Choices['checks'],
): Promise<{ solved: boolean; check?: string } | undefined> {
  const words = texts.closeDialog;
  const answer = await ask({
    title: words.title,
    content: [
      choice({
        name: 'solved',
        legend: words.question,
        choices: [
          { value: 'yes', text: words.solved },
          { value: 'no', text: words.unsolved },
        ],
      }),
      selection({
        name: 'check',
        label: words.check,
        hint: words.checkHint,
        choices: [
          { value: '', text: words.checkNone },
          ...checks.map(({ id, title }) => ({ value: id, text: title })),
        ],
      }),
    ],
    confirm: words.confirm,
    cancel: words.cancel,
  });
  if (!answer) return undefined;
  const check = textIn(answer, 'check');
  return { solved: answer.get('solved') === 'yes', ...(check === '' ? {} : { check }) };
}

/** Who goes on with a case; an empty object is the queue. */
export async function askNextAgent(others: readonly PresentAgent[]): Promise<{ to?: string } | undefined> {
  const words = texts.handOnDialog;
  const agents = others.map(({ id, name, status }) => ({
    value: id,
    text: fill(status === 'away' ? words.away : words.agent, { name }),
  }));
  const choices = [{ value: '', text: words.queue }, ...agents];
  const { confirm, cancel, title, lead } = words;
  const content = [selection({ name: 'to', label: words.to, choices })];
  const answer = await ask({ title, lead, content, confirm, cancel });
  if (!answer) return undefined;
  const to = textIn(answer, 'to');
  return to === '' ? {} : { to };
}

export async function askToReturn(): Promise<boolean> {
  return (await ask(texts.returnDialog)) !== undefined;
}

export async function askToDecline(): Promise<boolean> {
  return (await ask({ ...texts.declineDialog, danger: true })) !== undefined;
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
