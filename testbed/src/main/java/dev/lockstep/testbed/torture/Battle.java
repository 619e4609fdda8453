package dev.lockstep.testbed.torture;

import dev.lockstep.testbed.history.Operation.Loss;
import dev.lockstep.testbed.history.Recorder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What an attack has at hand. */
record Battle(Arena arena, Recorder recorder, Random random) {

    /** Lets some time pass. */
    void hold(int leastMillis, int mostMillis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(leastMillis, mostMillis + 1));
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** Does something by which Redis loses what it held, and after which nobody can read that any more. */
    void losing(String why, Fault.Cure loses) throws Exception {
        long from = recorder.now();
        loses.run();
        recorder.add(new Loss(why, from, recorder.now()));
    }
}
