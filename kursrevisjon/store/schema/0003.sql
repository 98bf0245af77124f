-- Version 3: a result is stored in pieces, one a course, so that neither writing nor printing it takes memory for all of
-- it at once. Put together in their order they are the canonical JSON; a result of an earlier version is one piece.

CREATE TABLE result_pieces (
  number INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  union_id TEXT,
  piece TEXT NOT NULL
) STRICT;
CREATE INDEX pieces_of_union ON result_pieces (run, union_id);
INSERT INTO result_pieces (run, piece) SELECT run, document FROM results;

DROP VIEW latest_run;
DROP TABLE results;

CREATE VIEW results AS
  SELECT run, group_concat(piece, '') AS document FROM (SELECT run, piece FROM result_pieces ORDER BY number)
  GROUP BY run;

CREATE VIEW latest_run AS
  SELECT id, started, complete FROM runs WHERE EXISTS (SELECT 1 FROM result_pieces WHERE run = runs.id)
  ORDER BY started DESC, number DESC LIMIT 1;
