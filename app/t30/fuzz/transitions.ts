/**
 * Where the stations can be, and how they come from one place to another: what the fuzzer must reach and may reach. A
 * place is a station's role and state; a cause is a timer, a frame or another event; staying in a place counts where
 * something is said in it. `another frame` is one that the place does not ask for.
 */
type Table = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Each of these must be reached by every run of the fuzzer. */
const transitions: Table = {
  'poller calling': {
    'poller calling': ['start', 'cng'],
    'poller over': ['hung-up', 'failed'],
    'poller releasing': ['DIS', 'T1', 'cancel', 'call', 'send'],
    'receiver identifying': ['DIS'],
  },
  'poller releasing': {
    'poller over': ['sent', 'release'],
  },
  'receiver between': {
    'receiver between': ['T2', 'EOM', 'PPS', 'RR', 'CRP', 'PRI-EOM', 'EOP'],
    'receiver identifying': ['sent'],
    'receiver over': ['DCN', 'hung-up'],
    'receiver training': ['DCS'],
  },
  'receiver command': {
    'receiver between': ['sent'],
    'receiver command': ['PPS', 'carrier-lost', 'MPS', 'EOP', 'RR', 'EOM', 'CRP'],
    'receiver leaving': ['sent'],
    'receiver over': ['DCN', 'hung-up'],
    'receiver page': ['sent'],
    'receiver releasing': ['T2', 'send', 'call', 'cancel', 'frame'],
    'receiver retraining': ['sent'],
    'receiver storing': ['PPS', 'EOP', 'MPS', 'EOM', 'RR', 'PRI-EOM', 'PRI-EOP', 'PRI-MPS'],
    'receiver training': ['DCS'],
  },
  'receiver identifying': {
    'receiver between': ['sent'],
    'receiver identifying': ['start', 'T4', 'DIS', 'CRP', 'frame', 'carrier-lost'],
    'receiver over': ['hung-up', 'DCN', 'failed'],
    'receiver refusing': ['DCS'],
    'receiver releasing': ['T1', 'DTC', 'T4', 'send', 'call', 'cancel', 'DIS'],
    'receiver training': ['DCS'],
    'sender training': ['DTC'],
  },
  'receiver leaving': {
    'receiver leaving': ['EOP', 'PPS', 'CRP', 'RR', 'MPS'],
    'receiver over': ['DCN', 'T2', 'hung-up', 'frame'],
    'receiver page': ['sent'],
    'receiver refusing': ['DCS'],
    'receiver training': ['DCS'],
  },
  'receiver page': {
    'receiver command': ['carrier-lost', 'flags'],
    'receiver over': ['DCN', 'hung-up'],
    'receiver page': ['CTC', 'PPS', 'CRP', 'RR', 'MPS', 'EOP', 'EOR', 'EOM', 'PRI-MPS', 'PRI-EOM', 'PRI-EOP'],
    'receiver refusing': ['DCS'],
    'receiver releasing': ['T2', 'frame', 'call', 'cancel', 'carrier-lost', 'DTC', 'send'],
    'receiver retraining': ['sent'],
    'receiver storing': ['EOR'],
    'receiver training': ['DCS'],
  },
  'receiver refusing': {
    'receiver releasing': ['carrier-lost', 'flags', 'T2', 'DTC', 'another frame'],
    'receiver training': ['DCS'],
  },
  'receiver releasing': {
    'receiver over': ['sent', 'release', 'hung-up', 'failed'],
  },
  'receiver retraining': {
    'receiver over': ['DCN', 'hung-up'],
    'receiver refusing': ['DCS'],
    'receiver releasing': ['T2', 'DTC', 'frame'],
    'receiver retraining': ['CRP', 'MPS', 'EOP', 'RR', 'EOM'],
    'receiver training': ['DCS'],
  },
  'receiver storing': {
    'receiver between': ['sent'],
    'receiver command': ['store', 'sent'],
    'receiver leaving': ['sent'],
    'receiver over': ['hung-up', 'DCN', 'failed'],
    'receiver page': ['sent'],
    'receiver releasing': ['stored', 'call', 'work-failed', 'cancel', 'send'],
    'receiver retraining': ['sent'],
    'receiver storing': ['stored', 'store'],
  },
  'receiver training': {
    'receiver over': ['hung-up', 'failed'],
    'receiver page': ['sent'],
    'receiver refusing': ['DCS'],
    'receiver releasing': ['send', 'call', 'cancel', 'DTC'],
    'receiver retraining': ['sent'],
    'receiver training': ['carrier-lost', 'T2', 'flags', 'frame'],
  },
  'sender calling': {
    'sender calling': ['start', 'cng'],
    'sender over': ['hung-up', 'failed'],
    'sender releasing': ['T1', 'DIS', 'call', 'cancel', 'send'],
    'sender training': ['DIS', 'DTC'],
  },
  'sender confirming': {
    'sender confirming': ['T4', 'another frame', 'carrier-lost', 'CRP', 'DIS', 'frame', 'PPR', 'RNR'],
    'sender continuing': ['PPR'],
    'sender giving-up': ['PPR'],
    'sender keeping': ['MCF', 'RTP', 'PIP'],
    'sender over': ['DCN', 'hung-up'],
    'sender page': ['PPR', 'MCF'],
    'sender ready': ['RNR'],
    'sender releasing': ['T4', 'another frame', 'RTN', 'send', 'call', 'cancel', 'DIS', 'CRP'],
    'sender training': ['RTN', 'PIN'],
  },
  'sender continuing': {
    'sender continuing': ['PPR'],
    'sender page': ['CTR'],
  },
  'sender giving-up': {
    'sender releasing': ['ERR'],
  },
  'sender keeping': {
    'sender calling': ['confirmed'],
    'sender over': ['hung-up', 'DCN', 'failed'],
    'sender page': ['confirmed'],
    'sender releasing': ['confirmed', 'call', 'work-failed', 'cancel'],
    'sender training': ['confirmed'],
  },
  'sender noting': {
    'sender confirming': ['noted'],
    'sender over': ['DCN'],
    'sender releasing': ['work-failed', 'call'],
  },
  'sender page': {
    'sender confirming': ['sent'],
    'sender noting': ['sent'],
    'sender over': ['hung-up', 'failed', 'DCN'],
    'sender page': ['coded'],
    'sender releasing': ['call', 'send', 'cancel', 'work-failed'],
  },
  'sender ready': {
    'sender keeping': ['MCF'],
    'sender ready': ['RNR', 'T4', 'another frame', 'carrier-lost'],
    'sender releasing': ['T4'],
  },
  'sender releasing': {
    'sender over': ['sent', 'release', 'hung-up', 'failed'],
  },
  'sender training': {
    'sender over': ['hung-up', 'DCN', 'failed'],
    'sender page': ['CFR'],
    'sender releasing': ['T4', 'send', 'call', 'FTT', 'another frame', 'DIS', 'cancel', 'work-failed', 'DTC', 'CRP'],
    'sender training': ['T4', 'FTT', 'DIS', 'carrier-lost', 'another frame', 'DTC', 'CRP', 'frame'],
  },
};

