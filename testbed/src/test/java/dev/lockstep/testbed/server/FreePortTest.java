package dev.lockstep.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FreePortTest {

    @Test
    void twoBlocksHaveNoPortInCommon() {
        Set<Integer> one = ports(PortBlock.reserve());
        Set<Integer> other = ports(PortBlock.reserve());

        assertThat(one).hasSizeGreaterThan(200).doesNotContainAnyElementsOf(other);
        assertThat(other).hasSameSizeAs(one);
    }

    @Test
    void noBlockBeginsAtARoundNumber() {
        assertThat((PortBlock.reserve().next() - 1) % 10).isNotZero();
    }

    @Test
    void aPortIsNotGivenOutTwiceInARow() {
        Set<Integer> found = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            found.add(FreePort.find());
        }

        assertThat(found).hasSize(100);
    }

    @Test
    void whatIsTakenIsPassedOver() throws IOException {
        int port = FreePort.find();
        try (ServerSocket taken = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePort.isFree(taken.getLocalPort())).isFalse();
            assertThat(FreePort.find()).isNotEqualTo(taken.getLocalPort());
        }
    }

    private static Set<Integer> ports(PortBlock block) {
        return new HashSet<>(
                IntStream.range(0, block.size()).mapToObj(i -> block.next()).toList());
    }
}
