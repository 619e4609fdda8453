package dev.lockstep.testbed.history;

import static dev.lockstep.testbed.history.Operation.ABSENT;
import static dev.lockstep.testbed.history.Operation.UNBOUNDED;
import static dev.lockstep.testbed.history.Operation.UNREADABLE;
import static dev.lockstep.testbed.history.Told.rowOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Demand;
import dev.lockstep.testbed.history.Operation.Outcome;
import dev.lockstep.testbed.history.Operation.Source;
import dev.lockstep.testbed.history.Operation.Write;
import dev.lockstep.testbed.history.Violation.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each kind of wrong answer is found; the nearest right one is not. */
final class HistoryCheckerTest {

    @Nested
    final class WhatIsAnsweredWasCommitted {

        @Test
        void aValueThatNobodyWroteIsFound() {
            assertThat(rowOne().hit(2, 10, 11, 100).violations()).containsExactly(Kind.NEVER_COMMITTED);
            assertThat(rowOne().hit(1, 10, 11, 100).violations()).isEmpty();
        }

        @Test
        void aValueThatWasRolledBackIsFound() {
            Told rolledBack = rowOne().write(2, false, 0, 5, Outcome.ROLLED_BACK);
            assertThat(rolledBack.miss(2, 3, 4).violations()).containsExactly(Kind.NEVER_COMMITTED);
            Told unknown = rowOne().write(2, false, 0, 5, Outcome.UNKNOWN);
            assertThat(unknown.miss(2, 3, 4).violations()).isEmpty();
        }

        @Test
        void anAbsenceThatNeverWasIsFound() {
            assertThat(rowOne().negative(10, 11, 100).violations()).containsExactly(Kind.NEVER_COMMITTED);
            assertThat(rowOne().delete(2, 5, 6).negative(10, 11, 100).violations())
                    .isEmpty();
        }

        @Test
        void aRowThatContradictsItselfIsFound() {
            assertThat(rowOne().hit(UNREADABLE, 10, 11, 100).violations()).containsExactly(Kind.NEVER_COMMITTED);
        }

        @Test
        void aDeletionIsNoValue() {
            assertThat(rowOne().delete(2, 5, 6).hit(2, 10, 11, 100).violations())
                    .containsExactly(Kind.NEVER_COMMITTED);
        }

        @Test
        void whatComesBeforeItsCommitIsFound() {
            assertThat(rowOne().put(2, 12, 15).hit(2, 10, 11, 0).violations()).containsExactly(Kind.TOO_EARLY);
            assertThat(rowOne().put(2, 11, 15).hit(2, 10, 11, 0).violations()).isEmpty();
            assertThat(rowOne().delete(2, 12, 15).negative(10, 11, 0).violations())
                    .containsExactly(Kind.TOO_EARLY);
        }
    }

    @Nested
    final class NothingIsOlderThanItSays {

        @Test
        void anAnswerFromBeforeItsBoundIsFound() {
            Told two = rowOne().put(2, 0, 10);
            assertThat(two.hit(1, 111, 112, 100).violations()).containsExactly(Kind.STALE);
            assertThat(rowOne().put(2, 0, 10).hit(1, 110, 112, 100).violations())
                    .isEmpty();
        }

        @Test
        void theBoundCountsFromWhenTheRequestWasSentAsRedisMayHaveReadAtOnce() {
            assertThat(rowOne().put(2, 0, 10).hit(1, 105, 999, 100).violations())
                    .isEmpty();
        }

        @Test
        void whatTheDatabaseSaysIsOfNow() {
            assertThat(rowOne().put(2, 0, 10).miss(1, 11, 12).violations()).containsExactly(Kind.STALE);
            assertThat(rowOne().put(2, 0, 10).miss(1, 10, 12).violations()).isEmpty();
        }

        @Test
        void withoutABoundAnythingThatOnceWasWillDo() {
            assertThat(rowOne().put(2, 0, 10).hit(1, 90_000, 90_001, UNBOUNDED).violations())
                    .isEmpty();
        }

        @Test
        void aRowThatWasDeletedTooLongAgoIsFound() {
            assertThat(rowOne().delete(2, 0, 10).hit(1, 200, 201, 100).violations())
                    .containsExactly(Kind.STALE);
        }

        @Test
        void aRowThatWasInsertedTooLongAgoCannotBeAbsent() {
            Told again = rowOne().delete(2, 0, 10).put(3, 20, 30);
            assertThat(again.negative(200, 201, 100).violations()).containsExactly(Kind.STALE);
            assertThat(rowOne().delete(2, 0, 10)
                            .put(3, 20, 30)
                            .negative(120, 121, 100)
                            .violations())
                    .isEmpty();
        }

        @Test
        void anAbsenceMayBeOfALaterDeletion() {
            Told twice = rowOne().delete(2, 0, 10).put(3, 20, 30).delete(4, 199, 300);
            assertThat(twice.negative(200, 201, 100).violations()).isEmpty();
            Told tooLate = rowOne().delete(2, 0, 10).put(3, 20, 30).delete(4, 202, 300);
            assertThat(tooLate.negative(200, 201, 100).violations()).containsExactly(Kind.STALE);
        }

