-- The views that `onrecord sql` and other tools may rely on. Their names and columns are kept from
-- version to version; columns may be added at the end. `article`, `statement`, `event` and `story` are
-- 64-bit integers to join by; `id` is what the program's commands take and what a citation can use.

CREATE VIEW articles AS
-- One row for each text. `published` is ISO 8601, as precise as known. `copy_of` is the article whose
-- near copy this one is, NULL for the first of its kind: count rows with `copy_of IS NULL` to count
-- reports. `version` counts the texts that were seen at `url`, from 1; what follows a # in it
-- is a place in the page.
SELECT
  article.article,
  'sha256:' || lower(hex(article.hash)) AS id,
  outlet.name AS outlet,
  article.url,
  article.headline,
  article.byline,
  article.published,
  substr(article.published, 1, 10) AS day,
  article.external_id,
  article.language,
  article.section,
  article.copy_of,
  article.story,
  (SELECT count(DISTINCT earlier.article) FROM sighting AS here
    JOIN sighting AS earlier ON earlier.url = here.url
    WHERE here.article = article.article
      AND here.url = substr(article.url, 1, instr(article.url || '#', '#') - 1)
      AND (earlier.first_seen, earlier.sighting) <= (here.first_seen, here.sighting)) AS version,
  article.added,
  maker.program,
  maker.model,
  maker.rules,
  text.text
FROM article
  JOIN text ON text.article = article.article
  JOIN maker ON maker.maker = article.maker
  LEFT JOIN outlet ON outlet.outlet = article.outlet;

CREATE VIEW statements AS
-- One row for each statement. `speakers` is a JSON list of names, `words` what was said, `content` the
-- spans of it, `[start, end)` in code points of the article's text; `inside` is the statement within
-- which it is reported. `copied` is 1 in a near copy of a report that has the same statement.
SELECT
  statement.statement,
  statement.statement >> 18 AS article,
  lower(substr(hex(article.hash), 1, 12)) || '#' || statement.id AS id,
  (SELECT json_group_array(name.text) FROM speaker JOIN name ON name.name = speaker.name
    WHERE speaker.statement = statement.statement) AS speakers,
  statement.kind,
  statement.words,
  statement.source,
  statement.cue,
  statement.addressee,
  statement.via,
  statement.question,
  statement.inside,
  statement.in_headline,
  statement.confidence,
  statement.judged,
  statement.copied,
  statement.wording,
  statement.content
FROM statement JOIN article ON article.article = statement.statement >> 18;

CREATE VIEW events AS
-- One row for each event, in PLOVER's terms. `actors` and `recipients` are JSON lists of names.
-- `voice` is the statement that claims it, NULL where the outlet tells it in its own words.
SELECT
  event.event,
  event.event >> 18 AS article,
  lower(substr(hex(article.hash), 1, 12)) || '#' || event.id AS id,
  event.type,
  event.mode,
  event.contexts,
  event.aux,
  (SELECT json_group_array(name.text) FROM party JOIN actor ON actor.actor = party.actor
    JOIN name ON name.name = actor.name
    WHERE party.event = event.event AND party.role = 'actor') AS actors,
  (SELECT json_group_array(name.text) FROM party JOIN actor ON actor.actor = party.actor
    JOIN name ON name.name = actor.name
    WHERE party.event = event.event AND party.role = 'recipient') AS recipients,
  event.voice,
  event.place,
  event.country,
  event.lat,
  event.lon,
  event.geonames,
  event.date_start,
  event.date_end,
  event.date_precision,
  event.score,
  event.quad,
  event.cameo,
  event.confidence,
  event.judged,
  event.copied,
  event.words,
  event.trigger
FROM event JOIN article ON article.article = event.event >> 18;

CREATE VIEW actors AS
-- One row for each actor of each article: who or what it names, its mentions resolved.
SELECT
  actor.actor,
  actor.actor >> 18 AS article,
  lower(substr(hex(article.hash), 1, 12)) || '#' || actor.id AS id,
  name.text AS name,
  actor.kind,
  actor.country,
  actor.sector,
  actor.office,
  actor.wikidata
FROM actor
  JOIN name ON name.name = actor.name
  JOIN article ON article.article = actor.actor >> 18;

CREATE VIEW mentions AS
-- One row for each mention of an actor: the words by which the article names it, and where. It reads
-- whole records: ask for one article or a few.
SELECT
  actor.actor,
  actor.actor >> 18 AS article,
  name.text AS name,
  mention.value ->> 0 AS "start",
  mention.value ->> 1 AS "end",
  substr(text.text, (mention.value ->> 0) + 1, (mention.value ->> 1) - (mention.value ->> 0)) AS words
FROM record
  JOIN text ON text.article = record.article
  JOIN json_each(record.json, '$.actors') AS listed
  JOIN json_each(listed.value, '$.mentions') AS mention
  JOIN actor ON actor.actor = (record.article << 18) + listed.key
  JOIN name ON name.name = actor.name;

CREATE VIEW stories AS
-- One row for each happening that reports were joined for: `articles` counts all of them, `reports`
-- without near copies.
SELECT
  article.story,
  (SELECT first.headline FROM article AS first WHERE first.article = article.story) AS headline,
  min(article.published) AS first_published,
  max(article.published) AS last_published,
  count(*) AS articles,
  count(*) FILTER (WHERE article.copy_of IS NULL) AS reports,
  count(DISTINCT article.outlet) AS outlets
FROM article
WHERE article.story IS NOT NULL
GROUP BY article.story;

CREATE VIEW wordings AS
-- One row for each statement that is one of several wordings of the same; `wording` names the group.
SELECT
  statement.wording,
  statement.statement,
  statement.statement >> 18 AS article,
  lower(substr(hex(article.hash), 1, 12)) || '#' || statement.id AS id,
  outlet.name AS outlet,
  article.published,
  statement.speakers,
  statement.kind,
  statement.in_headline,
  statement.copied,
  statement.words
FROM statement
  JOIN article ON article.article = statement.statement >> 18
  LEFT JOIN outlet ON outlet.outlet = article.outlet
WHERE statement.wording IS NOT NULL;

CREATE VIEW sightings AS
-- One row for each place that an article was seen at: URL, file and the number of the line or record
-- in it (NULL: all of the file), and when it was first and last seen there.
SELECT
  article,
  nullif(url, '') AS url,
  file,
  nullif(number, 0) AS number,
  input_id,
  outlet,
  published,
  first_seen,
  last_seen
FROM sighting;

CREATE VIEW corrections AS
-- One row for each operation by a person on what the program found.
SELECT correction, article, verdict, target, change, who, at, why, undoes FROM correction;
