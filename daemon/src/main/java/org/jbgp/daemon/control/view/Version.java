package org.jbgp.daemon.control.view;

/**
 * Which jbgpd runs.
 *
 * @param own its version, as the build has it
 */
public record Version(String own) {
    /** What clients of BIRD read: they look at the major version, some at the minor one. */
    private static final String BIRD = "2.0.12";

    /** What the launcher says, which has it from the build. Other starts are those of a developer. */
    public static Version running() {
        return new Version(System.getProperty("jbgpd.version", "development"));
    }

    /** What follows the word BIRD in the greeting and in {@code show status}. */
    public String asBird() {
        return BIRD + "-jbgpd-" + own;
    }

    /** The answer to {@code --version} under the names of BIRD. */
    public String line() {
        return "BIRD version " + asBird();
    }
}
