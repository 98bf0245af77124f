-- Version 1 of the workspace. Times are ISO 8601 text in UTC with microseconds, so that text order is time order.

-- What a page's bytes were, once each. NOT "WITHOUT ROWID": rows hold whole pages, which would bloat the key's tree.
CREATE TABLE bodies (
  digest TEXT NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('scan', 'reclassify', 'import')),
  started TEXT NOT NULL,
  finished TEXT,
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  derived_from TEXT REFERENCES runs (id),
  pages_of TEXT NOT NULL REFERENCES runs (id),
  info TEXT NOT NULL
) STRICT;

CREATE TABLE run_unions (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  union_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  complete INTEGER CHECK (complete IN (0, 1)),
  PRIMARY KEY (run, union_id)
) STRICT, WITHOUT ROWID;

-- One outcome per run, union and address: a page (outcome 'read', with a body) or the cause that there is none.
CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  union_id TEXT NOT NULL,
  url TEXT NOT NULL,
  url_reached TEXT,
  time TEXT,
  status INTEGER,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '',
  media_type TEXT,
  charset TEXT,
  headers TEXT,
  digest TEXT REFERENCES bodies (digest),
  not_modified INTEGER NOT NULL DEFAULT 0 CHECK (not_modified IN (0, 1)),
  body_time TEXT,
  UNIQUE (run, union_id, url),
  CHECK ((outcome = 'read') = (digest IS NOT NULL))
) STRICT;
CREATE INDEX captures_of_address ON captures (union_id, url, time);
CREATE INDEX captures_of_body ON captures (digest);

CREATE TABLE skipped (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  union_id TEXT NOT NULL,
  url TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (run, union_id, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE site_facts (
  site TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;

-- The run as its canonical JSON, which is what the program reads back; the tables below repeat it for readers of SQL.
CREATE TABLE results (
  run TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  document TEXT NOT NULL
) STRICT;

CREATE TABLE union_results (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  union_id TEXT NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  main_org TEXT,
  pages_read INTEGER NOT NULL,
  pages_training INTEGER NOT NULL,
  pages_unread INTEGER NOT NULL,
  read_as_of TEXT,
  marks TEXT NOT NULL,
  PRIMARY KEY (run, union_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts (
  run TEXT NOT NULL,
  union_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  verdict TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (run, union_id, topic),
  FOREIGN KEY (run, union_id) REFERENCES union_results (run, union_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE courses (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  union_id TEXT NOT NULL,
  course_id TEXT,
  name TEXT NOT NULL,
  programme TEXT,
  obligation TEXT NOT NULL,
  basis TEXT,
  audience TEXT NOT NULL,
  hms INTEGER NOT NULL CHECK (hms IN (0, 1)),
  preventive TEXT NOT NULL,
  FOREIGN KEY (run, union_id) REFERENCES union_results (run, union_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX courses_of_union ON courses (run, union_id);

CREATE TABLE findings (
  id INTEGER PRIMARY KEY,
  course INTEGER NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
  dimension TEXT NOT NULL,
  value TEXT NOT NULL,
  rule TEXT NOT NULL,
  quote TEXT NOT NULL,
  heading_path TEXT NOT NULL,
  match TEXT NOT NULL,
  score REAL,
  start INTEGER,
  "end" INTEGER,
  page_number INTEGER,
  url TEXT,
  fetched TEXT,
  digest TEXT
) STRICT;
CREATE INDEX findings_of_course ON findings (course);

CREATE TABLE result_cache (
  key TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

-- Who writes to the workspace now. The lock itself is held on the file beside the database and ends with its process.
CREATE TABLE lock_holder (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  pid INTEGER NOT NULL,
  host TEXT NOT NULL
) STRICT;

CREATE TABLE workspace (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE column_notes (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;

CREATE VIEW latest_run AS
  SELECT runs.id, runs.started, runs.complete FROM runs JOIN results ON results.run = runs.id
  ORDER BY runs.started DESC, runs.number DESC LIMIT 1;

CREATE VIEW union_table AS
  SELECT u.run, u.main_org, u.union_id, u.name,
    (SELECT verdict FROM verdicts v WHERE v.run = u.run AND v.union_id = u.union_id AND v.topic = 'preventive') AS preventive,
    (SELECT verdict FROM verdicts v WHERE v.run = u.run AND v.union_id = u.union_id AND v.topic = 'hms') AS hms,
    (SELECT count(*) FROM courses c WHERE c.run = u.run AND c.union_id = u.union_id) AS courses,
    u.pages_read, u.pages_unread, u.read_as_of
  FROM union_results u;

CREATE VIEW gaps AS
  SELECT v.run, u.main_org, u.union_id, u.name, v.topic, v.verdict, v.why
  FROM verdicts v JOIN union_results u ON u.run = v.run AND u.union_id = v.union_id
  WHERE v.verdict IN ('optional', 'absent');

CREATE VIEW coverage AS
  SELECT v.run, u.main_org, v.topic,
    sum(v.verdict = 'mandatory') AS mandatory, sum(v.verdict <> 'unknown') AS known, count(*) AS unions
  FROM verdicts v JOIN union_results u ON u.run = v.run AND u.union_id = v.union_id
  GROUP BY v.run, u.main_org, v.topic;

CREATE VIEW evidence AS
  SELECT c.run, c.union_id, c.name AS course, f.dimension, f.value, f.quote, f.rule, f.url, f.fetched, f.digest
  FROM findings f JOIN courses c ON c.id = f.course;

CREATE VIEW unread_pages AS
  SELECT run, union_id, url, outcome AS cause, detail, status, time FROM captures WHERE outcome <> 'read';
