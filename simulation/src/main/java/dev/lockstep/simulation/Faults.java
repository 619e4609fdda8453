package dev.lockstep.simulation;

import dev.lockstep.simulation.model.Partition;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong with Redis and with the source. Tells the judge what that excuses. */
final class Faults {

    private final World world;
    private final Judge judge;
    private final SplittableRandom random;

    Faults(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
        this.random = world.random();
    }

    /** An entry, or a lease, is evicted or has expired. */
    void evict() {
        int key = random.nextInt(world.keys());
        if (world.of(key).contents().entry(key) != null) {
            world.of(key).evict(key);
            judge.forgot(key);
            say("k" + key + " is evicted");
        }
    }

    /** No fault: what does not count is cleared away, and nobody may notice. */
    void sweep() {
        int key = random.nextInt(world.keys());
        if (world.of(key).sweep(key)) {
            say("k" + key + " is swept");
        }
    }

    /** A watermark is evicted and the rows stay. */
    void evictMark() {
        int partition = random.nextInt(world.partitions().size());
        world.partitions().get(partition).evictMark();
        judge.fellBack(partition);
        say("the watermark of p" + partition + " is evicted");
    }

    void flush() {
        int partition = random.nextInt(world.partitions().size());
        world.partitions().get(partition).flush();
        judge.fellBack(partition);
        say("p" + partition + " is emptied");
    }

    /** A replica takes over that lacks some writes; partitions on other nodes stay. */
    void fallBack() {
        int partition = random.nextInt(world.partitions().size());
        int writes = 1 + random.nextInt(12);
        Partition hurt = world.partitions().get(partition);
        hurt.fallBack(writes);
        judge.fellBack(partition);
        say("p%d loses its last %d writes".formatted(partition, writes));
    }

    void failOver() {
        world.source().failOver(0, world.moment());
        judge.sourceHasLost();
    }

    /** An asynchronous replica takes over. */
    void failOverWithLoss() {
        judge.sourceHasGaps();
        world.source().failOver(1 + random.nextInt(3), world.moment());
        judge.sourceHasLost();
    }

    void restore() {
        judge.sourceHasGaps();
        world.source().restore(random.nextInt(3));
        judge.sourceHasLost();
    }

    void purge() {
        judge.sourceHasGaps();
        world.source().purge();
    }

    void kill(List<Worker> workers) {
        workers.get(random.nextInt(workers.size())).kill();
    }

    /** A worker dies that has opened one partition and not yet the other. */
    void killBetweenOpens(List<Worker> workers) {
        workers.stream().filter(Worker::isOpening).forEach(Worker::kill);
    }

    void pause(List<Worker> workers) {
        workers.get(random.nextInt(workers.size())).sleep(5 + random.nextInt(60));
    }

    void holdUp(List<Reader> readers) {
        readers.get(random.nextInt(readers.size())).sleep(5 + random.nextInt(60));
    }

    void killReader(List<Reader> readers) {
        readers.get(random.nextInt(readers.size())).die();
    }

    private void say(String what) {
        world.trace().say("fault", () -> what);
    }
}
