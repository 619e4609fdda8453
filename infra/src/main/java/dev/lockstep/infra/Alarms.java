package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.Watching;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** What somebody is to be told of. Each alarm's description says what it means and where to look. */
final class Alarms extends Construct {

    private static final Duration MINUTE = Duration.minutes(1);

    private final @Nullable IAlarmAction action;

    Alarms(Construct scope, Watching watching) {
        super(scope, "Alarms");
        this.action = watching.alarmTopicArn()
                .map(arn -> new SnsAction(Topic.fromTopicArn(this, "Topic", arn)))
                .orElse(null);
    }

    void watch(WorkerService worker) {
        alarm(
                "WorkerIsGone",
                "No cdc-worker is running: Redis gets older by the second. See the events of the ECS service.",
                // Every task reports its CPU once a minute, so the number of reports is the number of tasks.
                worker.service()
                        .metricCpuUtilization(MetricOptions.builder()
                                .statistic("SampleCount")
                                .period(MINUTE)
                                .build()),
                Threshold.below(1, 3).missingIs(TreatMissingData.BREACHING));
        alarm(
                "WorkerComplains",
                "cdc-worker keeps failing to follow the binlog or to reach Redis. Its log says why, so does /v1/status.",
                complaints(worker.task(), WorkerService.NAME),
                Threshold.atLeast(3, 3));
    }

    void watch(ReaderService reader) {
        alarm(
                "ReaderIsNotReady",
                "A reader-api fails its readiness check. Look at /health/readiness and its log.",
                reader.targetGroup().getMetrics().unhealthyHostCount(everyMinute("Maximum")),
                Threshold.atLeast(1, 5));
        alarm(
                "ReaderFails",
                "reader-api answers with 5xx: neither Redis nor the database could be asked in time.",
                reader.targetGroup().getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, everyMinute("Sum")),
                Threshold.atLeast(10, 3));
        alarm(
                "ReaderComplains",
                "reader-api has lost Redis or the database; it says so once and once more when it is back. See its log.",
                complaints(reader.task(), ReaderService.NAME),
                Threshold.atLeast(1, 1));
    }

    void watch(CacheCluster cache) {
        alarm(
                "CacheIsBusy",
                "Redis' one thread is nearly used up; applies and reads begin to wait.",
                anyNode(cache, "EngineCPUUtilization"),
                Threshold.atLeast(80, 5));
        if (cache.refusesWritesWhenFull()) {
            alarm(
                    "CacheIsFull",
                    "Redis' memory is nearly used up. When it is, the worker comes to a halt and Redis gets older.",
                    anyNode(cache, "DatabaseMemoryUsagePercentage"),
                    Threshold.atLeast(85, 5));
        }
    }

    private static IMetric anyNode(CacheCluster cache, String metricName) {
        Map<String, IMetric> nodes = new TreeMap<>();
        for (String node : cache.nodeIds()) {
            nodes.put(
                    "node" + nodes.size(),
                    Metric.Builder.create()
                            .namespace("AWS/ElastiCache")
                            .metricName(metricName)
                            .dimensionsMap(Map.of("CacheClusterId", node))
                            .statistic("Maximum")
                            .period(MINUTE)
                            .build());
        }
        return MathExpression.Builder.create()
                .expression("MAX(METRICS())")
                .usingMetrics(nodes)
                .period(MINUTE)
                .build();
    }

    /** Lines of level WARN and ERROR; the log is one JSON object a line. */
    private IMetric complaints(ServiceTask task, String service) {
        return MetricFilter.Builder.create(this, "Complaints-" + service)
                .logGroup(task.log())
                .filterPattern(FilterPattern.any(
                        FilterPattern.stringValue("$.level", "=", "WARN"),
                        FilterPattern.stringValue("$.level", "=", "ERROR")))
                .metricNamespace("Lockstep")
                .metricName("Complaints-" + service)
                .metricValue("1")
                .build()
                .metric(everyMinute("Sum"));
    }

    private void alarm(String id, String description, IMetric metric, Threshold threshold) {
        Alarm alarm = Alarm.Builder.create(this, id)
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold.value())
                .comparisonOperator(threshold.comparison())
                .evaluationPeriods(threshold.minutes())
                .treatMissingData(threshold.missing())
                .build();
        if (action != null) {
            alarm.addAlarmAction(action);
            alarm.addOkAction(action);
        }
    }

    private static MetricOptions everyMinute(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(MINUTE).build();
    }

    /** When it is enough: a value, for so many minutes in a row. */
    private record Threshold(int value, int minutes, ComparisonOperator comparison, TreatMissingData missing) {

        static Threshold atLeast(int value, int minutes) {
            return new Threshold(
                    value,
                    minutes,
                    ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                    TreatMissingData.NOT_BREACHING);
        }

        static Threshold below(int value, int minutes) {
            return new Threshold(
                    value, minutes, ComparisonOperator.LESS_THAN_THRESHOLD, TreatMissingData.NOT_BREACHING);
        }

        Threshold missingIs(TreatMissingData other) {
            return new Threshold(value, minutes, comparison, other);
        }
    }
}
