package org.jbgp.daemon.bfd;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jbgp.daemon.bfd.helper.Order;
import org.jbgp.daemon.bfd.helper.Report;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.bfd.session.SessionSettings;

/** A session of the helper, and who wished it. Control thread, where nothing else is said. */
final class WatchedSession {
    private final BfdInstance instance;
    private final int number;
    private final SessionAddress address;
    private final List<BfdRequest> requests = new CopyOnWriteArrayList<>();
    private SessionSettings settings;
    private BfdState state = BfdState.DOWN;

    WatchedSession(BfdInstance instance, int number, SessionAddress address, SessionSettings settings) {
        this.instance = instance;
        this.number = number;
        this.address = address;
        this.settings = settings;
    }

    int number() {
        return number;
    }

    SessionAddress address() {
        return address;
    }

    BfdState state() {
        return state;
    }

    List<BfdRequest> requests() {
        return requests;
    }

    void join(BfdRequest request) {
        requests.add(request);
        request.fulfilledBy(this);
    }

    void leave(BfdRequest request) {
        requests.remove(request);
        request.fulfilledBy(null);
        if (requests.isEmpty()) {
            instance.forget(this);
        } else {
            optionsChanged();
        }
    }

    /** The options of the file, or of the first request, may be others. */
    void optionsChanged() {
        SessionSettings next = instance.settings(address, requests.getFirst().options());
        if (!next.equals(settings)) {
            settings = next;
            instance.order(new Order.Change(number, next));
        }
    }

    /** On the helper's reading thread: whoever must know at once hears it. */
    void heard(Report.Changed report) {
        if (report.before() == BfdState.UP && report.now() == BfdState.DOWN && report.remote() != BfdState.ADMIN_DOWN) {
            requests.forEach(request -> request.down(report.independent()));
        }
    }

    void moved(BfdState next) {
        state = next;
        requests.forEach(request -> request.report(next));
    }
}
