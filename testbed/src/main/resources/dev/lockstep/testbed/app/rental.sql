-- A film rental and its staff: a schema as grown-up applications have them, with some 100,000 rows that are the same
-- each time. Statements end with a semicolon at the end of a line.

CREATE DATABASE rental CHARACTER SET utf8mb4;

USE rental;

SET SESSION cte_max_recursion_depth = 100000;

CREATE TABLE country (
  code CHAR(2) NOT NULL PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  UNIQUE KEY (name)
);

CREATE TABLE city (
  id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  country CHAR(2) NOT NULL,
  founded YEAR,
  FOREIGN KEY (country) REFERENCES country (code) ON UPDATE CASCADE
);

CREATE TABLE address (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  street VARCHAR(80) NOT NULL,
  postal_code VARCHAR(10) CHARACTER SET latin1,
  city SMALLINT UNSIGNED NOT NULL,
  place POINT NOT NULL,
  changed TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  FOREIGN KEY (city) REFERENCES city (id)
);

CREATE TABLE store (
  id TINYINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  address INT UNSIGNED NOT NULL,
  opens TIME NOT NULL,
  closes TIME NOT NULL,
  area POLYGON,
  FOREIGN KEY (address) REFERENCES address (id)
);

CREATE TABLE department (
  code CHAR(4) NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  budget DECIMAL(12,2) NOT NULL
);

CREATE TABLE employee (
  id INT NOT NULL PRIMARY KEY,
  first_name VARCHAR(30) NOT NULL,
  last_name VARCHAR(30) NOT NULL,
  full_name VARCHAR(61) GENERATED ALWAYS AS (CONCAT(first_name, ' ', last_name)) VIRTUAL,
  gender ENUM('F','M','X') NOT NULL,
  born DATE NOT NULL,
  hired DATE NOT NULL,
  store TINYINT UNSIGNED,
  boss INT,
  picture BLOB,
  badge BINARY(8) NOT NULL,
  UNIQUE KEY (badge),
  FOREIGN KEY (store) REFERENCES store (id) ON DELETE SET NULL,
  FOREIGN KEY (boss) REFERENCES employee (id) ON DELETE SET NULL
);

CREATE TABLE salary (
  employee INT NOT NULL,
  since DATE NOT NULL,
  until DATE NOT NULL,
  amount DECIMAL(10,2) NOT NULL,
  PRIMARY KEY (employee, since),
  FOREIGN KEY (employee) REFERENCES employee (id) ON DELETE CASCADE
);

CREATE TABLE title (
  employee INT NOT NULL,
  title VARCHAR(40) NOT NULL,
  since DATE NOT NULL,
  until DATE,
  PRIMARY KEY (employee, title, since),
  FOREIGN KEY (employee) REFERENCES employee (id) ON DELETE CASCADE
);

CREATE TABLE works_in (
  employee INT NOT NULL,
  department CHAR(4) NOT NULL,
  share FLOAT NOT NULL,
  PRIMARY KEY (employee, department),
  FOREIGN KEY (employee) REFERENCES employee (id) ON DELETE CASCADE,
  FOREIGN KEY (department) REFERENCES department (code) ON UPDATE CASCADE
);

CREATE TABLE film (
  id MEDIUMINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title VARCHAR(120) NOT NULL,
  description TEXT,
  released YEAR,
  rating ENUM('G','PG','PG-13','R','NC-17') DEFAULT 'G',
  extras SET('Trailers','Commentaries','Deleted Scenes','Behind the Scenes'),
  length SMALLINT UNSIGNED,
  price DECIMAL(4,2) NOT NULL DEFAULT 4.99,
  stars DOUBLE,
  facts JSON,
  subtitled BIT(4) NOT NULL DEFAULT b'0',
  KEY (title)
);

CREATE TABLE actor (
  id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  first_name VARCHAR(45) NOT NULL,
  last_name VARCHAR(45) NOT NULL
);

CREATE TABLE plays_in (
  actor SMALLINT UNSIGNED NOT NULL,
  film MEDIUMINT UNSIGNED NOT NULL,
  role VARCHAR(45),
  PRIMARY KEY (actor, film),
  FOREIGN KEY (actor) REFERENCES actor (id) ON DELETE CASCADE,
  FOREIGN KEY (film) REFERENCES film (id) ON DELETE CASCADE
);

