package dev.lockstep.testbed.torture;

import dev.lockstep.testbed.server.ServiceProcess;
import java.util.List;

/** What can happen to the services. */
final class ServiceFaults {

    private static final int SHORT = 200;
    private static final int LONG = 4_000;

    private ServiceFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("worker killed", battle -> kill(battle, anyWorker(battle))),
                Fault.of("all workers killed", ServiceFaults::killWorkers),
                Fault.of("worker paused", battle -> pause(battle, anyWorker(battle))),
                Fault.of(
                        "reader killed",
                        battle -> kill(battle, battle.arena().reader().service())),
                Fault.of(
                        "reader paused",
                        battle -> pause(battle, battle.arena().reader().service())));
    }

    private static ServiceProcess anyWorker(Battle battle) {
        return battle.any(battle.arena().workers()).service();
    }

    private static Fault.Cure kill(Battle battle, ServiceProcess service) throws InterruptedException {
        service.kill();
        battle.hold(1, SHORT * 10);
        return service::restart;
    }

    private static Fault.Cure killWorkers(Battle battle) throws InterruptedException {
        List<ServiceProcess> workers =
                battle.arena().workers().stream().map(Post::service).toList();
        workers.forEach(ServiceProcess::kill);
        battle.hold(SHORT, LONG);
        return () -> workers.forEach(ServiceProcess::restart);
    }

    private static Fault.Cure pause(Battle battle, ServiceProcess service) throws InterruptedException {
        service.pause();
        battle.hold(SHORT, LONG);
        return service::resume;
    }
}
