package dev.lockstep.doctor;

import java.util.List;
import java.util.Locale;

/** Whose settings these are: each service has users of its own, who need not be allowed the same. */
enum Role {
    /** What the scripts of apply, open, abandon, fresh, lead and sweep use, and what is called without a script. */
    WORKER("get getrange set del hget hmget hgetall hkeys hset hdel pexpire xadd xlen scan time"),
    /** What the scripts of read, mark, reached, lease, fill, release, tip and changes use, and what is called without a script. */
    READER("get mget set del hmget hgetall hset pexpire xlen xrange time");

    private static final String CONNECTING = "+hello +ping +eval +evalsha";

    private final String commands;

    Role(String commands) {
        this.commands = commands;
    }

    /** The commands that run on keys, or inside the scripts. */
    List<String> commands() {
        return List.of(commands.split(" ", -1));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The least that a Redis user needs, ready to be pasted once the dots are a password. */
    String leastAcl(String namespace, boolean cluster) {
        return "ACL SETUSER lockstep-%s on >... ~%s:* -@all %s +%s%s"
                .formatted(
                        word(),
                        namespace,
                        CONNECTING,
                        commands.replace(" ", " +"),
                        cluster ? " +cluster|nodes +info" : "");
    }
}
