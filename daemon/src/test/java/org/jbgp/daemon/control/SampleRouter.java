package org.jbgp.daemon.control;

import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;

/** The router of the BIRD 2 recording, for tests of other packages that read routers. */
public final class SampleRouter {

    private final FakeRouter router = Golden2.router();

    /** With two sessions of BFD, routers found, and two conditions besides. */
    public SampleRouter() {
        router.bfd = ShowBfdTest.sample();
        router.protocols.add(ShowRadvTest.sample());
        ConditionsTest.with(router);
    }

    /** It. */
    public RouterView view() {
        return router;
    }

    /** Takes a protocol away. */
    public void remove(String protocol) {
        router.protocols.removeIf(each -> each.name().equals(protocol));
    }

    /** Begins to shut down. */
    public void shutDown() {
        RouterStatus s = router.status;
        router.status = new RouterStatus(
                new RouterStatus.Versions(s.version(), s.birdVersion()),
                s.routerId(),
                s.hostname(),
                new RouterStatus.Times(s.now(), s.booted(), s.configured()),
                s.recovery(),
                RouterStatus.Phase.SHUTTING_DOWN,
                new RouterStatus.Pending(s.configurationFile(), s.undoIn(), s.queued(), s.undone()));
    }
}
