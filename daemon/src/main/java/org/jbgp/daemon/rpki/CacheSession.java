package org.jbgp.daemon.rpki;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.jbgp.daemon.rpki.wire.Pdu;
import org.jbgp.daemon.rpki.wire.PduDecoder;
import org.jbgp.daemon.rpki.wire.PduError;
import org.jbgp.daemon.rpki.wire.PduException;
import org.jbgp.daemon.rpki.wire.PduText;

/**
 * The router's side of RPKI to Router with one cache: one method for each event, every change of state through
 * {@link #state}. What a cache said stays when the connection is lost, and when the cache breaks the protocol, until it
 * expires or the next complete answer takes its place. Knows no thread: one call at a time.
 */
final class CacheSession {
    /** Seconds without a byte after which an answer that is awaited is given up. */
    private static final int PATIENCE = 60;

    private final CachePort port;
    private final CacheRecords records;
    private final CacheIntervals intervals;
    private final CacheVersions versions;
    private CacheState state = CacheState.DOWN;
    private boolean sessionKnown;
    private int session;
    private int serial;
    /** There is data, and this is when it was complete, in milliseconds of {@link CachePort#millis}. */
    private boolean hasData;

    private long lastUpdate;
    private long lastHeard;
    /** The query under way asks for everything. */
    private boolean askedForAll;
    /** The cache has said that there is something newer than what it is sending. */
    private boolean notified;

    private String lastError = "";

    CacheSession(CacheSettings settings, CachePort port, CacheRecords records) {
        this.port = port;
        this.records = records;
        this.intervals = new CacheIntervals(settings);
        this.versions = new CacheVersions(settings, port);
    }

    // ---- what it is like --------------------------------------------------------------------------------------------

    CacheState state() {
        return state;
    }

    int version() {
        return versions.present();
    }

    CacheIntervals intervals() {
        return intervals;
    }

    /** -1 if there is none. */
    int sessionId() {
        return sessionKnown ? session : -1;
    }

    /** Unsigned; -1 if there is none. */
    long serial() {
        return hasData ? Integer.toUnsignedLong(serial) : -1;
    }

    /** When the last complete answer came, in milliseconds of {@link CachePort#millis}; -1 if there is no data. */
    long updated() {
        return hasData ? lastUpdate : -1;
    }

    private long age() {
        return (port.millis() - lastUpdate) / 1000;
    }

    /** What went wrong last, empty if nothing has. */
    String lastError() {
        return lastError;
    }

    // ---- events -----------------------------------------------------------------------------------------------------

    void start() {
        versions.begin();
        connect();
    }

    /** Ends it; its data goes. */
    void stop() {
        leave();
        for (CacheTimer timer : CacheTimer.values()) {
            port.stop(timer);
        }
        forget();
        state(CacheState.DOWN);
    }

    /** Other intervals or versions; a connection whose version is not allowed any more is made anew. */
    void configure(CacheSettings next) {
        intervals.configure(next);
        boolean allowed = versions.configure(next);
        if (hasData) {
            port.start(CacheTimer.EXPIRE, Math.max(1, intervals.expire() - age()));
        }
        if (!allowed) {
            reconnect();
        } else if (state == CacheState.ESTABLISHED) {
            query();
        } else if (state == CacheState.FATAL || state == CacheState.TRANSPORT_ERROR) {
            connect();
        }
    }

    /** Makes the connection anew and asks for everything; what is held stays until then. */
    void reconnect() {
        if (state != CacheState.DOWN) {
            leave();
            sessionKnown = false;
            versions.begin();
            connect();
        }
    }

    /** Asks what is new, or tries at once what waits for the retry timer. */
    void refresh() {
        switch (state) {
            case ESTABLISHED -> query();
            case FATAL, TRANSPORT_ERROR, NO_DATA -> retry();
            case DOWN, CONNECTING, SYNC_START, SYNC_RUNNING -> {
                // It is under way.
            }
        }
    }

    void connected() {
        if (state == CacheState.CONNECTING) {
            port.log().event("Connected");
            versions.connected();
            query();
        }
    }

    /** The connection could not be opened, or has ended. */
    void closed(String reason) {
        if (state == CacheState.CONNECTING || state.connected()) {
            String why = reason.isEmpty() ? "the other side closed the connection" : reason;
            boolean mute = state == CacheState.SYNC_START && versions.lowerUnanswered();
            leave();
            if (mute) {
                port.log().event(why + "; trying version " + versions.present());
                connect();
            } else {
                lastError = why;
                port.log().info("no connection to the cache: " + why);
                port.start(CacheTimer.RETRY, intervals.retry());
                state(CacheState.TRANSPORT_ERROR);
            }
        }
    }

