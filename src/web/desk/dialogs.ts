import { button, element } from '../shared/dom.ts';

export interface DialogOptions {
  title: string;
  lead?: string;
  /** Fields, or whatever stands above the buttons. */
  content?: HTMLElement[];
  confirm: string;
  cancel?: string;
  danger?: boolean;
}

/** Asks in a window over the page. @returns what was filled in, or undefined when it was left. */
export function ask(options: DialogOptions): Promise<FormData | undefined> {
  return new Promise((resolve) => {
    const { dialog, form } = createDialog(options);
    form.addEventListener('submit', () => resolve(new FormData(form)));
    dialog.addEventListener('close', () => {
      resolve(undefined);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A window that says something, open until `close`; Escape does not end it when `stays`. */
export function createDialog(options: DialogOptions & { stays?: boolean }): {
  dialog: HTMLDialogElement;
  form: HTMLFormElement;
} {
  const { title, lead, content = [], confirm, cancel, danger = false, stays = false } = options;
  const heading = element('h2', { class: 'dialog__title', text: title });
  heading.id = `dialog-${crypto.randomUUID()}`;
  const submit = element('button', {
    class: `button ${danger ? 'button--danger' : 'button--primary'}`,
    text: confirm,
  });
  const dialog = element('dialog', { class: 'dialog' });
  const buttons = element('div', { class: 'dialog__buttons', children: [submit] });
  if (cancel !== undefined) {
    buttons.prepend(button({ class: 'button', text: cancel, onClick: () => dialog.close() }));
  }
  const words = lead === undefined ? [] : [element('p', { class: 'dialog__lead', text: lead })];
  const form = element('form', {
    class: 'dialog__form',
    children: [heading, ...words, ...content, buttons],
  });
  form.method = 'dialog';
  dialog.append(form);
  dialog.setAttribute('aria-labelledby', heading.id);
  if (stays) dialog.addEventListener('cancel', (event) => event.preventDefault());
  return { dialog, form };
}

/** One of several, as radio buttons in a group. */
export function choice(options: {
  name: string;
  legend: string;
  choices: { value: string; text: string }[];
  chosen?: string;
}): HTMLFieldSetElement {
  const group = element('fieldset', {
    class: 'dialog__group',
    children: [element('legend', { text: options.legend })],
  });
  for (const { value, text } of options.choices) {
    const input = element('input');
    input.type = 'radio';
    input.name = options.name;
    input.value = value;
    input.required = true;
    input.checked = value === options.chosen;
    group.append(element('label', { class: 'dialog__choice', children: [input, text] }));
  }
  return group;
}

/** One of many, as a list that opens. */
export function selection(options: {
  name: string;
  label: string;
  choices: { value: string; text: string }[];
  hint?: string;
}): HTMLElement {
  const select = element('select', {
    children: options.choices.map(({ value, text }) => {
      const made = element('option', { text });
      made.value = value;
      return made;
    }),
  });
  select.name = options.name;
  const hint = options.hint === undefined ? [] : [element('small', { text: options.hint })];
  return element('label', { class: 'dialog__field', children: [options.label, select, ...hint] });
}
