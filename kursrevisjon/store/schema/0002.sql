-- Version 2: what people say of verdicts and courses. No run is referred to, since a review outlives the run's deletion.

CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  union_id TEXT NOT NULL,
  topic TEXT,
  course_id TEXT,
  run TEXT NOT NULL,
  evidence TEXT NOT NULL,
  machine TEXT NOT NULL,
  agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)),
  label TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  note TEXT NOT NULL,
  time TEXT NOT NULL,
  CHECK ((topic IS NULL) <> (course_id IS NULL))
) STRICT;
CREATE INDEX reviews_of_union ON reviews (union_id);
