import type Database from 'better-sqlite3-multiple-ciphers';

const SCHEMA_VERSION = 1;

const SCHEMA = `
CREATE TABLE events (
  stream TEXT NOT NULL, seq INTEGER NOT NULL, received_ms INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_receipt ON events (stream, received_ms, seq);
CREATE TABLE command_answers (
  command_id TEXT PRIMARY KEY, stream TEXT NOT NULL, answered_ms INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE source_keys (
  stream TEXT NOT NULL, endpoint TEXT NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL,
  content_hash TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (stream, endpoint, source, source_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE position_blocks (
  block_id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, min_ms REAL NOT NULL, max_ms REAL NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX position_blocks_by_start ON position_blocks (stream, min_ms);
CREATE INDEX position_blocks_by_end ON position_blocks (stream, max_ms);
CREATE TABLE position_keyframes (
  stream TEXT NOT NULL, at_ms REAL NOT NULL, up_to_block INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (stream, at_ms)
) STRICT, WITHOUT ROWID;
`;

/**
 * Makes or checks the tables. WAL with synchronous=FULL: what was acknowledged survives a killed process and, with an
 * honest disk, a power cut. Throws Error with what to do when the file is from a newer version.
 */
export function prepareDatabase(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('busy_timeout = 5000');
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version === SCHEMA_VERSION) return;
  if (version !== 0) {
    throw new Error(
      `it has layout ${version}, this program knows ${SCHEMA_VERSION}: start the newer version`,
    );
  }
  db.transaction(() => {
    db.exec(SCHEMA);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}
