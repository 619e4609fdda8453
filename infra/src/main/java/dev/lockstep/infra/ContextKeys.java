package dev.lockstep.infra;

import dev.lockstep.settings.Setting;
import dev.lockstep.settings.SharedSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the CDK context can say about a deployment. Every name starts with {@link #PREFIX}. */
final class ContextKeys {

    /** Ours alone in the context, so that any unknown name below it is a mistake. */
    static final String PREFIX = "lockstep:";

    private static final String ID = "([0-9a-f]{8}|[0-9a-f]{17})";

    static final Setting<String> NAME = matching(
                    "name",
                    "1 to 20 lower-case letters, digits and single dashes, a letter first, no dash last",
                    "(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*",
                    "What the stacks, the cache users and the keys in Redis are called after.")
            .defaultsTo("lockstep");

    static final Setting<Optional<String>> VPC_ID =
            optional(matching("vpcId", "the id of a VPC", "vpc-" + ID, "The VPC to use; a new one without it."));
    static final Setting<Optional<List<String>>> AVAILABILITY_ZONES = optional(Setting.list(
            PREFIX + "availabilityZones",
            "two or more zones such as eu-west-1a",
            Pattern.compile("[a-z0-9-]+[a-z]"),
            "The zones of the private subnets, in their order."));
    static final Setting<Optional<List<String>>> PRIVATE_SUBNET_IDS = optional(Setting.list(
            PREFIX + "privateSubnetIds",
            "the ids of two or more subnets, in the order of the zones",
            Pattern.compile("subnet-" + ID),
            "Private subnets of the given VPC with a way out to the container registry."));

    static final Setting<Optional<String>> DATABASE_HOST = optional(matching(
            "databaseHost",
            "the writer endpoint of a cluster",
            "[A-Za-z0-9.-]+",
            "An Aurora cluster that is already there; a new one without it."));
    static final Setting<Optional<String>> DATABASE_SECURITY_GROUP_ID = optional(matching(
            "databaseSecurityGroupId",
            "the id of a security group",
            "sg-" + ID,
            "The security group of that cluster; it gets a rule that lets the services in."));
    static final Setting<String> DATABASE_INSTANCE = matching(
                    "databaseInstance",
                    "an instance type without 'db.', such as r7g.large",
                    "[a-z0-9-]+\\.[a-z0-9]+",
                    "The instance type of a new cluster.")
            .defaultsTo("r7g.large");
    static final Setting<Boolean> ENHANCED_BINLOG =
            yesOrNo("enhancedBinlog", "Whether a new cluster writes Aurora's enhanced binlog.");

    static final Setting<String> DATABASE_NAME =
            matching("databaseName", "a schema name", "[^.,\\s/]{1,64}", "DB_NAME of both services.");
    static final Setting<List<String>> TABLES = Setting.list(
            PREFIX + "tables",
            "one or several tables, each as table or schema.table",
            Pattern.compile("[^.,\\s/]{1,64}(\\.[^.,\\s/]{1,64})?"),
            "DB_TABLE of both services.");
    static final Setting<List<String>> LOOKUPS = new Setting<>(
            PREFIX + "lookups",
            SharedSettings.DB_LOOKUPS.expected(),
            "DB_LOOKUPS of both services.",
            "none",
            false,
            SharedSettings.DB_LOOKUPS.parser());

    static final Setting<CacheEngine> CACHE_ENGINE = new Setting<>(
            PREFIX + "cacheEngine", "redis or valkey", "What ElastiCache runs.", "redis", false, CacheEngine::parse);
    static final Setting<String> CACHE_NODE = matching(
                    "cacheNode",
                    "a node type such as cache.r7g.large",
                    "cache\\.[a-z0-9-]+\\.[a-z0-9]+",
                    "The node type of the cache.")
            .defaultsTo("cache.r7g.large");
    static final Setting<Integer> CACHE_REPLICAS = Setting.integer(
                    PREFIX + "cacheReplicas", 1, 5, "How many replicas stand by for the primary.")
            .defaultsTo("1");
    static final Setting<String> CACHE_MEMORY_POLICY = Setting.oneOf(
                    PREFIX + "cacheMemoryPolicy",
                    List.of("volatile-lru", "volatile-lfu", "volatile-ttl", "volatile-random", "noeviction"),
                    "What goes when the memory is full. Never allkeys-*: that could evict a watermark.")
            .defaultsTo("volatile-lru");

    static final Setting<ImageName> WORKER_IMAGE = image("workerImage", "The image of cdc-worker.");
    static final Setting<ImageName> READER_IMAGE = image("readerImage", "The image of reader-api.");
    static final Setting<TaskSize> WORKER_SIZE = size("workerSize", "The CPU units and MiB of the worker.");
    static final Setting<TaskSize> READER_SIZE = size("readerSize", "The CPU units and MiB of each reader.");
    static final Setting<Integer> READER_COUNT = Setting.integer(
                    PREFIX + "readerCount", 2, 100, "How many readers run; two, so that one can be replaced.")
            .defaultsTo("2");
    static final Setting<Optional<String>> CERTIFICATE_ARN = optional(matching(
            "certificateArn",
            "the ARN of a certificate",
            "arn:[\\w-]+:acm:.+",
            "With it the load balancer speaks HTTPS."));
    static final Setting<Optional<String>> ALARM_TOPIC_ARN = optional(
            matching("alarmTopicArn", "the ARN of an SNS topic", "arn:[\\w-]+:sns:.+", "Where the alarms are sent."));
    static final Setting<LogRetention> LOG_RETENTION = new Setting<>(
            PREFIX + "logRetention",
            "one of " + LogRetention.expected(),
            "How long the logs are kept.",
            "30d",
            false,
            LogRetention::parse);

    private ContextKeys() {}

    /** All of the above. */
    static List<Setting<?>> all() {
        return List.of(
                NAME,
                VPC_ID,
                AVAILABILITY_ZONES,
                PRIVATE_SUBNET_IDS,
                DATABASE_HOST,
                DATABASE_SECURITY_GROUP_ID,
                DATABASE_INSTANCE,
                ENHANCED_BINLOG,
                DATABASE_NAME,
                TABLES,
                LOOKUPS,
                CACHE_ENGINE,
                CACHE_NODE,
                CACHE_REPLICAS,
                CACHE_MEMORY_POLICY,
                WORKER_IMAGE,
                READER_IMAGE,
                WORKER_SIZE,
                READER_SIZE,
                READER_COUNT,
                CERTIFICATE_ARN,
                ALARM_TOPIC_ARN,
                LOG_RETENTION);
    }

    private static Setting<String> matching(String name, String expected, String pattern, String purpose) {
        Pattern compiled = Pattern.compile(pattern);
        return new Setting<>(PREFIX + name, expected, purpose, null, false, text -> {
            if (!compiled.matcher(text).matches()) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }

    /** Nothing, where nothing or an empty text is given. */
    private static <T> Setting<Optional<T>> optional(Setting<T> setting) {
        return new Setting<>(
                setting.name(),
                setting.expected(),
                setting.purpose(),
                "",
                setting.secret(),
                text -> text.isEmpty()
                        ? Optional.empty()
                        : Optional.of(setting.parser().parse(text)));
    }

    private static Setting<Boolean> yesOrNo(String name, String purpose) {
        return new Setting<>(PREFIX + name, "true or false", purpose, "true", false, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    private static Setting<ImageName> image(String name, String purpose) {
        return new Setting<>(PREFIX + name, "an image as repository:tag", purpose, null, false, ImageName::parse);
    }

    private static Setting<TaskSize> size(String name, String purpose) {
        return new Setting<>(
                PREFIX + name, "one of " + TaskSize.expected(), purpose, "1024/2048", false, TaskSize::parse);
    }
}
