package org.jbgp.daemon.lab;

import java.time.Duration;
import java.util.List;

/** A neighbor that means harm, in a process of its own inside a node; used by the lab's thread. */
public final class Hostile implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Node node;
    private final JavaHelper helper;

    /**
     * Starts the process, which does nothing yet.
     *
     * @param name unique in the lab
     * @param local the address it dials from
     * @param remote the router
     */
    public Hostile(Node node, String name, String local, String remote, long as) {
        this.node = node;
        this.helper = new JavaHelper(node, name, HostileMain.class, true, local, remote, Long.toString(as));
    }

    /** Attacks, and waits until all is said; connections stay until the next attack. */
    public void attack(HostileAttack attack, int count) {
        int before = done(attack);
        helper.order(attack + " " + count);
        node.lab().await("end of attack " + attack, LIMIT, () -> done(attack) > before);
    }

    private int done(HostileAttack attack) {
        return (int) lines().stream().filter(("done " + attack)::equals).count();
    }

    /** What it has reported so far: {@code done ATTACK}, and {@code ended ATTACK WHY} before it if it was stopped. */
    public List<String> lines() {
        return helper.lines();
    }

    @Override
    public void close() {
        helper.close();
    }
}