    void due(CacheTimer timer) {
        switch (timer) {
            case REFRESH -> {
                if (state == CacheState.ESTABLISHED) {
                    query();
                }
            }
            case RETRY -> retry();
            case EXPIRE -> {
                lastError = "data expired";
                port.log()
                        .warn("nothing complete came from the cache for " + intervals.expire()
                                + " seconds: its data is dropped");
                leave();
                forget();
                versions.begin();
                connect();
            }
            case PROGRESS -> {
                if (state == CacheState.SYNC_START || state == CacheState.SYNC_RUNNING) {
                    long silent = (port.millis() - lastHeard) / 1000;
                    if (silent >= PATIENCE) {
                        closed("no answer for " + silent + " seconds");
                    } else {
                        port.start(CacheTimer.PROGRESS, PATIENCE - silent);
                    }
                }
            }
        }
    }

    private void retry() {
        switch (state) {
            case CONNECTING -> closed("no connection in " + intervals.retry() + " seconds");
            case FATAL, TRANSPORT_ERROR -> connect();
            case NO_DATA -> {
                sessionKnown = false;
                query();
            }
            case DOWN, SYNC_START, SYNC_RUNNING, ESTABLISHED -> {
                // An answer that does not come is the progress timer's; what is established needs none.
            }
        }
    }

    /** Reads all whole messages there are; what is left of one stays in the buffer. */
    void read(ByteBuf in) {
        lastHeard = port.millis();
        while (state.connected() && in.readableBytes() >= PduDecoder.HEADER) {
            int at = in.readerIndex();
            int length = PduDecoder.HEADER;
            try {
                length = PduDecoder.length(in, at);
                if (in.readableBytes() < length) {
                    return;
                }
                boolean wanted = versions.check(PduDecoder.version(in, at), PduDecoder.type(in, at));
                if (wanted) {
                    take(PduDecoder.read(in, at, length));
                }
            } catch (PduException e) {
                fail(e, in, at, Math.min(length, in.readableBytes()));
                return;
            }
            in.skipBytes(length);
        }
    }

    // ---- messages ---------------------------------------------------------------------------------------------------

    private void take(Pdu pdu) throws PduException {
        if (port.log().packets()) {
            report(pdu);
        }
        switch (pdu) {
            case Pdu.SerialNotify notify -> notified(notify);
            case Pdu.CacheResponse(int id) -> response(id);
            case Pdu.Prefix prefix -> {
                requireRunning(prefix);
                staged(records.prefix(prefix), prefix);
            }
            case Pdu.Aspa aspa -> {
                requireRunning(aspa);
                staged(records.aspa(aspa), aspa);
            }
            case Pdu.RouterKey key -> requireRunning(key);
            case Pdu.ProvidersOfIpv6 early -> requireRunning(early);
            case Pdu.EndOfData end -> endOfData(end);
            case Pdu.CacheReset() -> cacheReset();
            case Pdu.ErrorReport error -> error(error);
            case Pdu.SerialQuery(int id, int number) -> throw unexpected(pdu);
            case Pdu.ResetQuery() -> throw unexpected(pdu);
        }
    }

    private void report(Pdu pdu) {
        switch (pdu.type()) {
            case IPV4_PREFIX, IPV6_PREFIX, ROUTER_KEY, ASPA -> port.log().record("Received", PduText.of(pdu));
            default -> port.log().packet("Received", PduText.of(pdu));
        }
    }

    private PduException unexpected(Pdu pdu) {
        return new PduException(
                PduError.CORRUPT_DATA, "Unexpected " + pdu.type().text() + " in state " + state.label());
    }

    private void notified(Pdu.SerialNotify notify) {
        if (!sessionKnown) {
            return; // RFC 8210 §7: ignored until the first answer.
        }
        if (notify.session() != session) {
            // RFC 8210 §5.1: the cache has started anew, its serial numbers say nothing about ours.
            sessionKnown = false;
        } else if (notify.serial() == serial) {
            return;
        }
        if (state == CacheState.ESTABLISHED) {
            query();
        } else {
            notified = true;
        }
    }

    private void response(int id) throws PduException {
        if (state != CacheState.SYNC_START) {
            throw unexpected(new Pdu.CacheResponse(id));
        }
        if (askedForAll) {
            session = id;
            sessionKnown = true;
            records.beginSet();
        } else if (session != id) {
            throw new PduException(PduError.CORRUPT_DATA, "Wrong session id " + id + " in Cache Response");
        } else {
            records.beginChanges();
        }
        state(CacheState.SYNC_RUNNING);
    }

