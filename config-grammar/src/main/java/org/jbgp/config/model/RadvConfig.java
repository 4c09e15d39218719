package org.jbgp.config.model;

import java.util.List;
import org.jbgp.config.base.InterfacePattern;

/**
 * Discovery of routers by router advertisements of IPv6 (RFC 4861).
 *
 * @param common the options every protocol has
 * @param table the {@code neighbor table} that gets those found; never empty where {@code imports} is true
 * @param imports whether it gets them
 * @param interfaces where it advertises and listens; the first that fits an interface counts
 */
public record RadvConfig(ProtocolCommon common, String table, boolean imports, List<Interfaces> interfaces)
        implements ProtocolConfig {
    public RadvConfig {
        interfaces = List.copyOf(interfaces);
    }

    /**
     * What is done on some interfaces.
     *
     * @param patterns which interfaces; no item has a prefix
     * @param advertising what is sent
     * @param most routers found on one interface at a time, at least 1
     */
    public record Interfaces(List<InterfacePattern> patterns, Advertising advertising, int most) {
        public Interfaces {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * When advertisements are sent, and what they say. Seconds.
     *
     * @param maxInterval longest time between two that nobody asked for, 4 to 1,800
     * @param minInterval shortest time between two that nobody asked for, from 3
     * @param minDelay shortest time between any two, from 1
     * @param unicast whether who asks is answered alone
     * @param lifetime how long this router counts as one, 0 to 9,000
     * @param preference how much hosts shall want it as their default router (RFC 4191)
     */
    public record Advertising(
            int maxInterval, int minInterval, int minDelay, boolean unicast, int lifetime, Preference preference) {}

    /** RFC 4191 §2.1. */
    public enum Preference {
        LOW,
        MEDIUM,
        HIGH
    }

    @Override
    public List<ChannelConfig> channels() {
        return List.of();
    }

    @Override
    public RadvConfig with(ProtocolCommon other) {
        return new RadvConfig(other, table, imports, interfaces);
    }

    @Override
    public String keyword() {
        return "radv";
    }
}
