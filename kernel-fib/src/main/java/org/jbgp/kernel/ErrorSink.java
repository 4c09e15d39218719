package org.jbgp.kernel;

/** Hears of each route of a {@link RouteRequests} that the kernel refused. */
@FunctionalInterface
public interface ErrorSink {
    /**
     * One refused route.
     *
     * @param cookie what the caller gave {@link RouteRequests#begin}
     * @param errno the error number, see {@code Errno}
     * @param message the kernel's own words (NLMSGERR_ATTR_MSG) or those of the error number
     */
    void refused(long cookie, int errno, String message);
}
