package dev.lockstep.infra;

import java.util.List;
import software.amazon.awscdk.services.elasticache.CfnUser;
import software.amazon.awscdk.services.elasticache.CfnUserGroup;
import software.constructs.Construct;

/** Who may do what in Redis: each service what its scripts do, on Lockstep's own keys, and nobody else anything. */
final class CacheUsers extends Construct {

    /** ElastiCache takes users of this engine for Valkey as well. */
    private static final String ENGINE = "redis";

    /** The handshake, and the scripts as such. */
    private static final String EVERYBODY = "+hello +ping +eval +evalsha";

    private static final String WORKER =
            "+get +getrange +set +del +hget +hmget +hgetall +hkeys +hset +hdel +pexpire +xadd +xlen +scan +time";
    private static final String READER = "+get +mget +set +del +hmget +hgetall +hset +pexpire +xlen +xrange +time";

    private final Login worker;
    private final Login reader;
    private final CfnUserGroup group;

    CacheUsers(Construct scope, String name) {
        super(scope, "Users");
        this.worker = Login.generate(this, "WorkerLogin", name + "-worker", "cdc-worker in Redis");
        this.reader = Login.generate(this, "ReaderLogin", name + "-reader", "reader-api in Redis");
        List<CfnUser> users = List.of(
                user("Worker", worker, "on ~%s:* -@all %s %s".formatted(name, EVERYBODY, WORKER)),
                user("Reader", reader, "on ~%s:* -@all %s %s".formatted(name, EVERYBODY, READER)),
                nobody(name));
        this.group = CfnUserGroup.Builder.create(this, "Group")
                .engine(ENGINE)
                .userGroupId(name)
                .userIds(users.stream().map(CfnUser::getUserId).toList())
                .build();
        users.forEach(group::addResourceDependency);
    }

    Login worker() {
        return worker;
    }

    Login reader() {
        return reader;
    }

    String groupId() {
        return group.getUserGroupId();
    }

    private CfnUser user(String id, Login login, String accessString) {
        return CfnUser.Builder.create(this, id)
                .engine(ENGINE)
                .userId(login.user())
                .userName(login.user())
                .accessString(accessString)
                .passwords(List.of(login.passwordReference()))
                .build();
    }

    /** A group must have a user called "default"; this one takes the place of ElastiCache's, which may do everything. */
    private CfnUser nobody(String name) {
        Login login = Login.generate(this, "NobodyLogin", "default", "A Redis user that may do nothing");
        return CfnUser.Builder.create(this, "Nobody")
                .engine(ENGINE)
                .userId(name + "-nobody")
                .userName(login.user())
                .accessString("off ~* -@all")
                .passwords(List.of(login.passwordReference()))
                .build();
    }
}
