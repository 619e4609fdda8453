package dev.lockstep.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the servers of the other tests cannot be made to be. */
final class ServerVariablesTest {

    private final Findings findings = new Findings();

    private final Map<String, String> values = new HashMap<>(Map.of(
            "log_bin", "ON",
            "server_id", "1",
            "binlog_format", "ROW",
            "binlog_row_image", "FULL",
            "binlog_row_value_options", "",
            "gtid_mode", "ON",
            "binlog_order_commits", "ON",
            "binlog_expire_logs_seconds", "2592000"));

    @Test
    void withoutABinlog() {
        values.put("log_bin", "OFF");

        Finding finding = look(Check.SOURCE_LOG_BIN);

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).contains("--log-bin", "cluster parameter group");
    }

    @Test
    void withoutANumber() {
        values.put("server_id", "0");

        assertThat(look(Check.SOURCE_LOG_BIN).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void anAuroraReader() {
        values.put("innodb_read_only", "ON");
        values.put("read_only", "ON");

        new ServerVariables(values, findings).writer();

        Finding finding = Surgery.found(Check.SOURCE_WRITER, findings.all());
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).contains("cluster (writer) endpoint");
    }

    @Test
    void auroraHasARetentionOfItsOwn() {
        values.put("aurora_version", "3.08.0");

        Finding finding = look(Check.SOURCE_RETENTION);

        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.fix()).contains("mysql.rds_set_configuration('binlog retention hours', 168)");
    }

    @Test
    void keptForEver() {
        values.put("binlog_expire_logs_seconds", "0");

        assertThat(look(Check.SOURCE_RETENTION).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void compressedAndEncrypted() {
        values.put("binlog_transaction_compression", "ON");
        values.put("binlog_encryption", "ON");

        assertThat(look(Check.SOURCE_COMPRESSION).severity()).isEqualTo(Severity.OK);
        assertThat(look(Check.SOURCE_ENCRYPTION).found()).contains("fine");
    }

    @Test
    void cascadesAreLoggedFromNineSixOnUnlessInnodbDoesThem() {
        assertThat(new ServerVariables(values, findings).logsCascades(new Version(9, 5, 0)))
                .isFalse();
        assertThat(new ServerVariables(values, findings).logsCascades(new Version(9, 6, 0)))
                .isTrue();
        values.put("innodb_native_foreign_keys", "ON");
        assertThat(new ServerVariables(values, findings).logsCascades(new Version(9, 6, 0)))
                .isFalse();
    }

    @Test
    void tagsAreToldFromNumbers() {
        String plain = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:9,4e11fa47-71ca-11e1-9e33-c80aa9429562:1";

        assertThat(SourceChecks.hasTags(plain)).isFalse();
        assertThat(SourceChecks.hasTags(plain + ":nightly:1-3")).isTrue();
    }

    private Finding look(Check check) {
        new ServerVariables(values, findings).look();
        return Surgery.found(check, findings.all());
    }
}
