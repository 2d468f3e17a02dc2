/** Words of the window's frame. */
export const frameWords = {
  product: 'Fax Console',
  finder: 'Search faxes, numbers or commands',
  views: 'Views',
  status: 'Status',
  groups: { outgoing: 'Outgoing', received: 'Received', office: 'Office' },
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'not connected',
  notReached: 'not reached',
  sendingOn: 'Sending on',
  sendingPaused: 'Sending paused',
  noDiscount: 'No discount rate set',
  practiceOnly: 'Practice lines only',
  shownAsOf: (time: string): string => `Shown as of ${time}.`,
  actsWait: 'The server is not reachable; actions wait.',
} as const;
