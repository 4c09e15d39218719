package org.jbgp.config.model.bfd;

/**
 * How a BGP neighbor is watched with BFD.
 *
 * @param graceful a loss starts a graceful restart instead of ending the session
 * @param strict no session of BGP before that of BFD is up
 * @param session what the session is like, as far as it is said here
 */
public record BgpBfd(boolean graceful, boolean strict, BfdSessionConfig session) {
    /** {@code bfd;} */
    public static final BgpBfd PLAIN = new BgpBfd(false, false, BfdSessionConfig.UNSAID);

    /** {@code bfd graceful;} */
    public static final BgpBfd GRACEFUL = new BgpBfd(true, false, BfdSessionConfig.UNSAID);
}
