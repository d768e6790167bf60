/** Names of dialogs that are begun from files they import. */
export const caseDialogId = 'case';
