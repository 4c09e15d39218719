package org.jbgp.daemon.bfd.session;

import java.util.List;
import org.jbgp.daemon.bfd.packet.AuthenticationKey;
import org.jbgp.daemon.bfd.packet.AuthenticationType;

/**
 * What a session is like; times in µs, at most 2³² - 1.
 *
 * @param minRx shortest interval of packets we can receive; 0: we want none
 * @param minTx shortest interval of packets we send
 * @param idleTx interval while the session is not up
 * @param multiplier packets missed in a row until the session is down, 1 to 255
 * @param passive say nothing until the neighbor does
 * @param authentication how packets are signed
 * @param keys with what
 */
public record SessionSettings(
        long minRx,
        long minTx,
        long idleTx,
        int multiplier,
        boolean passive,
        AuthenticationType authentication,
        List<AuthenticationKey> keys) {
    public SessionSettings {
        keys = List.copyOf(keys);
    }
}
