package org.jbgp.daemon.bfd;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.kernel.KernelIp;

/**
 * Brings wishes for sessions together with the {@code protocol bfd} that fulfills them: the first that accepts. Control
 * thread.
 */
public final class BfdRequests {
    private static final Logger log = LogManager.getLogger(BfdRequests.class);

    private final Executor control;
    private final List<BfdInstance> running = new ArrayList<>();
    private final Set<BfdRequest> waiting = new LinkedHashSet<>();

    /** @param control runs tasks on the control thread, later */
    public BfdRequests(Executor control) {
        this.control = control;
    }

    /** Lets a listener know when all that is under way is done. */
    void later(Runnable task) {
        control.execute(task);
    }

    /**
     * Wishes that a neighbor be watched.
     *
     * @param who the protocol that wishes it
     * @param options what the session shall be like, as far as that protocol says it
     */
    public BfdRequest request(
            BfdRequest.Asker who, SessionAddress address, BfdSessionConfig options, BfdRequest.Listener listener) {
        BfdRequest request = new BfdRequest(this, who, address, options, listener);
        if (!place(request)) {
            log.warn(
                    "{}: no BFD session with {} yet: {}",
                    who.name(),
                    address.remote(),
                    running.isEmpty()
                            ? "no protocol bfd is running"
                            : "no protocol bfd accepts " + (address.multihop() ? "multihop" : "direct")
                                    + " sessions of "
                                    + (address.remote().family().name().equals("IPV4") ? "IPv4" : "IPv6")
                                    + (who.vrf().isEmpty() ? "" : " in VRF " + who.vrf()));
        }
        return request;
    }

    private boolean place(BfdRequest request) {
        for (BfdInstance instance : running) {
            if (instance.accepts(request)) {
                waiting.remove(request);
                instance.take(request);
                return true;
            }
        }
        waiting.add(request);
        return false;
    }

    /** Whether a session with this neighbor on this interface is up. */
    public boolean answers(KernelIp neighbor, int linkIndex) {
        return running.stream().anyMatch(instance -> instance.state(neighbor, linkIndex) == BfdState.UP);
    }

    void release(BfdRequest request) {
        waiting.remove(request);
        if (request.session() != null) {
            request.session().leave(request);
        }
    }

    /** A protocol bfd runs. */
    void join(BfdInstance instance) {
        running.add(instance);
        List.copyOf(waiting).forEach(this::place);
    }

    /** It runs no more; what it fulfilled waits for another one. */
    void leave(BfdInstance instance, List<BfdRequest> fulfilled) {
        running.remove(instance);
        for (BfdRequest request : fulfilled) {
            request.fulfilledBy(null);
            place(request);
        }
    }
}
