package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.server.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The addresses, for people and for scripts. */
final class Endpoints {

    private final Deployment deployment;

    Endpoints(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Writes a file that a shell can read; it is there as a whole or not at all. */
    void write(Path file) throws IOException {
        MySqlServer mysql = deployment.mysql();
        String text = """
                MYSQL_URL=mysql://%s:%s@%s:%d/%s
                MYSQL_HOST=%s
                MYSQL_PORT=%d
                MYSQL_USER=%s
                MYSQL_PASS=%s
                REDIS_URL=%s
                READER_URL=%s
                WORKER_URL=%s
                """.formatted(
                        mysql.user(),
                        mysql.password(),
                        mysql.host(),
                        mysql.port(),
                        HeroTable.SCHEMA,
                        mysql.host(),
                        mysql.port(),
                        mysql.user(),
                        mysql.password(),
                        deployment.redis().uri(),
                        deployment.reader().http(),
                        deployment.worker().http());
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What to try, in another terminal. The app leaves the row alone. */
    List<String> invitation() {
        MySqlServer mysql = deployment.mysql();
        String client = "mysql -h %s -P %d -u %s -p%s %s"
                .formatted(mysql.host(), mysql.port(), mysql.user(), mysql.password(), HeroTable.SCHEMA);
        return List.of(
                "Try it in another terminal (heroes 1 to 9 are yours):",
                "  curl -i %s/v1/hero/1".formatted(deployment.reader().http()),
                "  %s -e \"UPDATE hero SET power = 'flight' WHERE id = 1\"".formatted(client),
                "  curl -i %s/v1/hero/1".formatted(deployment.reader().http()),
                "  curl %s/prometheus".formatted(deployment.worker().http()),
                "",
                "The addresses are in target/lockstep/endpoints.env. Ctrl-C stops and deletes everything.");
    }
}
