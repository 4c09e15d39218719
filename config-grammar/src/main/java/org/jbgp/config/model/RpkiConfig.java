package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;

/**
 * A source of ROAs and ASPAs over RPKI to Router (RFC 6810, RFC 8210, draft-ietf-sidrops-8210bis).
 *
 * @param common the options every protocol has
 * @param channels to tables of ROAs and ASPAs
 * @param cache the cache and the way to it
 * @param intervals when the cache is asked
 * @param ignoreMaxLength take every ROA as if it had no maximal length
 * @param versions which versions of RPKI-RTR are spoken
 */
public record RpkiConfig(
        ProtocolCommon common,
        List<ChannelConfig> channels,
        Cache cache,
        Intervals intervals,
        boolean ignoreMaxLength,
        Versions versions)
        implements ProtocolConfig {
    /**
     * The cache and the way to it.
     *
     * @param host address or name of the cache
     * @param port its TCP port
     * @param localAddress our end; empty: the system's choice
     * @param transport what the protocol runs over
     */
    public record Cache(String host, int port, Optional<IpAddress> localAddress, Transport transport) {}

    /**
     * When the cache is asked.
     *
     * @param refresh interval between queries
     * @param retry interval between attempts after a failure
     * @param expire age at which data not refreshed is dropped
     */
    public record Intervals(Interval refresh, Interval retry, Interval expire) {}

    /**
     * Which versions of RPKI-RTR are spoken.
     *
     * @param minVersion lowest version of the protocol, 0 to 2
     * @param maxVersion highest version of the protocol, 0 to 2
     */
    public record Versions(int minVersion, int maxVersion) {}

    /** See {@link Cache#host}. */
    public String host() {
        return cache.host();
    }

    /** See {@link Cache#port}. */
    public int port() {
        return cache.port();
    }

    /** See {@link Cache#localAddress}. */
    public Optional<IpAddress> localAddress() {
        return cache.localAddress();
    }

    /** See {@link Cache#transport}. */
    public Transport transport() {
        return cache.transport();
    }

    /** See {@link Intervals#refresh}. */
    public Interval refresh() {
        return intervals.refresh();
    }

    /** See {@link Intervals#retry}. */
    public Interval retry() {
        return intervals.retry();
    }

    /** See {@link Intervals#expire}. */
    public Interval expire() {
        return intervals.expire();
    }

    /** See {@link Versions#minVersion}. */
    public int minVersion() {
        return versions.minVersion();
    }

    /** See {@link Versions#maxVersion}. */
    public int maxVersion() {
        return versions.maxVersion();
    }

    public RpkiConfig {
        channels = List.copyOf(channels);
    }

    /**
     * A time the cache may change.
     *
     * @param seconds as configured, or the default
     * @param keep what the cache says does not count
     */
    public record Interval(int seconds, boolean keep) {}

    /** What the protocol runs over. */
    public sealed interface Transport {}

    /**
     * Plain TCP.
     *
     * @param password key of TCP MD5 (RFC 2385); empty: none
     */
    public record Tcp(Optional<String> password) implements Transport {
        /** Without the key, which must not get into a log by accident. */
        @Override
        public String toString() {
            return "Tcp[password=" + (password.isPresent() ? "<hidden>" : "none") + "]";
        }
    }

    /**
     * SSH.
     *
     * @param user to log in as
     * @param privateKey file of our key
     * @param cacheKey file of the cache's public key
     */
    public record Ssh(String user, Optional<String> privateKey, Optional<String> cacheKey) implements Transport {}

    @Override
    public RpkiConfig with(ProtocolCommon other) {
        return new RpkiConfig(other, channels, cache, intervals, ignoreMaxLength, versions);
    }

    @Override
    public String keyword() {
        return "rpki";
    }
}
