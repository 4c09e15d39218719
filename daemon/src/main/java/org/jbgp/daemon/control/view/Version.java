package org.jbgp.daemon.control.view;

/**
 * Which jbgpd runs.
 *
 * @param own its version, as the build has it
 */
public record Version(String own) {
    /** Which BIRD its clients take it for: they look at the version before they read the rest. */
    public enum Face {
        /** Under a name of its own; clients look at the major version, some at the minor one. */
        JBGPD("2.0.12"),
        /** As {@code bird} or {@code bird6} with a file of 1.6: what Calico's node ships calls itself so. */
        CALICO("v0.3.3+birdv1.6.8"),
        /** As {@code bird} with a file of 2.x or 3.x: one daemon for both families, as BIRD 3. */
        BIRD_3("3.3.2");

        private final String version;

        Face(String version) {
            this.version = version;
        }
    }

    /** What the launcher says, which has it from the build. Other starts are those of a developer. */
    public static Version running() {
        return new Version(System.getProperty("jbgpd.version", "development"));
    }

    /** What follows the word BIRD in the greeting and in {@code show status}. */
    public String asBird(Face face) {
        return face.version + "-jbgpd-" + own;
    }

    /** The answer to {@code --version} under the names of BIRD. */
    public String line() {
        return "BIRD version " + asBird(Face.CALICO);
    }
}
