package org.jbgp.daemon.session.settings;

/**
 * The timers of one neighbour, all in whole seconds; the names are those of BIRD's options.
 *
 * @param connectDelay wait in Active before the first dial, 0 = dial at once (BIRD {@code connect delay time}, 1.6
 *     {@code start delay time})
 * @param connectRetry how long a dial may take before it is given up and repeated, at least 1 (RFC 4271 ConnectRetryTime)
 * @param hold the hold time we offer, 0 or 3..65535; 0 = neither side sends KEEPALIVE
 * @param startupHold hold time while waiting for the peer's OPEN, 0 = wait for ever (RFC 4271 §8.2.2 suggests 240)
 * @param minHold refuse a negotiated hold time below this (BIRD {@code min hold time}), 0 = any
 * @param keepalive interval of our KEEPALIVEs for the offered hold time, scaled down with it; 0 = a third of the
 *     negotiated hold time
 * @param minKeepalive refuse a negotiated keepalive interval below this, 0 = any
 * @param sendHold how long a write may make no progress (RFC 9687), scaled with the negotiated hold time; 0 = off,
 *     {@link #AUTOMATIC} = twice the negotiated hold time
 * @param errorWaitMin first wait after a protocol error, 0 = no wait
 * @param errorWaitMax upper bound of the wait, which doubles with each further error
 * @param errorForget an error-free stretch of this length resets the wait to the first one
 */
public record TimerSettings(
        int connectDelay,
        int connectRetry,
        int hold,
        int startupHold,
        int minHold,
        int keepalive,
        int minKeepalive,
        int sendHold,
        int errorWaitMin,
        int errorWaitMax,
        int errorForget) {

    /** Value of {@link #sendHold} that means twice the negotiated hold time. */
    public static final int AUTOMATIC = -1;

    /** BIRD 2's defaults. */
    public static final TimerSettings DEFAULT = new TimerSettings(5, 120, 240, 240, 0, 0, 0, AUTOMATIC, 60, 300, 300);

    /** @throws IllegalArgumentException for a value outside its range; the message names the value */
    public TimerSettings {
        require(connectDelay >= 0, "connect delay time", connectDelay);
        require(connectRetry >= 1, "connect retry time", connectRetry);
        require(hold == 0 || (hold >= 3 && hold <= 65535), "hold time", hold);
        require(startupHold >= 0, "startup hold time", startupHold);
        require(minHold >= 0, "min hold time", minHold);
        require(keepalive >= 0 && keepalive <= 65535, "keepalive time", keepalive);
        require(minKeepalive >= 0, "min keepalive time", minKeepalive);
        require(sendHold >= AUTOMATIC, "send hold time", sendHold);
        require(errorWaitMin >= 0, "error wait time", errorWaitMin);
        require(errorWaitMax >= errorWaitMin, "error wait time", errorWaitMax);
        require(errorForget >= 0, "error forget time", errorForget);
    }

    private static void require(boolean condition, String option, int value) {
        if (!condition) {
            throw new IllegalArgumentException(option + " out of range: " + value);
        }
    }

    /** These timers with another {@link #hold}. */
    public TimerSettings withHold(int seconds) {
        return new TimerSettings(
                connectDelay,
                connectRetry,
                seconds,
                startupHold,
                minHold,
                keepalive,
                minKeepalive,
                sendHold,
                errorWaitMin,
                errorWaitMax,
                errorForget);
    }

    /** These timers with another {@link #connectDelay} and {@link #connectRetry}. */
    public TimerSettings withConnect(int delay, int retry) {
        return new TimerSettings(
                delay,
                retry,
                hold,
                startupHold,
                minHold,
                keepalive,
                minKeepalive,
                sendHold,
                errorWaitMin,
                errorWaitMax,
                errorForget);
    }

    /** These timers with another error back-off. */
    public TimerSettings withErrorWait(int min, int max, int forget) {
        return new TimerSettings(
                connectDelay,
                connectRetry,
                hold,
                startupHold,
                minHold,
                keepalive,
                minKeepalive,
                sendHold,
                min,
                max,
                forget);
    }

    /** These timers with another {@link #keepalive} and {@link #sendHold}. */
    public TimerSettings withKeepalive(int interval, int sendHoldTime) {
        return new TimerSettings(
                connectDelay,
                connectRetry,
                hold,
                startupHold,
                minHold,
                interval,
                minKeepalive,
                sendHoldTime,
                errorWaitMin,
                errorWaitMax,
                errorForget);
    }

    /** These timers with another {@link #startupHold}. */
    public TimerSettings withStartupHold(int seconds) {
        return new TimerSettings(
                connectDelay,
                connectRetry,
                hold,
                seconds,
                minHold,
                keepalive,
                minKeepalive,
                sendHold,
                errorWaitMin,
                errorWaitMax,
                errorForget);
    }
}
