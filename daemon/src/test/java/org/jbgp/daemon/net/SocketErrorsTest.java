package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.junit.jupiter.api.Test;

class SocketErrorsTest {
    /** What comes later is that nobody answered for the address. */
    @Test
    void noRouteAndNoAnswerAreTwoThings() {
        NoRouteToHostException nettys = new NoRouteToHostException("null: /10.9.9.9:179");
        assertThat(SocketErrors.ofDial(nettys, true)).isEqualTo("Network is unreachable");
        assertThat(SocketErrors.ofDial(nettys, false)).isEqualTo("No route to host");
        assertThat(SocketErrors.ofDial(new ConnectException("Connection refused: /10.9.9.9:179"), false))
                .isEqualTo("Connection refused");
    }

    @Test
    void whoCannotListenIsToldWhatHelps() {
        assertThat(SocketErrors.remedyOfBind("Address already in use", 1179))
                .isEqualTo(" (another program has it: `ss -ltnp sport = :1179` says which)");
        assertThat(SocketErrors.remedyOfBind("Permission denied", 179))
                .isEqualTo(" (a port below 1024 takes root or CAP_NET_BIND_SERVICE)");
        assertThat(SocketErrors.remedyOfBind("Permission denied", 1179)).isEmpty();
        assertThat(SocketErrors.remedyOfBind("Cannot assign requested address", 179))
                .isEqualTo(" (no interface has this address)");
        assertThat(SocketErrors.remedyOfBind("No buffer space available", 179)).isEmpty();
    }
}
