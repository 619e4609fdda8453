package dev.lockstep.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CdkJsonTest {

    @Test
    void theFileThatComesWithTheProjectIsADeployment() throws IOException {
        Deployment deployment = DeploymentContext.read(CdkJson.context(Path.of("cdk.json")));

        assertThat(deployment.schema()).isEqualTo("heroes");
        assertThat(deployment.tables()).containsExactly("hero");
    }
}