CREATE TABLE inventory (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  film MEDIUMINT UNSIGNED NOT NULL,
  store TINYINT UNSIGNED NOT NULL,
  condition_notes TINYTEXT,
  FOREIGN KEY (film) REFERENCES film (id) ON DELETE CASCADE,
  FOREIGN KEY (store) REFERENCES store (id)
);

CREATE TABLE customer (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  email VARCHAR(80) COLLATE utf8mb4_bin,
  address INT UNSIGNED,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  born DATE,
  created DATETIME(3) NOT NULL,
  UNIQUE KEY (email),
  FOREIGN KEY (address) REFERENCES address (id) ON DELETE SET NULL
);

CREATE TABLE rental (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  taken DATETIME NOT NULL,
  inventory INT UNSIGNED NOT NULL,
  customer INT UNSIGNED NOT NULL,
  returned DATETIME,
  employee INT,
  FOREIGN KEY (inventory) REFERENCES inventory (id) ON DELETE CASCADE,
  FOREIGN KEY (customer) REFERENCES customer (id) ON DELETE CASCADE,
  FOREIGN KEY (employee) REFERENCES employee (id) ON DELETE SET NULL
);

CREATE TABLE payment (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  rental INT UNSIGNED,
  customer INT UNSIGNED NOT NULL,
  amount DECIMAL(6,2) NOT NULL,
  paid TIMESTAMP(6) NOT NULL,
  FOREIGN KEY (rental) REFERENCES rental (id) ON DELETE SET NULL,
  FOREIGN KEY (customer) REFERENCES customer (id) ON DELETE CASCADE
);

CREATE TABLE login (
  token BINARY(16) NOT NULL PRIMARY KEY,
  customer INT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL,
  agent VARCHAR(200),
  FOREIGN KEY (customer) REFERENCES customer (id) ON DELETE CASCADE
);

CREATE VIEW rental_overview AS
  SELECT r.id, c.name AS customer, f.title, r.taken, r.returned
    FROM rental r
    JOIN customer c ON c.id = r.customer
    JOIN inventory i ON i.id = r.inventory
    JOIN film f ON f.id = i.film;

CREATE VIEW payroll AS
  SELECT e.full_name, s.amount
    FROM employee e
    JOIN salary s ON s.employee = e.id
   WHERE s.until > CURRENT_DATE;

INSERT INTO country
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 60)
  SELECT CONCAT(CHAR(65 + n DIV 26), CHAR(65 + n % 26)), CONCAT('Land ', n)
    FROM seq;

INSERT INTO city
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 600)
  SELECT n, CONCAT('Città ', n), CONCAT(CHAR(65 + (1 + n % 60) DIV 26), CHAR(65 + (1 + n % 60) % 26)),
         IF(n % 7 = 0, NULL, 1901 + CRC32(n) % 120)
    FROM seq;

INSERT INTO address
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 2000)
  SELECT n, CONCAT(n, ' Straße ', CRC32(n) % 97), IF(n % 5 = 0, NULL, CONCAT('P', LPAD(CRC32(CONCAT('p', n)) % 99999, 5, '0'))),
         1 + n % 600, POINT(CRC32(CONCAT('x', n)) % 36000 / 100 - 180, CRC32(CONCAT('y', n)) % 18000 / 100 - 90),
         FROM_UNIXTIME(1600000000 + n * 61)
    FROM seq;

INSERT INTO store
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 20)
  SELECT n, n, MAKETIME(7 + n % 4, n % 60, 0), MAKETIME(18 + n % 5, 30, 0),
         IF(n % 3 = 0, NULL, ST_GeomFromText(CONCAT('POLYGON((0 0,', n, ' 0,', n, ' ', n, ',0 0))')))
    FROM seq;

INSERT INTO department
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 9)
  SELECT CONCAT('d00', n), CONCAT('Department ', n), 100000 * n + 0.25
    FROM seq;

