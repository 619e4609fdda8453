-- What the tour is about. Run once, when the volume is new.

CREATE SCHEMA heroes CHARACTER SET utf8mb4;

CREATE TABLE heroes.hero (
  id    INT          NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name  VARCHAR(100) NOT NULL,
  power VARCHAR(100),
  xp    INT          NOT NULL DEFAULT 0,
  color VARCHAR(30)
);

INSERT INTO heroes.hero (name, power, xp, color) VALUES
  ('Ada',      'sees the pattern',       1815, 'violet'),
  ('Grace',    'finds the moth',         1906, 'navy'),
  ('Hedy',     'hops frequencies',       1914, 'silver'),
  ('Katherine','knows the way back',     1918, 'orange'),
  ('Margaret', 'carries the stack',      1936, 'white'),
  ('Radia',    'spans the tree',         1951, 'green'),
  ('Barbara',  'can be substituted',     1939, 'teal'),
  ('Frances',  'optimises',              1932, 'amber'),
  ('Karen',    'weighs words',           1935, NULL),
  ('Sophie',   'reduces instructions',   1957, 'red'),
  ('Mary',     NULL,                     1780, 'grey'),
  ('Nobody',   NULL,                        0, NULL);
