-- Version 3: a result is stored in pieces, one a union, so that neither writing nor printing it takes memory for all of
-- it at once. Put together in their order they are the canonical JSON; a result of an earlier version is one piece.

CREATE TABLE result_pieces (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  union_id TEXT,
  piece TEXT NOT NULL,
  PRIMARY KEY (run, number)
) STRICT;
INSERT INTO result_pieces (run, number, piece) SELECT run, 0, document FROM results;

DROP VIEW latest_run;
DROP TABLE results;

CREATE VIEW results AS
  SELECT run, group_concat(piece, '') AS document FROM (SELECT run, piece FROM result_pieces ORDER BY run, number)
  GROUP BY run;

CREATE VIEW latest_run AS
  SELECT id, started, complete FROM runs WHERE EXISTS (SELECT 1 FROM result_pieces WHERE run = runs.id)
  ORDER BY started DESC, number DESC LIMIT 1;
