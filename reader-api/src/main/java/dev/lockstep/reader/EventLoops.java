package dev.lockstep.reader;

import io.micronaut.http.netty.channel.EventLoopGroupConfiguration;
import io.micronaut.http.netty.channel.EventLoopGroupRegistry;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The event loops that HTTP is served on. */
@Singleton
final class EventLoops {

    private final List<EventLoop> all;

    EventLoops(EventLoopGroupRegistry groups) {
        List<EventLoop> loops = new ArrayList<>();
        for (EventExecutor each : groups.getEventLoopGroup(EventLoopGroupConfiguration.DEFAULT)
                .orElseGet(groups::getDefaultEventLoopGroup)) {
            loops.add((EventLoop) each);
        }
        this.all = List.copyOf(loops);
    }

    List<EventLoop> all() {
        return all;
    }
}
