package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Denial;
import dev.lockstep.reader.access.Denial.Reason;
import dev.lockstep.reader.access.DenialLog;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Notes who was denied what, in the log and with the request. */
@Singleton
final class Denials {

    private static final String REASON = "lockstep.denied";

    private final DenialLog log;

    Denials(DenialLog log) {
        this.log = log;
    }

    void add(HttpRequest<?> request, String caller, Reason reason, String detail) {
        request.setAttribute(REASON, reason);
        log.add(new Denial(
                caller,
                reason,
                detail,
                request.getMethodName(),
                RowPath.rawTable(request.getPath()),
                remote(request.getRemoteAddress())));
    }

    /** Why a request was not let in. */
    static Optional<Reason> reason(HttpRequest<?> request) {
        return request.getAttribute(REASON, Reason.class);
    }

    /** Who is connected, which may be a load balancer: what it says of others could be said by anybody. */
    private static String remote(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        return resolved == null ? address.getHostString() : resolved.getHostAddress();
    }
}
