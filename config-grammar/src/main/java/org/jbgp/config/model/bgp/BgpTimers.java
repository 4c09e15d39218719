package org.jbgp.config.model.bgp;

/**
 * Times of a BGP session, all in seconds, from the file to the session's state machine. What the file may say is
 * checked where it is read.
 *
 * @param hold hold time offered, 0 (off) or from 3 to 65535; 240 unless set (RFC 4271 suggests 90, BIRD uses 240)
 * @param minHold smallest hold time accepted from the neighbor; 0: any
 * @param startupHold hold time while waiting for the neighbor's OPEN, 240 unless set (RFC 4271 §8.2.2); 0: for ever
 * @param keepalive time between KEEPALIVEs for the hold time offered, scaled down with it; 0: a third of the negotiated
 *     one
 * @param minKeepalive smallest keepalive time that may result; 0: any
 * @param sendHold RFC 9687: close when nothing could be sent for so long, scaled with the negotiated hold time;
 *     {@link #AUTOMATIC}: twice the negotiated hold time, 0: off
 * @param dialing when the neighbor is dialled
 * @param errorWait how long to wait after an error
 */
public record BgpTimers(
        int hold,
        int minHold,
        int startupHold,
        int keepalive,
        int minKeepalive,
        int sendHold,
        Dialing dialing,
        ErrorWait errorWait) {

    /** Value of {@link #sendHold} that means twice the negotiated hold time. */
    public static final int AUTOMATIC = -1;

    /** BIRD 2's defaults. */
    public static final BgpTimers DEFAULT =
            new BgpTimers(240, 0, 240, 0, 0, AUTOMATIC, new Dialing(5, 120), new ErrorWait(60, 300, 300));

    /**
     * When the neighbor is dialled.
     *
     * @param delay wait before the first attempt, 5 unless set; 0: none
     * @param retry how long an attempt may take before it is given up and repeated, 120 unless set (RFC 4271
     *     ConnectRetryTime); 0 is taken as 1
     */
    public record Dialing(int delay, int retry) {}

    /**
     * How long to wait after an error.
     *
     * @param least first wait, 60 unless set; 0: none
     * @param most longest wait; it doubles with each further error, 300 unless set
     * @param forget time without errors after which the wait is the first one again, 300 unless set
     */
    public record ErrorWait(int least, int most, int forget) {}

    /** These timers with another {@link #hold}. */
    public BgpTimers withHold(int seconds) {
        return new BgpTimers(seconds, minHold, startupHold, keepalive, minKeepalive, sendHold, dialing, errorWait);
    }

    /** These timers with another {@link #minHold} and {@link #minKeepalive}. */
    public BgpTimers withLeast(int holdTime, int keepaliveTime) {
        return new BgpTimers(hold, holdTime, startupHold, keepalive, keepaliveTime, sendHold, dialing, errorWait);
    }

    /** These timers with another {@link #startupHold}. */
    public BgpTimers withStartupHold(int seconds) {
        return new BgpTimers(hold, minHold, seconds, keepalive, minKeepalive, sendHold, dialing, errorWait);
    }

    /** These timers with another {@link #keepalive} and {@link #sendHold}. */
    public BgpTimers withKeepalive(int interval, int sendHoldTime) {
        return new BgpTimers(hold, minHold, startupHold, interval, minKeepalive, sendHoldTime, dialing, errorWait);
    }

    /** These timers with another {@link #dialing}. */
    public BgpTimers withDialing(int delay, int retry) {
        Dialing other = new Dialing(delay, retry);
        return new BgpTimers(hold, minHold, startupHold, keepalive, minKeepalive, sendHold, other, errorWait);
    }

    /** These timers with another {@link #errorWait}. */
    public BgpTimers withErrorWait(int least, int most, int forget) {
        ErrorWait other = new ErrorWait(least, most, forget);
        return new BgpTimers(hold, minHold, startupHold, keepalive, minKeepalive, sendHold, dialing, other);
    }
}
