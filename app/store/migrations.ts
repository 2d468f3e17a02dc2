/**
 * The steps that made the database what it is, in order; step n is version n. Written steps are never changed: a
 * database in the field has them behind it. Columns carry the names of the records' fields.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE ids (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;

  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE ports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    address TEXT NOT NULL,
    send INTEGER NOT NULL,
    receive TEXT NOT NULL,
    rings INTEGER NOT NULL,
    csid TEXT NOT NULL,
    tsid TEXT NOT NULL,
    priority INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    paused INTEGER NOT NULL,
    stateSince INTEGER NOT NULL,
    number TEXT NOT NULL,
    recipient TEXT,
    subject TEXT,
    note TEXT,
    sender TEXT,
    tsid TEXT,
    billing TEXT,
    document TEXT NOT NULL,
    pages INTEGER NOT NULL,
    priority TEXT NOT NULL,
    schedule TEXT NOT NULL,
    notBefore INTEGER,
    onlyPort TEXT,
    practice INTEGER NOT NULL,
    submittedAt INTEGER NOT NULL,
    finishedAt INTEGER,
    outcome TEXT,
    words TEXT,
    attempts INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    retryAt INTEGER,
    port TEXT,
    submissionKey TEXT NOT NULL
  ) STRICT;
  CREATE INDEX jobs_by_submission ON jobs (submissionKey);

  CREATE TABLE submissions (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE attempts (
    jobId INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    startedAt INTEGER NOT NULL,
    endedAt INTEGER,
    port TEXT NOT NULL,
    outcome TEXT,
    code TEXT,
    rate INTEGER,
    coding TEXT,
    ecm INTEGER,
    remoteId TEXT,
    pagesConfirmed INTEGER NOT NULL,
    transcript TEXT NOT NULL,
    lastPageSent INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (jobId, n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attempts_open ON attempts (jobId) WHERE endedAt IS NULL;

  CREATE TABLE confirmedPages (
    jobId INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (jobId, page)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY REFERENCES jobs (id),
    receivedAt INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    state TEXT NOT NULL,
    read INTEGER NOT NULL,
    tsid TEXT,
    csid TEXT,
    callerId TEXT,
    port TEXT NOT NULL,
    file TEXT NOT NULL,
    badLines INTEGER NOT NULL,
    routing TEXT NOT NULL,
    practice INTEGER NOT NULL
  ) STRICT;
  `,
  'ALTER TABLE jobs ADD COLUMN unconfirmedPage INTEGER',
  `
  ALTER TABLE jobs ADD COLUMN submissionSize INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE jobs ADD COLUMN userName TEXT;
  ALTER TABLE jobs ADD COLUMN displayName TEXT;
  ALTER TABLE jobs ADD COLUMN senderPerson TEXT;
  ALTER TABLE jobs ADD COLUMN recipientPerson TEXT;
  ALTER TABLE jobs ADD COLUMN coverPages INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN receipt TEXT;
  ALTER TABLE jobs ADD COLUMN receiptState TEXT NOT NULL DEFAULT 'none';
  ALTER TABLE jobs ADD COLUMN receiptError TEXT;
  ALTER TABLE jobs ADD COLUMN failuresByOutcome TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE jobs ADD COLUMN avoidPort TEXT;
  ALTER TABLE jobs ADD COLUMN archiveDue INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN archive TEXT;
  UPDATE jobs SET submissionSize =
    (SELECT count(*) FROM jobs AS other WHERE other.submissionKey = jobs.submissionKey) WHERE direction = 'out';
  CREATE INDEX jobs_by_state ON jobs (state, id);
  CREATE INDEX jobs_by_document ON jobs (document);
  CREATE INDEX jobs_with_duties ON jobs (id)
    WHERE archiveDue = 1 OR receiptState IN ('waiting', 'due', 'queued');
  CREATE INDEX jobs_by_end ON jobs (finishedAt) WHERE finishedAt IS NOT NULL;

  ALTER TABLE messages ADD COLUMN called TEXT;
  ALTER TABLE messages ADD COLUMN archiveDue INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN archive TEXT;
  ALTER TABLE messages ADD COLUMN routingOpen INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX messages_open ON messages (id) WHERE archiveDue = 1 OR routingOpen = 1;

  CREATE TABLE mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    jobIds TEXT NOT NULL,
    "to" TEXT NOT NULL,
    attach INTEGER NOT NULL,
    messageId TEXT NOT NULL,
    createdAt INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    nextAt INTEGER NOT NULL,
    error TEXT
  ) STRICT;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    faxId INTEGER,
    words TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE INDEX jobs_archived ON jobs (archive ->> '$.bytes') WHERE archive IS NOT NULL;
  CREATE INDEX messages_archived ON messages (archive ->> '$.bytes') WHERE archive IS NOT NULL;
  `,
];