/** These are right too, and too seldom to be asked for: they need several rare things one after the other. */
const seldom: Table = {
  'receiver between': {
    'receiver leaving': ['sent'],
    'receiver page': ['sent'],
    'receiver refusing': ['DCS'],
  },
  'receiver command': {
    'receiver page': ['carrier', 'data', 'FCD', 'RCP'],
    'receiver refusing': ['DCS'],
    'receiver storing': ['EOR', 'another frame'],
  },
  'receiver identifying': {
    'sender releasing': ['DTC'],
    'receiver page': ['sent'],
  },
  'receiver leaving': {
    'receiver over': ['another frame'],
  },
  'receiver page': {
    'receiver between': ['sent'],
    'receiver leaving': ['sent'],
    'receiver releasing': ['data', 'block', 'carrier'],
    'receiver storing': ['EOM', 'PRI-EOP', 'PRI-MPS', 'EOP', 'MPS', 'PRI-EOM'],
  },
  'receiver refusing': {
    'receiver releasing': ['block'],
  },
  'receiver retraining': {
    'receiver leaving': ['sent'],
    'receiver page': ['sent'],
    'receiver storing': ['MPS', 'EOP', 'PRI-EOP'],
  },
  'receiver training': {
    'receiver between': ['sent'],
    'receiver leaving': ['sent'],
    'receiver releasing': ['block'],
    'receiver storing': ['EOM', 'PRI-MPS', 'RR'],
  },
  'sender confirming': {
    'sender keeping': ['another frame'],
    'sender page': ['PIP', 'RTP'],
    'sender releasing': ['PPR', 'RNR', 'PIN'],
  },
  'sender continuing': {
    'sender releasing': ['PPR'],
  },
  'sender giving-up': {
    'sender giving-up': ['RNR'],
    'sender page': ['ERR', 'MCF'],
  },
  'sender ready': {
    'sender continuing': ['PPR'],
    'sender keeping': ['RTP', 'PIP', 'another frame'],
    'sender page': ['MCF', 'PPR', 'PIP', 'RTP'],
    'sender releasing': ['T5'],
    'sender training': ['PIN', 'RTN'],
  },
};

