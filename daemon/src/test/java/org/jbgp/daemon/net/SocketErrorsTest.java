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
}