        @Test
        void aCommitOfUnknownOutcomeReplacesNothingButALaterOneDoes() {
            Told unknown = rowOne().write(2, false, 0, 10, Outcome.UNKNOWN);
            assertThat(unknown.hit(1, 500, 501, 100).hit(2, 510, 511, 100).violations())
                    .isEmpty();
            Told later = rowOne().write(2, false, 0, 10, Outcome.UNKNOWN).put(3, 20, 30);
            assertThat(later.hit(1, 500, 501, 100).violations()).containsExactly(Kind.STALE);
            assertThat(later.hit(2, 500, 501, 100).violations()).containsExactly(Kind.STALE, Kind.STALE);
        }
    }

    @Nested
    final class RedisDoesNotGoBack {

        private final Told three = rowOne().put(2, 0, 10).put(3, 20, 30);

        @Test
        void anAnswerOlderThanOneBeforeIsFound() {
            assertThat(three.hit(3, 40, 41, 999).hit(2, 42, 43, 999).violations())
                    .containsExactly(Kind.WENT_BACK);
        }

        @Test
        void twoThatOverlapMayBeReadInEitherOrder() {
            assertThat(three.hit(3, 40, 43, 999).hit(2, 43, 44, 999).violations())
                    .isEmpty();
        }

        @Test
        void whatTheDatabaseHasAnsweredBindsNobody() {
            assertThat(three.miss(3, 40, 41).hit(2, 42, 43, 999).violations()).isEmpty();
        }

        @Test
        void aRowCannotComeBackThatWasGone() {
            Told gone = rowOne().delete(2, 0, 10);
            assertThat(gone.negative(40, 41, 999).hit(1, 42, 43, 999).violations())
                    .containsExactly(Kind.WENT_BACK);
            Told again = rowOne().delete(2, 0, 10).put(3, 20, 30);
            assertThat(again.negative(40, 41, 999).hit(3, 42, 43, 999).violations())
                    .isEmpty();
        }

        @Test
        void anAbsenceIsTakenForTheOldestThatFits() {
            Told twice = rowOne().delete(2, 0, 10).put(3, 20, 30).delete(4, 35, 36);
            assertThat(twice.negative(40, 41, 999)
                            .hit(3, 42, 43, 999)
                            .negative(44, 45, 999)
                            .violations())
                    .isEmpty();
            assertThat(twice.hit(3, 46, 47, 999).violations()).containsExactly(Kind.WENT_BACK);
        }

        @Test
        void acrossALossItMayButNotBeforeAndNotAfter() {
            Told across = three.hit(3, 40, 41, 999).loss(50, 60).hit(2, 70, 71, 999);
            assertThat(across.violations()).isEmpty();
            assertThat(across.hit(1, 80, 81, 999).violations()).containsExactly(Kind.WENT_BACK);
        }

        @Test
        void aLossThatIsYetToComeExcusesNothing() {
            assertThat(three.hit(3, 40, 41, 999)
                            .hit(2, 42, 43, 999)
                            .loss(50, 60)
                            .violations())
                    .containsExactly(Kind.WENT_BACK);
        }

        @Test
        void whatWasReadWhileItWasLostBindsNobody() {
            assertThat(three.loss(50, 60)
                            .hit(3, 55, 56, 999)
                            .hit(2, 57, 58, 999)
                            .hit(1, 61, 62, 999)
                            .violations())
                    .isEmpty();
        }

        @Test
        void lossesThatOverlapAreOne() {
            assertThat(three.loss(50, 60)
                            .loss(55, 90)
                            .hit(3, 70, 71, 999)
                            .hit(2, 91, 92, 999)
                            .hit(1, 93, 94, 999)
                            .violations())
                    .containsExactly(Kind.WENT_BACK);
        }

        @Test
        void aLossExcusesNoStaleness() {
            assertThat(three.loss(50, 60).hit(2, 70, 71, 10).violations()).containsExactly(Kind.STALE);
        }
    }

    @Nested
    final class NothingIsOlderThanTheRequestAllows {

        private final Told three = rowOne().put(2, 0, 10).put(3, 20, 30);

        @Test
        void anAnswerOutsideTheBoundIsFoundAndOneThatSaysThatItMayBe() {
            assertThat(three.hit(within(50), 2, 80, 50, "a").violations()).isEmpty();
            assertThat(three.hit(within(50), 2, 81, 50, "b").violations()).containsExactly(Kind.STALE);
            assertThat(rowOne().hit(within(50), 1, 10, 51, "a").violations()).containsExactly(Kind.NOT_AS_DEMANDED);
            assertThat(rowOne().hit(within(50), 1, 10, UNBOUNDED, "a").violations())
                    .containsExactly(Kind.NOT_AS_DEMANDED);
        }

        @Test
        void anAnswerWithoutWhatWasCommittedBeforeTheTokenIsFound() {
            three.elsewhere(29, "two").elsewhere(30, "three");
            assertThat(three.hit(after("two"), 2, 40, UNBOUNDED, "a").violations())
                    .isEmpty();
            assertThat(three.hit(after("three"), 2, 50, UNBOUNDED, "a").violations())
                    .containsExactly(Kind.NOT_AS_DEMANDED);
            assertThat(rowOne().hit(after("nobody's"), 1, 50, UNBOUNDED, "a").violations())
                    .isEmpty();
        }

