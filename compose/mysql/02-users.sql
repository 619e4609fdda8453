-- The least that each service needs; docs/operations.md says what for. The passwords are for docker-compose.yml only.

CREATE USER lockstep_worker IDENTIFIED BY 'worker-of-this-machine-only';
GRANT SELECT ON heroes.* TO lockstep_worker;
GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO lockstep_worker;

CREATE USER lockstep_reader IDENTIFIED BY 'reader-of-this-machine-only';
GRANT SELECT ON heroes.* TO lockstep_reader;
GRANT REPLICATION CLIENT ON *.* TO lockstep_reader;

-- The writing app, which knows nothing of Lockstep.
CREATE USER app IDENTIFIED BY 'app-of-this-machine-only';
GRANT SELECT, INSERT, UPDATE, DELETE ON heroes.* TO app;
