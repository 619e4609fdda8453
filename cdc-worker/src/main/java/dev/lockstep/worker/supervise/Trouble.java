package dev.lockstep.worker.supervise;

import dev.lockstep.cache.redis.CacheUnreachableException;
import dev.lockstep.cache.table.UnfitTableException;
import dev.lockstep.worker.apply.ApplyRefusedException;
import dev.lockstep.worker.apply.ChangeFailedException;
import dev.lockstep.worker.capture.CaptureEndedException;
import dev.lockstep.worker.capture.ConnectionLostException;
import dev.lockstep.worker.resync.OtherServerException;
import dev.lockstep.worker.resync.PartitionTakenException;
import dev.lockstep.worker.resync.SourceResetException;
import dev.lockstep.worker.resync.UnfitSourceException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What went wrong, as people need to hear it. */
record Trouble(Phase phase, String reason) {

    static Trouble of(@Nullable Throwable problem) {
        Phase phase = Phase.REDIS_LOST;
        Throwable innermost = problem;
        for (Throwable each = problem; each != null; each = each.getCause()) {
            phase = phaseOf(each, phase);
            innermost = each;
        }
        // The innermost says what happened; what is around it says who noticed.
        return new Trouble(phase, String.valueOf(innermost));
    }

    /** What comes from Redis has the driver's types, which are not known here; so it is what is left. */
    private static Phase phaseOf(Throwable problem, Phase otherwise) {
        return switch (problem) {
            case UnfitSourceException source -> Phase.SOURCE_UNFIT;
            case UnfitTableException table -> Phase.SOURCE_UNFIT;
            case Run.ReplacedException replaced -> Phase.FENCED;
            case PartitionTakenException taken -> Phase.FENCED;
            case ApplyRefusedException refused -> refused.isFenced() ? Phase.FENCED : Phase.REDIS_LOST;
            case SQLException sql -> Phase.SOURCE_LOST;
            case OtherServerException other -> Phase.SOURCE_LOST;
            case CaptureEndedException ended -> Phase.SOURCE_LOST;
            case ChangeFailedException failed -> Phase.SOURCE_LOST;
            case ConnectionLostException lost -> Phase.SOURCE_LOST;
            case SourceResetException reset -> Phase.SOURCE_LOST;
            case Run.SourceSilentException silent -> Phase.SOURCE_LOST;
            case Run.SourceEndedException ended -> Phase.SOURCE_LOST;
            case Run.PurgedException purged -> Phase.SOURCE_LOST;
            case CacheUnreachableException unreachable -> Phase.REDIS_LOST;
            default -> otherwise;
        };
    }

    /** Whether the connection to Redis may be the trouble. */
    boolean isRedis() {
        return phase == Phase.REDIS_LOST;
    }
}