/** What may happen anywhere, by where it leads: an end, a page handed over, the same place with something said again. */
const anywhere: Readonly<Record<string, readonly string[]>> = {
  over: ['DCN', 'hung-up', 'failed', 'frame', 'carrier-lost'],
  releasing: [
    ...['cancel', 'call', 'send', 'work-failed', 'T1', 'T2', 'T4', 'T5', 'frame', 'carrier-lost'],
    ...['carrier', 'data', 'block'],
    ...['CRP', 'DCS', 'DTC', 'PPS', 'RR', 'EOP', 'another frame'],
  ],
  storing: ['PPS', 'EOP', 'MPS', 'EOM', 'EOS', 'PRI-EOP', 'PRI-MPS', 'PRI-EOM', 'EOR', 'RR'],
  same: [
    ...['T2', 'T4', 'frame', 'carrier-lost', 'carrier', 'data', 'CRP', 'another frame'],
    ...['PPS', 'EOP', 'MPS', 'EOM', 'PRI-EOP', 'PRI-MPS', 'PRI-EOM', 'EOR', 'RR', 'CTC'],
  ],
  // An answer said again leads where it led the first time.
  page: ['sent'],
  command: ['sent'],
  retraining: ['sent'],
  between: ['sent'],
  leaving: ['sent'],
};

/** A transition's name. */
export function transitionKey(from: string, cause: string, to: string): string {
  return `${from} -${cause}-> ${to}`;
}

function keysOf(table: Table): readonly string[] {
  return Object.entries(table).flatMap(([from, ends]) =>
    Object.entries(ends).flatMap(([to, causes]) => causes.map((cause) => transitionKey(from, cause, to))),
  );
}

/** Every state that a run must reach. */
export function documentedStates(): readonly string[] {
  return [
    ...new Set([...Object.keys(transitions), ...Object.values(transitions).flatMap((ends) => Object.keys(ends))]),
  ];
}

/** Every transition that a run must reach. */
export function documentedTransitions(): readonly string[] {
  return keysOf(transitions);
}

const known: ReadonlySet<string> = new Set([...keysOf(transitions), ...keysOf(seldom)]);

/** Whether a transition is one of the table, or may happen anywhere. */
export function isKnown(key: string): boolean {
  return known.has(key) || mayHappenAnywhere(key);
}

function mayHappenAnywhere(key: string): boolean {
  const [, from = '', cause = '', to = ''] = /^(.*?) -(.*)-> (.*)$/.exec(key) ?? [];
  const [role = '', end = ''] = to.split(' ');
  const causes = anywhere[from === to ? 'same' : end] ?? [];
  return from.startsWith(role) && causes.includes(cause);
}

/** A transition under the name that the table has for it: frames that it does not name are `another frame`. */
export function normalised(key: string): string {
  if (isKnown(key)) return key;
  const general = key.replace(/ -[A-Z][A-Z-]+-> | -unknown frame-> /, ' -another frame-> ');
  return isKnown(general) ? general : key;
}
