/** At this signal the server says what memory it holds. */
export const probeSignal = 'SIGWINCH';
