package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.util.List;

/**
 * A BMP station and the connection to it.
 *
 * @param station its address
 * @param port its TCP port
 * @param localAddress our end as configured, or null
 * @param connection how the connection stands
 * @param lastError why there is none, or null
 * @param monitoring what is reported, by the words of the configuration
 * @param neighbors established sessions it knows of
 * @param traffic bytes
 */
public record BmpStatus(
        InetAddress station,
        int port,
        InetAddress localAddress,
        Connection connection,
        String lastError,
        List<String> monitoring,
        int neighbors,
        Traffic traffic)
        implements ProtocolStatus.Details {
    public BmpStatus {
        monitoring = List.copyOf(monitoring);
    }

    /** How the connection stands, by BIRD's words. */
    public enum Connection {
        IDLE("Idle"),
        CONNECT("Connect"),
        ESTABLISHED("Established");

        private final String label;

        Connection(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * Bytes.
     *
     * @param pending that wait to be sent
     * @param limit that may wait
     * @param session sent on this connection
     * @param total sent since the protocol started
     */
    public record Traffic(long pending, long limit, long session, long total) {}
}
