package org.jbgp.daemon.bfd;

import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;

/** How long neighbors wait for this router when it restarts. Stateless; any thread. */
final class RestartTime {
    private RestartTime() {}

    /**
     * The longest {@code graceful restart time} of a neighbor that is watched and asked to wait; seconds. Zero: none
     * is, so nobody gains from sessions that outlive the router (RFC 5882 §4.3).
     */
    static int longest(Configuration file) {
        return file.protocols().stream()
                .filter(BgpConfig.class::isInstance)
                .map(BgpConfig.class::cast)
                .filter(neighbor -> neighbor.transport().reach().bfd().isPresent())
                .map(neighbor -> neighbor.capabilities().gracefulRestart())
                .filter(restart -> restart.mode() == RestartMode.ON)
                .mapToInt(BgpCapabilityOptions.GracefulRestart::time)
                .max()
                .orElse(0);
    }
}