        @Test
        void anAnswerOlderThanTheOneWhosePositionWasDemandedIsFoundAlsoAcrossALoss() {
            Told shown = three.hit(Demand.NONE, 2, 40, UNBOUNDED, "a")
                    .hit(Demand.NONE, 3, 50, UNBOUNDED, "b")
                    .loss(60, 70);
            assertThat(shown.hit(after("a"), 2, 80, UNBOUNDED, "c").violations())
                    .isEmpty();
            assertThat(shown.hit(after("b"), 2, 90, UNBOUNDED, "c").violations())
                    .containsExactly(Kind.NOT_AS_DEMANDED);
        }

        @Test
        void anAnswerThatIsNotOfNowIsFoundWhereThatWasDemanded() {
            Demand strong = new Demand(UNBOUNDED, null, true);
            assertThat(three.hit(strong, 2, 30, UNBOUNDED, "a").violations()).isEmpty();
            assertThat(three.hit(strong, 2, 31, UNBOUNDED, "a").violations()).containsExactly(Kind.NOT_AS_DEMANDED);
        }

        private static Demand within(long millis) {
            return new Demand(millis, null, false);
        }

        private static Demand after(String token) {
            return new Demand(UNBOUNDED, token, false);
        }
    }

    @Nested
    final class InTheEndEverythingIsAsInTheTable {

        @Test
        void anAnswerThatDiffersIsFound() {
            Told record = rowOne().put(2, 0, 10).row(2, 50).hit(1, 55, 56, 999);
            assertThat(record.violations()).containsExactly(Kind.DIFFERS_AT_THE_END);
            assertThat(rowOne().put(2, 0, 10).row(2, 50).hit(2, 55, 56, 999).violations())
                    .isEmpty();
        }

        @Test
        void aRowForWhichNobodyAskedIsFound() {
            assertThat(rowOne().hit(1, 40, 41, 999).row(1, 50).violations()).containsExactly(Kind.NOT_ASKED_AT_THE_END);
        }

        @Test
        void aTableThatIsNotAsItWasWrittenIsFound() {
            assertThat(rowOne().put(2, 0, 10).row(1, 50).hit(1, 55, 56, 999).violations())
                    .contains(Kind.TABLE_UNEXPECTED);
            Told unknown = rowOne().write(2, false, 0, 10, Outcome.UNKNOWN);
            assertThat(unknown.row(1, 50).hit(1, 55, 56, 999).violations()).isEmpty();
            Told deleted = rowOne().delete(2, 0, 10);
            assertThat(deleted.row(ABSENT, 50).negative(55, 56, 999).violations())
                    .isEmpty();
        }
    }

    @Test
    void errorsAreCountedAndNoLies() {
        Audit audit = rowOne().put(2, 0, 10).error(50, 51).hit(2, 60, 61, 120).audit();
        assertThat(audit.errors()).isEqualTo(1);
        assertThat(audit.answers()).isEqualTo(1);
        assertThat(audit.largestBoundMillis()).isEqualTo(120);
        assertThat(audit.holds()).isTrue();
    }

    @Test
    void aRecordWithoutAnAnswerOfRedisProvesNothing() {
        assertThat(rowOne().miss(1, 10, 11).audit().holds()).isFalse();
    }

    @Test
    void theOrderOfTheRecordDoesNotMatter() {
        List<Operation> record = new ArrayList<>(rowOne().put(2, 0, 10)
                .put(3, 20, 30)
                .hit(3, 40, 41, 999)
                .hit(2, 42, 43, 999)
                .record());
        Collections.reverse(record);
        assertThat(HistoryChecker.check(record).violations())
                .extracting(Violation::kind)
                .containsExactly(Kind.WENT_BACK);
    }

    /** Three hundred thousand answers are what ten minutes bring; one wrong one among them is found. */
    @Test
    void oneWrongAnswerAmongVeryManyIsFound() {
        Random random = new Random(1);
        List<Operation> record = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            long at = 10_000_000L * i;
            record.add(new Write(i % 3, i + 1, false, at, at + 1_000_000, Outcome.COMMITTED, null));
        }
        for (int i = 3; i < 300_000; i++) {
            long written = i / 3;
            long at = 10_000_000L * written + 2_000_000;
            record.add(new Answer(
                    0,
                    (int) (written % 3),
                    Demand.NONE,
                    200,
                    written + 1,
                    Source.HIT,
                    at,
                    at + random.nextInt(7_000_000),
                    0,
                    null));
        }
        assertThat(HistoryChecker.check(record).violations()).isEmpty();
        long late = 10_000_000L * 90_000;
        record.add(new Answer(0, 0, Demand.NONE, 200, 89_998, Source.HIT, late + 2_000_000, late + 3_000_000, 0, null));
        assertThat(HistoryChecker.check(record).violations())
                .extracting(Violation::kind)
                .containsExactly(Kind.STALE);
    }
}
