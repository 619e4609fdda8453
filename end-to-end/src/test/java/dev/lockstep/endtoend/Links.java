package dev.lockstep.endtoend;

import dev.lockstep.testbed.fault.TcpProxy;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ways between services and servers, each of which can be hurt by itself. A cluster's nodes are reached directly, as
 * they tell everybody where they are.
 *
 * @param testRedis the test's own, which is left alone
 */
record Links(TcpProxy workerMysql, TcpProxy workerRedis, TcpProxy readerMysql, TcpProxy readerRedis, TcpProxy testRedis)
        implements AutoCloseable {

    static Links to(MySqlServer mysql, RedisServer redis) {
        return new Links(
                TcpProxy.to(mysql.host(), mysql.port()),
                TcpProxy.to(redis.host(), redis.port()),
                TcpProxy.to(mysql.host(), mysql.port()),
                TcpProxy.to(redis.host(), redis.port()),
                TcpProxy.to(redis.host(), redis.port()));
    }

    /** Everybody is led to another server; connections that are up stay. */
    void lead(MySqlServer mysql) {
        List.of(workerMysql, readerMysql).forEach(link -> link.retarget(mysql.host(), mysql.port()));
    }

    /** The same for Redis. */
    void lead(RedisServer redis) {
        List.of(workerRedis, readerRedis, testRedis).forEach(link -> link.retarget(redis.host(), redis.port()));
    }

    static URI redis(TcpProxy link) {
        return URI.create("redis://127.0.0.1:" + link.port());
    }

    @Override
    public void close() {
        Stream.of(workerMysql, workerRedis, readerMysql, readerRedis, testRedis).forEach(TcpProxy::close);
    }
}
