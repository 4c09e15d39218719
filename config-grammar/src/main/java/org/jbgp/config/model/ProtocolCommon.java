package org.jbgp.config.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpAddress;

/**
 * The options every protocol has.
 *
 * @param name unique name; made up as {@code bgp1}, {@code static1}, … if the file gives none
 * @param life when it runs
 * @param debug what to report; the global default already applied
 * @param mrtdump what to write to the MRT dump
 * @param routerId router id of this instance, if not the global one
 * @param description shown by {@code show protocols all}
 * @param hostname host name advertised to neighbors, if set here
 * @param vrf the VRF to work in; empty: any interface, sockets of the default VRF
 */
public record ProtocolCommon(
        String name,
        Life life,
        Set<DebugFlag> debug,
        Set<DebugFlag> mrtdump,
        Optional<IpAddress> routerId,
        Optional<String> description,
        Optional<String> hostname,
        Optional<Vrf> vrf) {

    /**
     * When it runs.
     *
     * @param disabled do not start
     * @param restartLimit a limit with action restart that is hit again so soon disables the protocol; zero: never
     */
    public record Life(boolean disabled, Duration restartLimit) {
        /** From the start on, and again however often a limit restarts it. */
        public static final Life ALWAYS = new Life(false, Duration.ZERO);
    }

    /** The VRF device that sockets are bound to; empty for the default VRF. */
    public String vrfDevice() {
        return vrf.flatMap(Vrf::device).orElse("");
    }

    /** See {@link Life#disabled}. */
    public boolean disabled() {
        return life.disabled();
    }

    /** The same that reports something else. */
    public ProtocolCommon reporting(Set<DebugFlag> other) {
        return new ProtocolCommon(name, life, other, mrtdump, routerId, description, hostname, vrf);
    }

    /** The same that writes something else to the MRT dump. */
    public ProtocolCommon dumping(Set<DebugFlag> other) {
        return new ProtocolCommon(name, life, debug, other, routerId, description, hostname, vrf);
    }

    /** The same under another name, and enabled. */
    public ProtocolCommon named(String other) {
        return new ProtocolCommon(
                other, new Life(false, life.restartLimit()), debug, mrtdump, routerId, description, hostname, vrf);
    }
}
