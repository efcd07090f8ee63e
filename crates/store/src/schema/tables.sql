-- The tables of a record, version 1 of the schema.
--
-- Tables are named in the singular and are nobody's business but the program's: they change from
-- version to version. Views (views.sql), named in the plural, are what others may rely on.
--
-- Keys. An article's key is the day it was published (days since 0000-03-01, 0 where it is not known)
-- times 2^24, and its number within that day. The key of a statement, event or actor is the article's
-- times 2^18, and its number within the record. So keys sort by date, and what belongs to an article
-- lies together.
--
-- Seals are the first 16 bytes of the SHA-256 of what a row holds. SQLite sees when a page is torn and
-- an index does not agree with its table; a changed letter within a row it does not see.

-- What made records.
CREATE TABLE maker (
  maker INTEGER PRIMARY KEY,
  program TEXT NOT NULL,
  model TEXT,
  rules TEXT
) STRICT;

CREATE TABLE outlet (
  outlet INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE article (
  article INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,             -- of the text as it was added
  outlet INTEGER REFERENCES outlet,
  url TEXT,
  headline TEXT,
  byline TEXT NOT NULL,                  -- a JSON list
  published TEXT,
  external_id TEXT,
  language TEXT,
  section TEXT,
  maker INTEGER NOT NULL REFERENCES maker,
  copy_of INTEGER REFERENCES article,    -- the first report of which this is a copy
  story INTEGER,                         -- the key of the first report of its story
  added TEXT NOT NULL
) STRICT;
CREATE INDEX article_of_outlet ON article (outlet, article);
CREATE INDEX article_copy_of ON article (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX article_of_story ON article (story) WHERE story IS NOT NULL;

CREATE TABLE text (
  article INTEGER PRIMARY KEY REFERENCES article,
  redacted BLOB,                         -- the text's hash, once words in it were forgotten
  text TEXT NOT NULL
) STRICT;

-- The record as the program made it: whole, but for the text, which is in its own table.
CREATE TABLE record (
  article INTEGER PRIMARY KEY REFERENCES article,
  seal BLOB NOT NULL,
  outline TEXT NOT NULL,
  json TEXT NOT NULL
) STRICT;

-- Where and when an article was seen.
CREATE TABLE sighting (
  sighting INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article,
  url TEXT NOT NULL,                     -- '' where there is none
  file TEXT NOT NULL,
  number INTEGER NOT NULL,               -- of the line or record in the file, from 1; 0: all of it
  input_id TEXT NOT NULL,
  outlet TEXT,
  published TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  seal BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX sighting_of ON sighting (article, url, file, number, input_id);
CREATE INDEX sighting_at ON sighting (url) WHERE url <> '';

CREATE TABLE name (
  name INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE actor (
  actor INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  name INTEGER NOT NULL REFERENCES name,
  kind TEXT,
  country TEXT,
  sector TEXT,
  office TEXT,
  wikidata TEXT
) STRICT;
CREATE INDEX actor_of_name ON actor (name);
CREATE INDEX actor_wikidata ON actor (wikidata) WHERE wikidata IS NOT NULL;

CREATE TABLE statement (
  statement INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  in_headline INTEGER NOT NULL,
  confidence REAL,
  inside INTEGER,
  copied INTEGER NOT NULL DEFAULT 0,     -- a copy of a report that has the same statement
  wording INTEGER,                       -- the key of the first statement that says the same
  judged TEXT,                           -- accepted, amended or added by a person
  content TEXT NOT NULL,                 -- spans, as JSON
  speakers TEXT NOT NULL,
  about TEXT NOT NULL,                   -- names of whom its content mentions
  countries TEXT NOT NULL,
  source TEXT NOT NULL,
  cue TEXT NOT NULL,
  addressee TEXT,
  via TEXT,
  question TEXT,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX statement_wording ON statement (wording) WHERE wording IS NOT NULL;

CREATE TABLE speaker (
  statement INTEGER NOT NULL REFERENCES statement,
  name INTEGER NOT NULL REFERENCES name,
  PRIMARY KEY (statement, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX speaker_of ON speaker (name, statement);

CREATE TABLE event (
  event INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  mode TEXT,
  contexts TEXT NOT NULL,                -- a JSON list
  aux TEXT NOT NULL,                     -- a JSON list
  voice INTEGER,                         -- the statement that claims it; NULL: the outlet's word
  score REAL NOT NULL,
  quad TEXT NOT NULL,
  cameo TEXT NOT NULL,
  confidence REAL,
  copied INTEGER NOT NULL DEFAULT 0,
  judged TEXT,
  place TEXT,
  country TEXT,
  lat REAL,
  lon REAL,
  geonames INTEGER,
  date_start TEXT,
  date_end TEXT,
  date_precision TEXT,
  trigger TEXT NOT NULL,                 -- spans, as JSON
  actors TEXT NOT NULL,
  recipients TEXT NOT NULL,
  actor_codes TEXT NOT NULL,             -- countries, sectors and Wikidata ids
  recipient_codes TEXT NOT NULL,
  countries TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_type ON event (type, event);

CREATE TABLE party (
  event INTEGER NOT NULL REFERENCES event,
  role TEXT NOT NULL,                    -- actor or recipient
  actor INTEGER NOT NULL,
  PRIMARY KEY (event, role, actor)
) STRICT, WITHOUT ROWID;

-- Full text. Contents are those of the tables; secure-delete takes words out of the index itself.
CREATE VIRTUAL TABLE text_words USING fts5(
  text, content='text', content_rowid='article', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE statement_words USING fts5(
  words, speakers, about, countries,
  content='statement', content_rowid='statement', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE event_words USING fts5(
  words, actors, recipients, actor_codes, recipient_codes, countries,
  content='event', content_rowid='event', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE name_words USING fts5(
  text, content='name', content_rowid='name', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO text_words (text_words, rank) VALUES ('secure-delete', 1), ('hashsize', 33554432);
INSERT INTO statement_words (statement_words, rank) VALUES ('secure-delete', 1), ('hashsize', 33554432);
INSERT INTO event_words (event_words, rank) VALUES ('secure-delete', 1);
INSERT INTO name_words (name_words, rank) VALUES ('secure-delete', 1);

-- Copies, stories and wordings. Articles wait here until they were compared with the others.
CREATE TABLE pending (article INTEGER PRIMARY KEY REFERENCES article) STRICT;

-- What an article was compared by: integers, eight bytes each. No word stands here.
CREATE TABLE compared (
  article INTEGER PRIMARY KEY REFERENCES article,
  scheme INTEGER NOT NULL,
  founds INTEGER NOT NULL,               -- no copy of another: its lines and terms are counted
  seal BLOB NOT NULL,
  lines BLOB NOT NULL,
  bands BLOB NOT NULL,
  keys BLOB NOT NULL,
  terms BLOB NOT NULL,
  wordings BLOB NOT NULL                 -- numbers of statements, each with a key
) STRICT;
CREATE TABLE line (
  line INTEGER PRIMARY KEY,
  reports INTEGER NOT NULL
) STRICT;
CREATE TABLE band (
  band INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE story_key (
  key INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE wording_key (
  key INTEGER NOT NULL,
  statement INTEGER NOT NULL,
  PRIMARY KEY (key, statement)
) STRICT, WITHOUT ROWID;
CREATE TABLE term (
  term INTEGER PRIMARY KEY,              -- a hash; 0 counts all reports
  reports INTEGER NOT NULL
) STRICT;

-- What people said of what the program found: operations, in order, none is ever changed.
CREATE TABLE correction (
  correction INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article,
  verdict TEXT NOT NULL,
  target TEXT NOT NULL,                  -- what it is about, as it was, as JSON
  change TEXT NOT NULL,                  -- what is to be instead, as JSON
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  why TEXT NOT NULL,
  undoes INTEGER REFERENCES correction,
  seal BLOB NOT NULL
) STRICT;
CREATE INDEX correction_of ON correction (article);

-- Records that were read anew and are not kept yet.
CREATE TABLE reread (
  article INTEGER PRIMARY KEY REFERENCES article,
  maker INTEGER NOT NULL REFERENCES maker,
  seal BLOB NOT NULL,
  json TEXT NOT NULL
) STRICT;

-- What must not come back: hashes and places, no words (src/forget/tombstones.rs).
CREATE TABLE forgotten (
  hash BLOB PRIMARY KEY,
  what TEXT NOT NULL                     -- article or statement
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
  audit INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL,
  articles INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  seal BLOB NOT NULL
) STRICT;
