package dev.lockstep.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {

    @TempDir
    private Path home;

    @Test
    void whatAnEarlierRunHasLeftIsDeletedAndNothingElse() throws Exception {
        Path folder = Files.createDirectories(home.resolve("target/lockstep"));
        Files.createDirectories(folder.resolve("mysql-1/data"));
        Files.writeString(folder.resolve("mysql-1/data/ibdata1"), "");
        Files.writeString(folder.resolve("cdc-worker.log"), "");
        Files.writeString(folder.resolve("endpoints.env"), "");
        Files.writeString(folder.resolve("notes"), "mine");
        try (RunFolder run = RunFolder.open(home)) {
            assertThat(run.endpoints()).doesNotExist();
            assertThat(folder).isDirectoryNotContaining("glob:**/{mysql*,*.log}");
            assertThat(folder.resolve("notes")).hasContent("mine");
        }
    }

    @Test
    void theAddressesGoWithTheRunAndTheLogsStay() throws Exception {
        Path endpoints;
        Path log;
        try (RunFolder run = RunFolder.open(home)) {
            endpoints = Files.writeString(run.endpoints(), "");
            log = Files.writeString(run.log("reader-api"), "");
        }
        assertThat(endpoints).doesNotExist();
        assertThat(log).exists();
    }
}
