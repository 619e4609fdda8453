package dev.lockstep.simulation;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeptEpochs;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.simulation.Continuation.Known;
import dev.lockstep.simulation.Continuation.Start;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Mistake;
import dev.lockstep.simulation.model.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the planted mistakes make of the decision at open. */
final class Tampering {

    private static final long ONE_EPOCH = 1_000;

    private final Rule rule;

    Tampering(Rule rule) {
        this.rule = rule;
    }

    Start tamper(Start start, Known known, boolean complete) {
        if (rule.has(Mistake.MIXED_EPOCHS) && complete && isMixed(known)) {
            return asBefore(known);
        }
        return start.keeps() ? keeping(start, known) : beginning(start, known);
    }

    private Start beginning(Start start, Known known) {
        Watermark first = start.watermarks().getFirst();
        Position begin = first.progress().position();
        Position fence = first.fence();
        if (rule.has(Mistake.ANEW_AT_THE_END)) {
            begin = Position.before(begin.epoch(), known.end());
        }
        if (rule.has(Mistake.NO_FENCE)) {
            fence = null;
        }
        if (rule.has(Mistake.NO_EPOCH_RAISED)) {
            long last = known.stored().stream()
                    .mapToLong(each -> each.progress().position().epoch())
                    .max()
                    .orElse(ONE_EPOCH);
            begin = Position.before(last, known.end());
            fence = begin;
        }
        if (rule.has(Mistake.MISSING_TAKEN_FOR_EMPTY) && known.found().contains(null)) {
            begin = Position.before(ONE_EPOCH, known.end());
            fence = null;
        }
        return each(start, with(first, begin, first.progress(), first.kept(), fence));
    }

    private Start keeping(Start start, Known known) {
        boolean moves = known.stored().stream().noneMatch(each -> each.server().equals(known.server()));
        if (rule.has(Mistake.NO_EPOCH_RAISED) && moves) {
            return asBefore(known);
        }
        List<Watermark> watermarks = new ArrayList<>();
        for (int i = 0; i < start.watermarks().size(); i++) {
            Watermark decided = start.watermarks().get(i);
            Mark found = known.found().get(i);
            Progress progress =
                    found != null && rule.has(Mistake.OWN_OFFSET_EACH) ? found.progress() : decided.progress();
            if (rule.has(Mistake.HALF_TAKEN_FOR_WHOLE) && moves) {
                progress = new Progress(
                        progress.position(),
                        progress.offset(),
                        least(known.stored()).gtids());
            }
            watermarks.add(with(decided, decided.progress().position(), progress, decided.kept(), null));
        }
        return new Start(watermarks, start.offset(), true, start.reason());
    }

    private static boolean isMixed(Known known) {
        return !known.found().contains(null)
                && known.stored().stream().allMatch(each -> each.server().equals(known.server()))
                && known.epochs() > 1;
    }

    /** Every partition goes on where it is, as if the server were the one before. */
    private static Start asBefore(Known known) {
        List<Watermark> watermarks = known.stored().stream()
                .map(each -> new Watermark(
                        each.progress(), known.server(), Continuation.TABLES, known.owner(), each.kept(), null))
                .toList();
        return new Start(watermarks, Gtids.parse(least(watermarks).offset()), true, "tampered with");
    }

    private static Progress least(List<Watermark> watermarks) {
        return watermarks.stream()
                .map(Watermark::progress)
                .min(Comparator.comparing(Progress::position))
                .orElseThrow();
    }

    private static Start each(Start start, Watermark watermark) {
        List<Watermark> all = start.watermarks().stream().map(each -> watermark).toList();
        return new Start(all, start.offset(), start.keeps(), start.reason());
    }

    private static Watermark with(
            Watermark old, Position position, Progress progress, KeptEpochs kept, @Nullable Position fence) {
        return new Watermark(
                new Progress(position, progress.offset(), progress.gtids()),
                old.server(),
                old.tables(),
                old.owner(),
                kept,
                fence);
    }
}
