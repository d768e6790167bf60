import { byId } from './dom.ts';
import { fill, texts } from './texts.ts';

/** From so many characters left, the number is shown. */
const fewLeft = 300;

/** The place to write. Enter sends, Shift+Enter starts a new line. */
export function setUpComposer(onSend: (text: string) => void): void {
  const form = byId('composer', HTMLFormElement);
  const field = byId('message', HTMLTextAreaElement);
  const left = byId('characters-left', HTMLParagraphElement);

  const adapt = (): void => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
    const count = field.maxLength - field.value.length;
    left.hidden = count > fewLeft;
    left.textContent = left.hidden ? '' : fill(texts.composer.charactersLeft, { count });
  };
  const send = (): void => {
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    adapt();
    onSend(text);
  };

  field.addEventListener('input', adapt);
  field.addEventListener('keydown', (event) => {
    // While a word is being composed (Japanese, Chinese, Korean), Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
    field.focus();
  });
  // On phones the focus would bring up the keyboard over the first message.
  if (window.matchMedia('(min-width: 45rem) and (pointer: fine)').matches)
    field.focus({ preventScroll: true });
}
