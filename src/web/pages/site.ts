import type {} from '../widget/main.ts';

/** How any page can open the chat from a button of its own. */
for (const button of document.querySelectorAll('[data-open-chat]')) {
  button.addEventListener('click', () => void window.PhoneLinkSupport?.open());
}
