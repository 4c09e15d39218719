package org.jbgp.config.model.bgp;

/**
 * Times of a BGP session, all in seconds.
 *
 * @param hold hold time offered, 0 (off) or from 3; 240 unless set (RFC 4271 suggests 90, BIRD uses 240)
 * @param minHold smallest hold time accepted from the neighbour; 0: any
 * @param startupHold hold time before the session is Established, 240 unless set
 * @param keepalive time between KEEPALIVEs; 0: a third of the negotiated hold time
 * @param minKeepalive smallest keepalive time that may result; 0: any
 * @param sendHold RFC 9687: close when nothing could be sent for so long; -1: twice the hold time, 0: off
 * @param connectDelay wait before the first dial, 5 unless set
 * @param connectRetry wait between dials, 120 unless set
 * @param errorWaitMin first wait after an error, 60 unless set
 * @param errorWaitMax longest wait after repeated errors, 300 unless set
 * @param errorForget time without errors after which they are forgotten, 300 unless set
 */
public record BgpTimers(
        int hold,
        int minHold,
        int startupHold,
        int keepalive,
        int minKeepalive,
        int sendHold,
        int connectDelay,
        int connectRetry,
        int errorWaitMin,
        int errorWaitMax,
        int errorForget) {}