    private void requireRunning(Pdu pdu) throws PduException {
        if (state != CacheState.SYNC_RUNNING) {
            throw unexpected(pdu);
        }
    }

    private void staged(Staged staged, Pdu pdu) throws PduException {
        switch (staged) {
            case TAKEN -> {}
            case DUPLICATE -> throw new PduException(PduError.DUPLICATE, "Already announced: " + PduText.of(pdu));
            case UNKNOWN -> throw new PduException(PduError.UNKNOWN_RECORD, "Never announced: " + PduText.of(pdu));
            case NO_ROOM -> throw new PduException(PduError.INTERNAL, "More records than this router takes");
        }
    }

    private void endOfData(Pdu.EndOfData end) throws PduException {
        requireRunning(end);
        if (end.session() != session) {
            throw new PduException(
                    PduError.CORRUPT_DATA, "Received session id " + end.session() + ", but expected " + session);
        }
        if (end.intervals() != null) {
            intervals.take(end.intervals(), port.log());
        }
        serial = end.serial();
        hasData = true;
        lastUpdate = port.millis();
        lastError = "";
        records.commit();
        versions.confirmed();
        port.stop(CacheTimer.RETRY);
        port.stop(CacheTimer.PROGRESS);
        port.start(CacheTimer.REFRESH, intervals.refresh());
        port.start(CacheTimer.EXPIRE, intervals.expire());
        state(CacheState.ESTABLISHED);
        if (notified) {
            query();
        }
    }

    private void cacheReset() throws PduException {
        if (state != CacheState.SYNC_START || askedForAll) {
            throw unexpected(new Pdu.CacheReset());
        }
        sessionKnown = false;
        query();
    }

    private void error(Pdu.ErrorReport report) {
        String said = "the cache reports: " + PduError.text(report.code())
                + (report.text().isEmpty() ? "" : " (" + report.text() + ")");
        if (report.code() == PduError.NO_DATA.code()) {
            lastError = said;
            abandon();
            port.log().event(said);
            port.stop(CacheTimer.PROGRESS);
            port.start(CacheTimer.RETRY, intervals.retry());
            state(CacheState.NO_DATA);
            return;
        }
        if (report.code() == PduError.UNSUPPORTED_VERSION.code() && versions.refused(report.version())) {
            port.log().event(said + "; trying version " + versions.present());
            leave();
            connect();
            return;
        }
        broken(said);
    }

    // ---- what follows from events -----------------------------------------------------------------------------------

    private void fail(PduException problem, ByteBuf in, int at, int length) {
        if (!problem.silent()) {
            port.sendError(versions.present(), problem.error().code(), in, at, length, problem.getMessage());
        }
        broken(problem.error().text() + ": " + problem.getMessage());
    }

    /** The protocol was broken; what the cache said before stays, and it is asked for everything next time. */
    private void broken(String why) {
        lastError = why;
        port.log().warn(why);
        sessionKnown = false;
        leave();
        port.start(CacheTimer.RETRY, intervals.retry());
        state(CacheState.FATAL);
    }

    private void connect() {
        state(CacheState.CONNECTING);
        port.start(CacheTimer.RETRY, intervals.retry());
        port.connect();
    }

    /** Forgets an answer that is not complete. */
    private void abandon() {
        if (state == CacheState.SYNC_RUNNING) {
            records.abort();
            // Of a set that was being replaced, it is not known what the cache still has.
            sessionKnown &= !askedForAll;
        }
    }

    /** Gives the connection up. */
    private void leave() {
        abandon();
        notified = false;
        port.stop(CacheTimer.REFRESH);
        port.stop(CacheTimer.PROGRESS);
        port.close();
    }

    private void forget() {
        port.stop(CacheTimer.EXPIRE);
        records.clear();
        hasData = false;
        sessionKnown = false;
    }

    private void query() {
        notified = false;
        askedForAll = !sessionKnown || !hasData;
        lastHeard = port.millis();
        port.stop(CacheTimer.REFRESH);
        port.stop(CacheTimer.RETRY);
        port.start(CacheTimer.PROGRESS, PATIENCE);
        Pdu query = askedForAll ? new Pdu.ResetQuery() : new Pdu.SerialQuery(session, serial);
        if (port.log().packets()) {
            port.log().packet("Sending", PduText.of(query));
        }
        state(CacheState.SYNC_START);
        port.send(versions.present(), query);
    }

    private void state(CacheState next) {
        if (state != next) {
            port.log().event("Changing from " + state.label() + " to " + next.label() + " state");
            state = next;
        }
    }
}
