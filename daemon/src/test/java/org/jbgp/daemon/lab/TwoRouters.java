package org.jbgp.daemon.lab;

/**
 * The usual lab: jbgpd at 10.0.0.1/24, one cable, and another router of {@code birdc}'s kind at 10.0.0.2/24; neither is
 * started yet.
 */
public final class TwoRouters implements AutoCloseable {
    private final Lab lab = new Lab();
    private final Node near = lab.node("near");
    private final Node far = lab.node("far");
    private final Jbgpd jbgpd = new Jbgpd(near, "jbgpd");
    private final Bird bird;

    private TwoRouters(Maker maker) {
        lab.link(near, "10.0.0.1/24", far, "10.0.0.2/24");
        bird = maker.make(far, "bird");
    }

    /** How the other router is made. */
    @FunctionalInterface
    public interface Maker {
        /** A router in this node. */
        Bird make(Node node, String name);
    }

    /** With BIRD 2 as the other router. */
    public static TwoRouters withBird() {
        return new TwoRouters(Bird::new);
    }

    /** With jbgpd at both ends. */
    public static TwoRouters ofOneKind() {
        return new TwoRouters(Jbgpd::new);
    }

    public Lab lab() {
        return lab;
    }

    /** The machine jbgpd runs on. */
    public Node near() {
        return near;
    }

    /** The machine of the other router. */
    public Node far() {
        return far;
    }

    public Jbgpd jbgpd() {
        return jbgpd;
    }

    /** The other router. */
    public Bird bird() {
        return bird;
    }

    @Override
    public void close() {
        lab.close();
    }
}
