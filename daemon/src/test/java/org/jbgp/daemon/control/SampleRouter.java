package org.jbgp.daemon.control;

import java.util.List;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;

/** The router of the BIRD 2 recording, for tests of other packages that read routers. */
public final class SampleRouter {

    private final FakeRouter router = Golden2.router();

    /** With two sessions of BFD, routers found, and two conditions besides. */
    public SampleRouter() {
        router.rejected = SampleHistory.rejected();
        router.bfd = ShowBfdTest.sample();
        router.protocols.add(ShowRadvTest.sample());
        ConditionsTest.with(router);
    }

    /** It. */
    public RouterView view() {
        return router;
    }

    /** Its tables. */
    public RouteTables tables() {
        return router;
    }

    /** What it remembers. */
    public HistoryView history() {
        return new SampleHistory();
    }

    /** What it says of any prefix. */
    public void explains(RouteExplanation explanation) {
        router.explanations = List.of(explanation);
    }

    /** Says this of a protocol. */
    public void describe(String protocol, String description, String message) {
        router.protocols.replaceAll(each -> !each.name().equals(protocol)
                ? each
                : new ProtocolStatus(
                        each.name(),
                        each.type(),
                        each.life(),
                        new ProtocolStatus.Notes(description, message, each.routerId(), each.vrf()),
                        each.channels(),
                        each.details()));
    }

    /** Gives a protocol these details. */
    public void detail(String protocol, ProtocolStatus.Details details) {
        router.protocols.replaceAll(each -> !each.name().equals(protocol)
                ? each
                : new ProtocolStatus(each.name(), each.type(), each.life(), each.notes(), each.channels(), details));
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
