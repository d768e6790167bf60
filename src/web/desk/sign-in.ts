import { byId, element } from '../shared/dom.ts';
import { DeskCallError, type DeskApi } from './api.ts';
import { createDialog } from './dialogs.ts';
import { fill, textFor, texts } from './texts.ts';
import type { Session } from './wire.ts';

const openIdAddress = '/api/desk/sign-in/openid';

/** The page for who is not signed in. @param problem the code of what went wrong, if anything did */
export async function showSignIn(
  root: HTMLElement,
  { api, problem }: { api: DeskApi; problem?: string },
): Promise<void> {
  const { signIn: words } = texts;
  const problems = problem === undefined ? [] : [problemLine(problem)];
  const box = element('main', {
    class: 'sign-in',
    children: [
      element('h1', { text: words.title }),
      element('p', { class: 'sign-in__lead', text: words.lead }),
      ...problems,
    ],
  });
  root.replaceChildren(box);
  const { openId } = await api.waysToSignIn().catch(() => ({ openId: false }));
  box.append(openId ? accountLink() : element('p', { text: words.withLink }));
}

/** Signs in with the code of a link. @returns the code of what went wrong, if anything did */
export async function redeem(api: DeskApi, code: string): Promise<string | undefined> {
  try {
    await api.signIn(code);
    return undefined;
  } catch (error) {
    return error instanceof DeskCallError && error.code !== '' ? error.code : 'other';
  }
}

/**
 * Asks an agent whose sign-in is over to come in again, over the page as it is, so that nothing typed is lost.
 * @returns when they have.
 */
export async function signInAgain(api: DeskApi, agentId: string): Promise<void> {
  const { expired: words } = texts;
  const { openId } = await api.waysToSignIn().catch(() => ({ openId: false }));
  const problem = element('p', { class: 'sign-in__problem' });
  problem.setAttribute('role', 'alert');
  const way = openId ? accountLink(words.openAccount, true) : element('p', { text: words.withLink });
  const { dialog, form } = createDialog({
    title: words.title,
    lead: words.lead,
    content: [way, problem],
    confirm: words.goOn,
    stays: true,
  });
  document.body.append(dialog);
  dialog.showModal();
  await new Promise<void>((resolve) => {
    const look = async (): Promise<void> => {
      const session = await api.session().catch((): Session | undefined => undefined);
      if (session?.agent.id === agentId) {
        window.removeEventListener('focus', onFocus);
        return resolve();
      }
      problem.textContent = session ? words.otherAgent : words.still;
    };
    const onFocus = (): void => void look();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void look();
    });
    window.addEventListener('focus', onFocus);
  });
  dialog.close();
  dialog.remove();
}

/** Who is signed in, at the top of the page, and the way out. */
export function showAccount(root: ParentNode, account: { name: string; onSignOut: () => void }): void {
  const name = byId(root, 'agent-name', HTMLElement);
  name.textContent = account.name;
  name.title = fill(texts.header.account, { name: account.name });
  byId(root, 'sign-out', HTMLButtonElement).addEventListener('click', account.onSignOut);
}

function problemLine(code: string): HTMLElement {
  const { problems } = texts.signIn;
  const text = Object.hasOwn(problems, code) ? textFor(problems, code) : problems.other;
  const line = element('p', { class: 'sign-in__problem', text });
  line.setAttribute('role', 'alert');
  return line;
}

function accountLink(text = texts.signIn.withAccount, newTab = false): HTMLElement {
  const link = element('a', { class: 'button button--primary', text });
  link.href = openIdAddress;
  if (newTab) link.target = '_blank';
  return link;
}
