import { byId } from '../shared/dom.ts';
import { counted, texts } from '../shared/texts.ts';
import { FilePicker } from '../shared/file-picker.ts';

/** From so many characters left, the number is shown. */
const fewLeft = 300;

/** What was written and chosen. */
export interface Draft {
  text: string;
  files: File[];
}

/** The place to write. Enter sends, Shift+Enter starts a new line. */
export function setUpComposer(
  root: ShadowRoot,
  parts: { locale: string; onSend: (draft: Draft) => void; onTyping: () => void },
): void {
  const form = byId(root, 'composer', HTMLFormElement);
  const field = byId(root, 'message', HTMLTextAreaElement);
  const left = byId(root, 'characters-left', HTMLParagraphElement);
  const picker = new FilePicker(root, parts.locale);

  const adapt = (): void => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
    const count = field.maxLength - field.value.length;
    left.hidden = count > fewLeft;
    left.textContent = left.hidden ? '' : counted(texts.composer.charactersLeft, count);
  };
  const send = (): void => {
    const draft = { text: field.value.trim(), files: picker.take() };
    if (draft.text === '' && draft.files.length === 0) return;
    field.value = '';
    adapt();
    parts.onSend(draft);
  };

  field.addEventListener('input', () => {
    adapt();
    if (field.value !== '') parts.onTyping();
  });
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
}
