package org.jbgp.config.model.bfd;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One of the keys of a protocol that signs its packets.
 *
 * @param key its bytes; never empty
 * @param id number sent along with the signature, 0 to 255
 * @param generateFrom first moment it signs, in the machine's time zone; empty: always
 * @param generateTo last moment it signs; empty: for ever
 * @param acceptFrom first moment it is accepted; empty: always
 * @param acceptTo last moment it is accepted; empty: for ever
 */
public record Password(
        List<Byte> key,
        int id,
        Optional<LocalDateTime> generateFrom,
        Optional<LocalDateTime> generateTo,
        Optional<LocalDateTime> acceptFrom,
        Optional<LocalDateTime> acceptTo) {
    public Password {
        key = List.copyOf(key);
    }

    /** Without the key, which must not get into a log by accident. */
    @Override
    public String toString() {
        return "Password[id=" + id + "]";
    }
}
