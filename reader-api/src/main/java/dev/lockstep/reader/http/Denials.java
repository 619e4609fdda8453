package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Denial;
import dev.lockstep.reader.access.Denial.Reason;
import dev.lockstep.reader.access.DenialLog;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Notes who was denied what. */
@Singleton
final class Denials {

    /** Who has not said who he is. */
    static final String NOBODY = "-";

    private final DenialLog log;

    Denials(DenialLog log) {
        this.log = log;
    }

    void add(HttpRequest<?> request, String caller, Reason reason, String detail) {
        log.add(new Denial(
                caller,
                reason,
                detail,
                request.getMethodName(),
                RowPath.rawTable(request.getPath()),
                remote(request.getRemoteAddress())));
    }

    /** Who is connected, which may be a load balancer: what it says of others could be said by anybody. */
    private static String remote(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        return resolved == null ? address.getHostString() : resolved.getHostAddress();
    }
}