INSERT INTO employee (id, first_name, last_name, gender, born, hired, store, boss, picture, badge)
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 4000)
  SELECT n, CONCAT('First', CRC32(n) % 500), CONCAT('Last', CRC32(CONCAT('l', n)) % 900), ELT(1 + n % 3, 'F', 'M', 'X'),
         DATE_ADD('1952-02-01', INTERVAL CRC32(CONCAT('b', n)) % 15000 DAY),
         DATE_ADD('1995-01-01', INTERVAL CRC32(CONCAT('h', n)) % 9000 DAY),
         IF(n % 11 = 0, NULL, 1 + n % 20), IF(n < 20, NULL, 1 + n % 19),
         IF(n % 4 = 0, NULL, UNHEX(SHA2(n, 512))), UNHEX(LEFT(SHA2(n, 256), 16))
    FROM seq;

INSERT INTO salary
  WITH RECURSIVE seq (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM seq WHERE n < 9)
  SELECT e.id, DATE_ADD(e.hired, INTERVAL n YEAR), IF(n = 9, '9999-01-01', DATE_ADD(e.hired, INTERVAL n + 1 YEAR)),
         38000 + CRC32(CONCAT(e.id, '-', n)) % 9000000 / 100
    FROM employee e, seq;

INSERT INTO title
  SELECT id, IF(id % 2 = 0, 'Clerk', 'Senior Clerk'), hired, NULL
    FROM employee;

INSERT INTO works_in
  SELECT id, CONCAT('d00', 1 + id % 9), IF(id % 10 = 0, 0.3, 1)
    FROM employee;

INSERT INTO film
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 1000)
  SELECT n, CONCAT('Film ', ELT(1 + n % 4, 'of Storms', 'ohne Titel', '千と', 'à venir'), ' ', n),
         IF(n % 9 = 0, NULL, REPEAT(CONCAT('Scene ', n, '. '), 1 + n % 30)), IF(n % 13 = 0, NULL, 1901 + CRC32(n) % 124),
         ELT(1 + n % 5, 'G', 'PG', 'PG-13', 'R', 'NC-17'), n % 16, IF(n % 17 = 0, NULL, 60 + n % 140), 0.99 + n % 6,
         CRC32(CONCAT('s', n)) % 1000 / 7, IF(n % 6 = 0, NULL, JSON_OBJECT('n', n, 'tags', JSON_ARRAY('a', n / 8, NULL, TRUE))),
         n % 16
    FROM seq;

INSERT INTO actor
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 200)
  SELECT n, CONCAT('Zoë', n), CONCAT('O''Hara ', n)
    FROM seq;

INSERT INTO plays_in
  WITH RECURSIVE seq (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM seq WHERE n < 4)
  SELECT 1 + (f.id * 7 + n * 31) % 200, f.id, IF(n = 0, NULL, CONCAT('Role ', n))
    FROM film f, seq;

INSERT INTO inventory
  WITH RECURSIVE seq (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM seq WHERE n < 3)
  SELECT f.id * 4 + n, f.id, 1 + (f.id + n) % 20, IF(n = 0, 'scratched', NULL)
    FROM film f, seq;

INSERT INTO customer
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 1000)
  SELECT n, CONCAT('Customer ', n), IF(n % 8 = 0, NULL, CONCAT('c', n, '@Example.org')), 1000 + n, n % 10 <> 0,
         IF(n % 6 = 0, NULL, DATE_ADD('1940-01-01', INTERVAL CRC32(n) % 25000 DAY)),
         FROM_UNIXTIME(1500000000 + n * 3661.125)
    FROM seq;

INSERT INTO rental
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 16000)
  SELECT n, FROM_UNIXTIME(1600000000 + n * 977), 4 + CRC32(n) % 4000, 1 + CRC32(CONCAT('c', n)) % 1000,
         IF(n % 12 = 0, NULL, FROM_UNIXTIME(1600100000 + n * 977)), 1 + n % 4000
    FROM seq;

INSERT INTO payment
  SELECT 4000000000 + id, id, customer, 0.99 + id % 9, DATE_ADD(taken, INTERVAL id % 1000000 MICROSECOND)
    FROM rental;

INSERT INTO login
  WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 5000)
  SELECT UNHEX(LEFT(SHA2(CONCAT('t', n), 256), 32)), 1 + n % 1000, FROM_UNIXTIME(1650000000 + n * 17.000321), IF(n % 3 = 0, NULL, 'Mozilla/5.0')
    FROM seq;
