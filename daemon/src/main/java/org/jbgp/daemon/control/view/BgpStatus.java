package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.CapabilityType;

/**
 * A BGP neighbor.
 *
 * @param state most advanced state of its connections
 * @param ends who the two ends are
 * @param waits what it waits for
 * @param session facts of the established session, null otherwise
 * @param lastError why the last session ended, never null
 */
public record BgpStatus(State state, Ends ends, Waits waits, Session session, LastError lastError)
        implements ProtocolStatus.Details {
    /**
     * Who the two ends are.
     *
     * @param neighborAddress configured address, null for a range of dynamic neighbors
     * @param neighborRange prefix of dynamic neighbors, null for others
     * @param neighborInterface interface of a link-local or onlink neighbor, or null
     * @param neighborPort configured port when it is not 179 and we dialled, else 0
     * @param neighborAs AS of the neighbor, unsigned 32 bits
     * @param localAs our AS, unsigned 32 bits
     */
    public record Ends(
            InetAddress neighborAddress,
            String neighborRange,
            String neighborInterface,
            int neighborPort,
            long neighborAs,
            long localAs)
            implements Inline {}

    /**
     * What it waits for.
     *
     * @param errorWait running delay after an error, or null
     * @param connectDelay running delay before dialling, or null
     * @param restartTimer running wait for a gracefully restarting neighbor, or null
     * @param drain how far it is drained, or null
     */
    public record Waits(Countdown errorWait, Countdown connectDelay, Countdown restartTimer, Draining drain)
            implements Inline {}

    /**
     * A neighbor that is drained.
     *
     * @param state how far it is
     * @param withdrawal time until its routes are withdrawn, null when they are
     */
    public record Draining(Progress state, Countdown withdrawal) {
        /** How far a neighbor is drained. */
        public enum Progress {
            /** Its routes carry GRACEFUL_SHUTDOWN (RFC 8326). */
            MARKED,
            WITHDRAWN
        }
    }

    /** See {@link Ends#neighborAddress}. */
    public InetAddress neighborAddress() {
        return ends.neighborAddress();
    }

    /** See {@link Ends#neighborRange}. */
    public String neighborRange() {
        return ends.neighborRange();
    }

    /** See {@link Ends#neighborInterface}. */
    public String neighborInterface() {
        return ends.neighborInterface();
    }

    /** See {@link Ends#neighborPort}. */
    public int neighborPort() {
        return ends.neighborPort();
    }

    /** See {@link Ends#neighborAs}. */
    public long neighborAs() {
        return ends.neighborAs();
    }

    /** See {@link Ends#localAs}. */
    public long localAs() {
        return ends.localAs();
    }

    /** See {@link Waits#errorWait}. */
    public Countdown errorWait() {
        return waits.errorWait();
    }

    /** See {@link Waits#connectDelay}. */
    public Countdown connectDelay() {
        return waits.connectDelay();
    }

    /** See {@link Waits#restartTimer}. */
    public Countdown restartTimer() {
        return waits.restartTimer();
    }

    /** See {@link Waits#drain}. */
    public Draining drain() {
        return waits.drain();
    }

    /** RFC 4271 §8.2.2, and the two BIRD shows besides. */
    public enum State {
        IDLE("Idle"),
        /** Waits for the neighbor to dial. */
        PASSIVE("Passive"),
        CONNECT("Connect"),
        ACTIVE("Active"),
        OPEN_SENT("OpenSent"),
        OPEN_CONFIRM("OpenConfirm"),
        ESTABLISHED("Established"),
        /** A NOTIFICATION is on its way out. */
        CLOSE("Close"),
        /** The protocol is down. */
        DOWN("Down");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** BIRD's spelling. */
        public String label() {
            return label;
        }
    }

    /**
     * A timer.
     *
     * @param remaining time left
     * @param total the whole time, null where there is none to show
     */
    public record Countdown(Duration remaining, Duration total) {}

    /**
     * An established session.
     *
     * @param neighborId BGP Identifier of the neighbor, unsigned 32 bits
     * @param local capabilities we announced
     * @param neighbor capabilities the neighbor announced
     * @param sort what kind of session it is
     * @param source our address
     * @param timers its timers
     * @param uptime since the session is established
     * @param tcpAo TCP-AO (RFC 5925), null without it
     */
    public record Session(
            int neighborId,
            Capabilities local,
            Capabilities neighbor,
            Sort sort,
            InetAddress source,
            Timers timers,
            Duration uptime,
            TcpAo tcpAo) {
        /**
         * TCP-AO.
         *
         * @param currentKey send id of the key that signs what we send, -1 for none
         * @param rnextKey receive id of the key that the neighbor is asked for, -1 for none
         * @param goodPackets segments verified
         * @param badPackets segments that failed verification
         */
        public record TcpAo(int currentKey, int rnextKey, long goodPackets, long badPackets) {}

        /**
         * What kind of session it is.
         *
         * @param internal iBGP
         * @param multihop configured as multihop
         * @param reflectorClient neighbor is our route-reflection client
         * @param routeServerClient neighbor is our route-server client
         * @param as4 both sides speak 4-byte AS numbers
         */
        public record Sort(
                boolean internal, boolean multihop, boolean reflectorClient, boolean routeServerClient, boolean as4)
                implements Inline {}

        /**
         * Its timers.
         *
         * @param hold hold timer
         * @param keepalive keepalive timer
         * @param sendHold send hold timer (RFC 9687), or null
         */
        public record Timers(Countdown hold, Countdown keepalive, Countdown sendHold) implements Inline {}

        /** See {@link Sort#internal}. */
        public boolean internal() {
            return sort.internal();
        }

        /** See {@link Sort#multihop}. */
        public boolean multihop() {
            return sort.multihop();
        }

        /** See {@link Sort#reflectorClient}. */
        public boolean reflectorClient() {
            return sort.reflectorClient();
        }

        /** See {@link Sort#routeServerClient}. */
        public boolean routeServerClient() {
            return sort.routeServerClient();
        }

        /** See {@link Sort#as4}. */
        public boolean as4() {
            return sort.as4();
        }

        /** See {@link Timers#hold}. */
        public Countdown hold() {
            return timers.hold();
        }

        /** See {@link Timers#keepalive}. */
        public Countdown keepalive() {
            return timers.keepalive();
        }

        /** See {@link Timers#sendHold}. */
        public Countdown sendHold() {
            return timers.sendHold();
        }
    }

    /**
     * Capabilities of one side (RFC 5492).
     *
     * @param types all that were sent and are known
     * @param multiprotocol families, in the order of their numbers
     * @param extendedNextHop families with IPv6 next hops (RFC 8950)
     * @param gracefulRestart RFC 4724, or null
     * @param addPaths ADD-PATH (RFC 7911)
     * @param longLived RFC 9494, or null
     * @param hostname or null
     * @param role RFC 9234 role as BIRD spells it, or null
     */
    public record Capabilities(
            Set<CapabilityType> types,
            List<AddressFamily> multiprotocol,
            List<AddressFamily> extendedNextHop,
            GracefulRestart gracefulRestart,
            AddPaths addPaths,
            LongLived longLived,
            String hostname,
            String role) {
        /**
         * ADD-PATH (RFC 7911).
         *
         * @param addPathReceive families this side can receive several paths for (RFC 7911)
         * @param addPathSend families this side can send several paths for
         */
        public record AddPaths(List<AddressFamily> addPathReceive, List<AddressFamily> addPathSend) implements Inline {
            public AddPaths {
                addPathReceive = List.copyOf(addPathReceive);
                addPathSend = List.copyOf(addPathSend);
            }
        }

        /** See {@link AddPaths#addPathReceive}. */
        public List<AddressFamily> addPathReceive() {
            return addPaths.addPathReceive();
        }

        /** See {@link AddPaths#addPathSend}. */
        public List<AddressFamily> addPathSend() {
            return addPaths.addPathSend();
        }

        public Capabilities {
            types = Set.copyOf(types);
            multiprotocol = List.copyOf(multiprotocol);
            extendedNextHop = List.copyOf(extendedNextHop);
        }

        /** Whether this side sent the capability. */
        public boolean has(CapabilityType type) {
            return types.contains(type);
        }
    }

    /**
     * Graceful restart capability.
     *
     * @param seconds restart time
     * @param restarting the sender has just restarted
     * @param families families it can keep; empty when it is only aware (helper)
     * @param preserved of these, families whose forwarding state was kept
     * @param notifications it holds after a NOTIFICATION too (RFC 8538)
     */
    public record GracefulRestart(
            int seconds,
            boolean restarting,
            List<AddressFamily> families,
            Set<AddressFamily> preserved,
            boolean notifications) {

        public GracefulRestart {
            families = List.copyOf(families);
            preserved = Set.copyOf(preserved);
        }
    }

    /**
     * Long-lived graceful restart capability.
     *
     * @param seconds longest stale time of its families
     * @param families families it can keep; empty when it is only aware
     * @param preserved of these, families whose forwarding state was kept
     */
    public record LongLived(int seconds, List<AddressFamily> families, Set<AddressFamily> preserved) {

        public LongLived {
            families = List.copyOf(families);
            preserved = Set.copyOf(preserved);
        }
    }

    /**
     * Why the last session ended.
     *
     * @param kind where the reason came from
     * @param text BIRD's words for it, e.g. {@code Administrative shutdown} or {@code Connection refused}; empty for
     *     NONE
     */
    public record LastError(Kind kind, String text) {

        /** No error so far. */
        public static final LastError NONE = new LastError(Kind.NONE, "");

        /** Where the reason came from. */
        public enum Kind {
            NONE(""),
            /** Not BGP's doing: neighbor lost, link down, … */
            OTHER("Error: "),
            SOCKET("Socket: "),
            /** The neighbor sent a NOTIFICATION. */
            RECEIVED("Received: "),
            /** We sent a NOTIFICATION. */
            SENT("BGP Error: "),
            AUTOMATIC_SHUTDOWN("Automatic shutdown: "),
            /** A command or a reload; not shown as an error. */
            MANUAL("");

            private final String prefix;

            Kind(String prefix) {
                this.prefix = prefix;
            }

            /** What stands before the text. */
            public String prefix() {
                return prefix;
            }
        }
    }
}
